/** Chance that can be repeated: the same seed makes the same choices. `HUB_TEST_SEED` repeats a run that failed. */

export interface Chance {
  readonly seed: number;
  /** At least 0, below 1. */
  next(): number;
  /** A whole number from `from` to `to`, both included. */
  between(from: number, to: number): number;
}

export function createChance(seed = Number(process.env['HUB_TEST_SEED'] ?? Date.now() % 1_000_000)): Chance {
  let state = seed >>> 0;
  // mulberry32: small, and good enough to choose moments.
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return { seed, next, between: (from, to) => from + Math.floor(next() * (to - from + 1)) };
}
