/** What a connection sends that asks for nothing: pings, pongs, leave-takings. Each costs little, a flood of them does not. */
import { MessageType } from 'graphql-ws';

/** Before the first message that counts. */
const UNINITIALISED_MAX = 10;
const CONTROL_MAX = 20_000;

export class SocketControl {
  #count = 0;

  /** @param controlMax between two beats of the pulse; default 20 000 */
  constructor(private readonly controlMax = CONTROL_MAX) {}

  /** @returns false where it was too much */
  spend(isInitialised: boolean): boolean {
    this.#count += 1;
    return this.#count <= (isInitialised ? this.controlMax : UNINITIALISED_MAX);
  }

  renew(): void {
    this.#count = 0;
  }
}

/** Characters of a ping that its answer repeats. */
const PING_MAX = 10_000;

/** The answer to a ping, with what it carried unless that was much. */
export function pongOf(ping: string, payload: unknown): string {
  return JSON.stringify({ type: MessageType.Pong, ...(ping.length <= PING_MAX ? { payload } : {}) });
}
