/** Growing pauses after failures, and waits that a wake-up or the end of the process cuts short. */

const firstMs = 200;

export class BackOff {
  #failures = 0;

  /** @param maxMs the longest pause */
  constructor(private readonly maxMs: number) {}

  get isTroubled(): boolean {
    return this.#failures > 0;
  }

  succeed(): void {
    this.#failures = 0;
  }

  /** Notes a failure and gives how long to wait now: twice as long each time, spread so that workers do not march in step. */
  fail(): number {
    this.#failures += 1;
    const pauseMs = Math.min(this.maxMs, firstMs * 2 ** Math.min(this.#failures - 1, 20));
    return pauseMs * (0.5 + Math.random() / 2);
  }
}

/** A wait that anybody can end. Ended before it began, it does not wait. */
export class Bell {
  #isRung = false;
  #ring: (() => void) | undefined;

  ring(): void {
    this.#isRung = true;
    this.#ring?.();
  }

  async wait(forMs: number): Promise<void> {
    if (!this.#isRung) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, forMs);
        this.#ring = () => (clearTimeout(timer), resolve());
      });
    }
    this.#isRung = false;
    this.#ring = undefined;
  }
}
