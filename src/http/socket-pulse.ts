/** Whether anybody still reads at the other end of a connection. A client that reads slowly answers pings late, behind all that it has
 *  yet to read, so a late answer alone says nothing: as long as bytes that waited go out, it reads. */
import type { Duplex } from 'node:stream';
import type { Socket } from 'node:net';

export interface PulseLimits {
  /** Milliseconds between two pings; default 12,000. */
  readonly pingEveryMs?: number | undefined;
  /** How long a client may answer nothing and read nothing before it is given up, in milliseconds; default 120,000. */
  readonly silentMsMax?: number | undefined;
}

export const PING_EVERY_MS = 12_000;
export const SILENT_MS_MAX = 120_000;

export class SocketPulse {
  readonly #stream: Duplex;
  #isHeard = false;
  /** Something waited to go out at the last beat. */
  #isFull = false;
  /** Bytes that had gone out at the last beat. */
  #sent = 0;
  /** The last beat with a sign of life. Milliseconds since 1970. */
  #aliveAt: number;

  constructor(stream: Duplex, now: number) {
    this.#stream = stream;
    this.#aliveAt = now;
  }

  /** Something came from the client. */
  heard(): void {
    this.#isHeard = true;
  }

  /** For how many milliseconds there was no sign of life. What only goes into the kernel's buffers is none: they are filled for a
   *  client that is gone too. */
  beat(now: number): number {
    const waiting = this.#stream.writableLength;
    // What has been written counts as soon as it waits.
    const sent = ((this.#stream as Partial<Socket>).bytesWritten ?? 0) - waiting;
    if (this.#isHeard || (this.#isFull && sent > this.#sent)) this.#aliveAt = now;
    this.#isHeard = false;
    this.#isFull = waiting > 0;
    this.#sent = sent;
    return now - this.#aliveAt;
  }
}
