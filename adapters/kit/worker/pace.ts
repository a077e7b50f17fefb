/** Keeps an adapter within its institution's concurrency and rate, whatever kinds of work it does at once. */
import { setTimeout } from 'node:timers/promises';
import type { Capabilities } from '../capabilities.js';

export interface PaceClock {
  readonly monotonicMs: () => number;
  readonly wait: (forMs: number) => Promise<unknown>;
}

const realClock: PaceClock = { monotonicMs: () => performance.now(), wait: (forMs) => setTimeout(forMs) };

export class Pace {
  #inFlight = 0;
  #nextStartAt = 0;
  readonly #waiting: (() => void)[] = [];
  readonly #intervalMs: number;

  constructor(
    private readonly limits: Pick<Capabilities, 'concurrencyMax' | 'ratePerSecondMax'>,
    private readonly clock: PaceClock = realClock,
  ) {
    this.#intervalMs = 1_000 / limits.ratePerSecondMax;
  }

  /** Resolves when one more request may start; call `leave` when it is over. First come, first served. */
  async enter(): Promise<void> {
    if (this.#inFlight >= this.limits.concurrencyMax) {
      // The place is handed over by `leave`, so the count does not change.
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else {
      this.#inFlight += 1;
    }
    await this.#waitForTurn();
  }

  leave(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#inFlight -= 1;
  }

  /** Starts are spaced evenly, never bunched at the start of a second: a fixed window would let twice the rate through. */
  async #waitForTurn(): Promise<void> {
    const now = this.clock.monotonicMs();
    const startAt = Math.max(now, this.#nextStartAt);
    this.#nextStartAt = startAt + this.#intervalMs;
    // Timers are good to a millisecond; what is nearer than that starts at once, within the same average.
    if (startAt - now >= 1) await this.clock.wait(startAt - now);
  }
}
