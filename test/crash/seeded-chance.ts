/** Chance that can be repeated: the same seed makes the same choices. `HUB_TEST_SEED` repeats a run that failed. */
import { createRandom } from '../../src/demo/generator/random.js';

export interface Chance {
  readonly seed: number;
  /** At least 0, below 1. */
  next(): number;
  /** A whole number from `from` to `to`, both included. */
  between(from: number, to: number): number;
}

export function createChance(seed = Number(process.env['HUB_TEST_SEED'] ?? Date.now() % 1_000_000)): Chance {
  const { next, between } = createRandom(seed);
  return { seed, next, between };
}
