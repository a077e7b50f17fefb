/** Keeps the high-water mark outside the database close behind the log, at the price of one small file a second at most. */
import type { HighWaterMark, HighWaterMarkStore } from './high-water-mark.js';

/** Milliseconds between two writings. */
const GAP_MS = 1_000;

export interface MarkWriterOptions {
  readonly store: HighWaterMarkStore;
  /** The mark as it is now. */
  readonly read: () => HighWaterMark;
  readonly onError: (error: unknown) => void;
}

export class MarkWriter {
  readonly #options: MarkWriterOptions;
  #gap: NodeJS.Timeout | undefined;
  #isDue = false;
  #writing: Promise<void> = Promise.resolve();

  constructor(options: MarkWriterOptions) {
    this.#options = options;
  }

  /** There is more to remember: at once after a pause, then at most once a gap. A failure is tried again at the next. */
  note(): void {
    this.#isDue = true;
    if (this.#gap === undefined) this.#writeSoon();
  }

  /** Writes what was noted last. */
  async stop(): Promise<void> {
    clearTimeout(this.#gap);
    this.#isDue = true;
    await this.#writing;
    await this.#write();
  }

  #writeSoon(): void {
    this.#writing = this.#write();
    this.#gap = setTimeout(() => {
      this.#gap = undefined;
      if (this.#isDue) this.#writeSoon();
    }, GAP_MS).unref();
  }

  async #write(): Promise<void> {
    if (!this.#isDue) return;
    this.#isDue = false;
    try {
      await this.#options.store.write(this.#options.read());
    } catch (error) {
      this.#isDue = true;
      this.#options.onError(error);
    }
  }
}
