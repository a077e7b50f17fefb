/** What chance needs here besides the demo's seeded source of it. */
import type { Random } from '../../../src/demo/generator/random.js';

/** Those of a list that chance keeps. */
export function some<Item>(random: Random, list: readonly Item[], probability: number): Item[] {
  return list.filter(() => random.chance(probability));
}

/** A number that a text always has, for what must be equal wherever it is computed. */
export function hash(text: string): number {
  let value = 2166136261;
  for (let index = 0; index < text.length; index++)
    value = Math.imul(value ^ text.charCodeAt(index), 16777619);
  return Math.imul(value ^ (value >>> 15), 2246822507) >>> 0;
}
