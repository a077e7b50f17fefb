/** What is awaited for a limited time. All begin with the same limit, so the order of the beginnings is that of the deadlines, and
 *  one timer serves them all. */

interface Watch {
  readonly deadline: number;
  readonly expire: () => void;
}

export class Deadlines {
  private readonly watches = new Set<Watch>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly timeoutMs: number) {}

  /** Tells once: the promise's outcome, or a time-out. */
  watch<T>(promise: Promise<T>, known: (value: T) => void, failed: (error: unknown) => void): void {
    const watch: Watch = {
      deadline: performance.now() + this.timeoutMs,
      expire: () => {
        failed(new SourceTimeout(this.timeoutMs));
      },
    };
    this.watches.add(watch);
    this.timer ??= this.startTimer(this.timeoutMs);
    promise.then(
      (value) => {
        if (this.watches.delete(watch)) known(value);
      },
      (error: unknown) => {
        if (this.watches.delete(watch)) failed(error);
      },
    );
  }

  private startTimer(delayMs: number): NodeJS.Timeout {
    const timer = setTimeout(() => {
      this.sweep();
    }, delayMs);
    // What waits for a source is the request, not this timer.
    timer.unref();
    return timer;
  }

  private sweep(): void {
    const now = performance.now();
    this.timer = undefined;
    for (const watch of this.watches) {
      if (watch.deadline > now) {
        this.timer ??= this.startTimer(Math.max(1, watch.deadline - now));
        return;
      }
      this.watches.delete(watch);
      watch.expire();
    }
  }
}

/** The subgraph gave no answer in time. */
export class SourceTimeout extends Error {
  constructor(timeoutMs: number) {
    super(`No answer within ${timeoutMs} ms.`);
    this.name = 'SourceTimeout';
  }
}
