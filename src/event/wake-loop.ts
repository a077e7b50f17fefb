/** Runs one piece of work over and over: when woken, and every so often in case a wake was lost. Wakes during a run are
 *  one more run, and failures are retried with growing pauses, so a lost database connection only delays. */

export interface WakeLoopOptions {
  /** Does all there is to do. Work that committed before it is called must be seen by it. */
  readonly run: () => Promise<void>;
  /** Milliseconds between runs without a wake. */
  readonly pollMs: number;
  readonly onError: (error: unknown) => void;
}

const retryDelayMsMin = 50;
const retryDelayMsMax = 5_000;

export class WakeLoop {
  readonly #options: WakeLoopOptions;
  #isWanted = true;
  #isStopped = false;
  #interrupt: () => void = () => undefined;
  #flushes: (() => void)[] = [];
  readonly #ended: Promise<void>;

  constructor(options: WakeLoopOptions) {
    this.#options = options;
    this.#ended = this.#loop();
  }

  wake(): void {
    this.#isWanted = true;
    this.#interrupt();
  }

  /** Resolves once a run that began after this call has succeeded, or the loop has stopped. */
  flush(): Promise<void> {
    if (this.#isStopped) return Promise.resolve();
    return new Promise((resolve) => {
      this.#flushes.push(resolve);
      this.wake();
    });
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#interrupt();
    await this.#ended;
    for (const resolve of this.#flushes.splice(0)) resolve();
  }

  async #loop(): Promise<void> {
    let retryDelayMs = 0;
    while (!this.#isStopped) {
      this.#isWanted = false;
      const flushes = this.#flushes.splice(0);
      try {
        await this.#options.run();
        for (const resolve of flushes) resolve();
        retryDelayMs = 0;
      } catch (error) {
        this.#flushes.unshift(...flushes);
        retryDelayMs = Math.min(retryDelayMsMax, Math.max(retryDelayMsMin, retryDelayMs * 2));
        this.#options.onError(error);
      }
      await this.#pause(retryDelayMs);
    }
  }

  /** After a failure a wake does not cut the pause short: the database would be asked as fast as it refuses. */
  async #pause(retryDelayMs: number): Promise<void> {
    if (this.#isStopped || (this.#isWanted && retryDelayMs === 0)) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, retryDelayMs || this.#options.pollMs);
      this.#interrupt = () => {
        if (retryDelayMs > 0 && !this.#isStopped) return;
        clearTimeout(timer);
        resolve();
      };
    });
    this.#interrupt = () => undefined;
  }
}
