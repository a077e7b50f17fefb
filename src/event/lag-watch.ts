/** Watches a reader that is behind: whoever takes next to nothing in a whole grace period is too slow. */

/** Being behind, a reader must take this share of a buffer in each grace period. Low: it may be the whole machine that is
 *  slow, and what is far behind reads from the log in pages, so its memory does not grow. */
const PROGRESS_SHARE_MIN = 0.02;

export interface LagWatchOptions {
  readonly bufferMax: number;
  readonly graceMs: number;
  /** It waits for items, so that it is not the one that is slow. */
  readonly isTaking: () => boolean;
  readonly onSlow: () => void;
}

export class LagWatch {
  readonly #options: LagWatchOptions;
  readonly #timer: NodeJS.Timeout;
  #taken = 0;

  constructor(options: LagWatchOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.#check(), options.graceMs).unref();
  }

  took(count: number): void {
    this.#taken += count;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #check(): void {
    const { bufferMax, isTaking, onSlow } = this.#options;
    const isSlow = this.#taken < bufferMax * PROGRESS_SHARE_MIN && !isTaking();
    this.#taken = 0;
    if (isSlow) onSlow();
  }
}
