/** Chance that repeats: the same seed makes the same world, the same operations and the same late answers. */
export class Random {
  constructor(private state: number) {}

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** Both bounds are included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  pick<Item>(list: readonly Item[]): Item {
    const item = list[Math.floor(this.next() * list.length)];
    if (item === undefined) throw new Error('There is nothing to pick from.');
    return item;
  }

  some<Item>(list: readonly Item[], probability: number): Item[] {
    return list.filter(() => this.chance(probability));
  }

  /** From 0 to below 1, by Mulberry32. */
  private next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
}

/** A number that a text always has, for what must be equal wherever it is computed. */
export function hash(text: string): number {
  let value = 2166136261;
  for (let index = 0; index < text.length; index++)
    value = Math.imul(value ^ text.charCodeAt(index), 16777619);
  return Math.imul(value ^ (value >>> 15), 2246822507) >>> 0;
}
