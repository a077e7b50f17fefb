/** Items of a round, each tried at every turn: one that can never succeed, or fails turn after turn while its turn goes on, is kept apart
 *  and tried again rarely. */
import type { KeptApartOptions } from './kept-apart.js';
import { KeptApart } from './kept-apart.js';

const failuresMaxDefault = 5;

export interface StubbornItemsOptions extends KeptApartOptions {
  readonly failuresMax?: number;
}

export class StubbornItems {
  readonly #failures = new Map<string, number>();
  readonly #apart: KeptApart<string>;
  readonly #failuresMax: number;

  constructor(options: StubbornItemsOptions = {}) {
    this.#apart = new KeptApart(options);
    this.#failuresMax = options.failuresMax ?? failuresMaxDefault;
  }

  /** Whether its next try is not due yet. */
  isApart(name: string): boolean {
    return this.#apart.has(name);
  }

  /** @param isHopeless the same can only fail again
   *  @returns `NEWLY_APART` the first time, for the log; `TRY_AGAIN` while it stays with the others */
  fail(name: string, isHopeless: boolean): 'TRY_AGAIN' | 'NEWLY_APART' | 'STILL_APART' {
    const failures = (this.#failures.get(name) ?? 0) + 1;
    this.#failures.set(name, failures);
    if (!isHopeless && failures < this.#failuresMax) return 'TRY_AGAIN';
    const wasApart = this.#apart.isKnown(name);
    this.#apart.put(name, name);
    return wasApart ? 'STILL_APART' : 'NEWLY_APART';
  }

  succeed(name: string): void {
    this.#failures.delete(name);
    this.#apart.take(name);
  }

  /** Forgets what is asked for no more. */
  keepOnly(names: ReadonlySet<string>): void {
    for (const name of this.#failures.keys()) if (!names.has(name)) this.succeed(name);
  }
}
