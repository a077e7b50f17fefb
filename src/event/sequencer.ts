/** Keeps the inbox empty: runs in every hub process, though only one at a time moves rows. */
import type pg from 'pg';

import { type RoundOptions, SEQUENCE_BATCH_MAX, type Sequenced, sequenceInbox } from './sequence-inbox.js';
import { WakeLoop } from './wake-loop.js';

export interface SequencerOptions {
  readonly pool: pg.Pool;
  readonly pollMs: number;
  /** What the next round is to keep to. */
  readonly roundOptions: () => RoundOptions;
  /** Told after each round, before other processes are.
   *  @returns whether it is a round of the log that is followed now */
  readonly onRound: (sequenced: Sequenced) => boolean;
  /** The log is not the one that was known. Once it has resolved, it is. */
  readonly onUnknown: () => Promise<void>;
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

  /** Positions that were told are of another log. */
  restart(): void {
    this.#lastPosition = this.#notifiedPosition = 0n;
  }

  async stop(): Promise<void> {
    await this.#loop.stop();
    clearTimeout(this.#notifyTimer);
    this.#notify();
    await this.#notifying;
  }

  async #drain(): Promise<void> {
    for (;;) {
      const sequenced = await this.#round();
      if (this.#options.onRound(sequenced) && sequenced.moved > 0) {
        this.#lastPosition = sequenced.lastPosition;
        this.#notifySoon();
      }
      if (sequenced.moved < SEQUENCE_BATCH_MAX) return;
    }
  }

  async #round(): Promise<Sequenced> {
    const { pool, roundOptions, onUnknown } = this.#options;
    const sequenced = await sequenceInbox(pool, roundOptions());
    if (sequenced.log.isKnown) return sequenced;
    await onUnknown();
    const again = await sequenceInbox(pool, roundOptions());
    if (!again.log.isKnown) throw new Error('The log changes while it is being read.');
    return again;
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
