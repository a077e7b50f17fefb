/** One operation of a WebSocket client while it runs. It is what a shared stream is poured into: the events' bytes go straight to
 *  the socket, and it asks for no more while the client takes none. */
import type { ExecutionResult } from 'graphql';
import type { SharedEvent } from './shared-frames.js';
import { framesOf, frameText, isPlainId } from './shared-frames.js';
import type { SharedFlow, SharedReader } from './shared-subscription.js';
import type { SocketSession } from './socket-session.js';

export class SocketOperation implements SharedReader {
  readonly #session: SocketSession;
  /** The client's own id for it, as JSON. */
  readonly #idText: string;
  /** Its frames can be made beforehand. */
  readonly #isPlain: boolean;
  readonly requestId: string;
  /** It is an answer that a stopping hub waits for, not a subscription. */
  isAnswering = false;
  isCounted = false;
  #source: AsyncIterator<ExecutionResult> | SharedFlow | undefined;
  #isLeft = false;

  constructor(session: SocketSession, id: string, requestId: string) {
    this.#session = session;
    this.#idText = JSON.stringify(id);
    this.#isPlain = isPlainId(this.#idText);
    this.requestId = requestId;
  }

  hasId(idText: string): boolean {
    return this.#idText === idText;
  }

  get isLeft(): boolean {
    return this.#isLeft;
  }

  /** The client, or the connection, is gone: so is the source. */
  leave(): void {
    this.#isLeft = true;
    const source = this.#source;
    this.#source = undefined;
    if (source === undefined) return;
    if ('close' in source) source.close();
    else source.return?.().catch((error: unknown) => this.#session.fault(error));
  }

  /** What it is fed by. One that was left meanwhile leaves it at once. */
  feedFrom(source: AsyncIterator<ExecutionResult> | SharedFlow): void {
    this.#source = source;
    if (this.#isLeft) this.leave();
  }

  /** There is room in the socket again. */
  resume(): void {
    if (this.#source !== undefined && 'resume' in this.#source) this.#source.resume();
  }

  /** Its client reads nothing: LAGGED, with the cursor of what was sent, is the last that is sent. */
  lag(): void {
    if (this.#source !== undefined && 'lag' in this.#source) this.#source.lag();
  }

  take(events: readonly SharedEvent[]): boolean {
    const frames = this.#isPlain ? framesOf(events) : undefined;
    if (frames !== undefined) return this.#session.write(frames, this.#idText);
    for (const { result } of events) this.next(result).catch((error: unknown) => this.#session.fault(error));
    return this.#session.hasRoom();
  }

  end(error?: unknown): void {
    this.#source = undefined;
    if (error === undefined) this.#session.complete(this);
    else this.#session.refuse(this, [error]);
  }

  /** Sends one result; resolves when it has left. */
  next(result: ExecutionResult): Promise<void> {
    const { errors } = result;
    const shown = errors === undefined ? result : { ...result, errors: this.#session.format(errors, this) };
    return this.#session.send(frameText(this.#idText, 'next', JSON.stringify(shown)));
  }

  errorText(formatted: readonly unknown[]): string {
    return frameText(this.#idText, 'error', JSON.stringify(formatted));
  }

  get completeText(): string {
    return `{"id":${this.#idText},"type":"complete"}`;
  }
}
