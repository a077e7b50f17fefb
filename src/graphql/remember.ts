/** Reference data that every answer names (units, programmes, institutions), kept in the process for a minute: a page of fifty then
 *  asks PostgreSQL for none of it, and whatever is known already is at hand without a promise. Never for what a caller's scope bounds. */

/** The value at once where it is known, else as soon as it is read; null where there is none. What is missing is asked for again. */
export type Remembered<V> = (key: string) => V | null | Promise<V | null>;

export interface RememberOptions {
  /** Milliseconds that a value counts; default 60 000. */
  readonly maxAgeMs?: number;
  /** Values kept, the oldest leave first; default 20 000. */
  readonly valuesMax?: number;
  /** Monotonic milliseconds. */
  readonly now?: () => number;
}

/** @param load one statement for however many keys; what was asked for in one tick comes together */
export function remember<V>(
  load: (keys: readonly string[]) => Promise<Iterable<readonly [key: string, value: V]>>,
  { maxAgeMs = 60_000, valuesMax = 20_000, now = () => performance.now() }: RememberOptions = {},
): Remembered<V> {
  const kept = new Map<string, { readonly value: V; readonly until: number }>();
  let batch: { readonly keys: Set<string>; readonly loaded: Promise<ReadonlyMap<string, V>> } | undefined;

  async function loadBatch(keys: ReadonlySet<string>): Promise<ReadonlyMap<string, V>> {
    // Resolvers that wait for promises of this very tick still come in, as with a data loader.
    await new Promise<void>((resolve) => process.nextTick(resolve));
    batch = undefined;
    const found = new Map(await load([...keys]));
    const until = now() + maxAgeMs;
    for (const [key, value] of found) {
      kept.delete(key);
      kept.set(key, { value, until });
    }
    for (const oldest of kept.keys()) {
      if (kept.size <= valuesMax) break;
      kept.delete(oldest);
    }
    return found;
  }

  return (key) => {
    const known = kept.get(key);
    if (known !== undefined && now() < known.until) return known.value;
    if (batch === undefined) {
      const keys = new Set<string>();
      batch = { keys, loaded: loadBatch(keys) };
    }
    batch.keys.add(key);
    return batch.loaded.then((found) => found.get(key) ?? null);
  };
}
