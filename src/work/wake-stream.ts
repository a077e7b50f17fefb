/** One adapter's stream of wakes: remembers which kinds to tell of, and counts only when its reader asks, so it holds three
 *  words however long nobody reads. */
import { setTimeout as delay } from 'node:timers/promises';

import type { WorkKind } from './task.js';
import type { WorkReady } from './work-signal.js';

export interface WakeStreamOptions {
  readonly kinds: readonly WorkKind[];
  readonly count: (kind: WorkKind) => Promise<number>;
  /** Between two answers about one kind, in milliseconds. */
  readonly gapMs: number;
  readonly onError: (error: unknown) => void;
  readonly onClose: () => void;
}

export class WakeStream implements AsyncIterableIterator<WorkReady> {
  readonly #options: WakeStreamOptions;
  readonly #awake: Set<WorkKind>;
  readonly #leaving = new AbortController();
  readonly #toldAt = new Map<WorkKind, number>();
  #woken: (() => void) | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: WakeStreamOptions) {
    this.#options = options;
    this.#awake = new Set(options.kinds);
  }

  wake(kind: WorkKind): void {
    this.#awake.add(kind);
    this.#woken?.();
  }

  close(): void {
    if (this.#leaving.signal.aborted) return;
    this.#leaving.abort();
    this.#woken?.();
    this.#options.onClose();
  }

  next(): Promise<IteratorResult<WorkReady>> {
    const result = this.#turn.then(() => this.#next());
    this.#turn = result;
    return result;
  }

  return(): Promise<IteratorResult<WorkReady>> {
    this.close();
    return Promise.resolve({ value: undefined, done: true });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async #next(): Promise<IteratorResult<WorkReady>> {
    while (!this.#isLeft()) {
      const [kind] = this.#awake;
      if (kind === undefined) {
        await new Promise<void>((resolve) => (this.#woken = resolve));
        this.#woken = undefined;
        continue;
      }
      await this.#keepGap(kind);
      // Forgotten before it is counted: a wake during the count is one more answer.
      this.#awake.delete(kind);
      const waiting = await this.#count(kind);
      if (this.#isLeft()) break;
      if (waiting === 0) continue;
      this.#toldAt.set(kind, performance.now());
      return { value: { kind, waiting }, done: false };
    }
    return { value: undefined, done: true };
  }

  #isLeft(): boolean {
    return this.#leaving.signal.aborted;
  }

  async #keepGap(kind: WorkKind): Promise<void> {
    const waitMs = (this.#toldAt.get(kind) ?? -Infinity) + this.#options.gapMs - performance.now();
    // Leaving cuts the pause short by a rejection; the caller sees the signal.
    if (waitMs > 0) await delay(waitMs, undefined, { signal: this.#leaving.signal }).catch(() => undefined);
  }

  /** A count that failed is asked for again at the next wake or poll. */
  async #count(kind: WorkKind): Promise<number> {
    try {
      return await this.#options.count(kind);
    } catch (error) {
      this.#options.onError(error);
      return 0;
    }
  }
}
