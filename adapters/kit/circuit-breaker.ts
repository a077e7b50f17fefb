/** Stops hammering an institution that is down: after a row of failures nothing is sent for a while, then one call probes. */
import { AdapterError } from './adapter-error.js';

const failuresMax = 8;
const openMs = 2_000;

export class CircuitBreaker {
  #failures = 0;
  #openUntil = 0;

  /** @param monotonicMs a clock that never goes back */
  constructor(private readonly monotonicMs: () => number = () => performance.now()) {}

  /** @throws AdapterError NOT_SENT with code CIRCUIT_OPEN while the institution is left alone */
  enter(): void {
    if (this.#failures < failuresMax) return;
    if (this.monotonicMs() < this.#openUntil) {
      throw new AdapterError('NOT_SENT', 'CIRCUIT_OPEN', 'the institution has not answered for a while');
    }
    // This call is the probe; others wait for its result.
    this.#openUntil = this.monotonicMs() + openMs;
  }

  succeed(): void {
    this.#failures = 0;
  }

  fail(): void {
    this.#failures += 1;
    if (this.#failures >= failuresMax) this.#openUntil = this.monotonicMs() + openMs;
  }
}
