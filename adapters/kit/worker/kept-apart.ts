/** What failed again and again while everything beside it passed: out of the way of the rest, and tried again rarely. */

/** Long enough to cost nobody anything, short enough that it is known the same hour when somebody has mended the cause. */
const againAfterMsDefault = 5 * 60_000;
const keptMaxDefault = 1_000;

export interface KeptApartOptions {
  readonly againAfterMs?: number;
  /** Past it the oldest is given up. Default 1,000. */
  readonly keptMax?: number;
  readonly monotonicMs?: () => number;
}

export class KeptApart<Item> {
  readonly #kept = new Map<string, { readonly item: Item; readonly againAt: number }>();
  readonly #againAfterMs: number;
  readonly #keptMax: number;
  readonly #now: () => number;

  constructor(options: KeptApartOptions = {}) {
    this.#againAfterMs = options.againAfterMs ?? againAfterMsDefault;
    this.#keptMax = options.keptMax ?? keptMaxDefault;
    this.#now = options.monotonicMs ?? (() => performance.now());
  }

  get size(): number {
    return this.#kept.size;
  }

  /** Whether it is here, and not to be tried now. */
  has(name: string): boolean {
    const kept = this.#kept.get(name);
    return kept !== undefined && kept.againAt > this.#now();
  }

  /** Whether it was here before, also where its next try is due. */
  isKnown(name: string): boolean {
    return this.#kept.has(name);
  }

  /** @returns the name of what had to be given up for it */
  put(name: string, item: Item): string | undefined {
    this.#kept.delete(name);
    this.#kept.set(name, { item, againAt: this.#now() + this.#againAfterMs });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size <= this.#keptMax || oldest === undefined) return undefined;
    this.#kept.delete(oldest);
    return oldest;
  }

  take(name: string): void {
    this.#kept.delete(name);
  }

  /** Those whose next try is due. */
  due(): readonly Item[] {
    return [...this.#kept.values()].flatMap(({ item, againAt }) => (againAt <= this.#now() ? [item] : []));
  }
}
