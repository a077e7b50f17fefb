/** What waits for one reader, in the arrays in which it came: those who share a stream share the arrays. */
export class ItemQueue<Item> {
  #runs: (readonly Item[])[] = [];
  /** So many items of the first array are gone. */
  #offset = 0;
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(items: readonly Item[]): void {
    this.#runs.push(items);
    this.#count += items.length;
  }

  /** What is left of the first array, at most `max` items of it. */
  take(max: number): readonly Item[] {
    const first = this.#runs[0] ?? [];
    const isWhole = this.#offset === 0 && first.length <= max;
    const items = isWhole ? first : first.slice(this.#offset, this.#offset + max);
    this.#offset += items.length;
    if (this.#offset >= first.length) {
      this.#runs.shift();
      this.#offset = 0;
    }
    this.#count -= items.length;
    return items;
  }

  clear(): void {
    this.#runs = [];
    this.#offset = 0;
    this.#count = 0;
  }
}
