/** Keeps the inbox empty: runs in every hub process, though only one at a time moves rows. */
import type pg from 'pg';

import { SEQUENCE_BATCH_MAX, type Sequenced, sequenceInbox } from './sequence-inbox.js';
import { WakeLoop } from './wake-loop.js';

export interface SequencerOptions {
  readonly pool: pg.Pool;
  readonly pollMs: number;
  /** So many events of a batch are handed to `onSequenced` with it, where there are no more. */
  readonly toldMax: () => number;
  /** Told after each batch, before other processes are. */
  readonly onSequenced: (sequenced: Sequenced) => void;
  readonly onError: (error: unknown) => void;
}

/** Processes that tail the log listen here; the payload is the last position. */
export const LOG_CHANNEL = 'event_log';
/** Sequencers listen here for processes that write events and sequence none. */
export const INBOX_CHANNEL = 'event_inbox';

/** Other processes are told at most this often. */
const notifyGapMs = 20;

export class Sequencer {
  readonly #options: SequencerOptions;
  readonly #loop: WakeLoop;
  #lastPosition = 0n;
  #notifiedPosition = 0n;
  #notifyTimer: NodeJS.Timeout | undefined;
  #notifying: Promise<void> = Promise.resolve();

  constructor(options: SequencerOptions) {
    this.#options = options;
    this.#loop = new WakeLoop({ run: () => this.#drain(), pollMs: options.pollMs, onError: options.onError });
  }

  wake(): void {
    this.#loop.wake();
  }

  /** Resolves when everything that was committed before the call has its position. */
  flush(): Promise<void> {
    return this.#loop.flush();
  }

  async stop(): Promise<void> {
    await this.#loop.stop();
    clearTimeout(this.#notifyTimer);
    this.#notify();
    await this.#notifying;
  }

  async #drain(): Promise<void> {
    for (;;) {
      const sequenced = await sequenceInbox(this.#options.pool, this.#options.toldMax());
      if (sequenced.moved > 0) {
        this.#lastPosition = sequenced.lastPosition;
        this.#options.onSequenced(sequenced);
        this.#notifySoon();
      }
      if (sequenced.moved < SEQUENCE_BATCH_MAX) return;
    }
  }

  /** At once after a pause, then at most once a gap. */
  #notifySoon(): void {
    if (this.#notifyTimer !== undefined) return;
    this.#notify();
    this.#notifyTimer = setTimeout(() => {
      this.#notifyTimer = undefined;
      if (this.#notifiedPosition < this.#lastPosition) this.#notifySoon();
    }, notifyGapMs).unref();
  }

  /** A notification of its own, outside every transaction that does work: NOTIFY takes a global lock at commit. */
  #notify(): void {
    if (this.#notifiedPosition === this.#lastPosition) return;
    this.#notifiedPosition = this.#lastPosition;
    this.#notifying = this.#options.pool
      .query('SELECT pg_notify($1, $2)', [LOG_CHANNEL, String(this.#lastPosition)])
      .then(() => undefined, this.#options.onError);
  }
}
