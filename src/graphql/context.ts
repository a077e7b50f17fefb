/** What every resolver is handed besides its arguments: who asks, and a place for this request's loaders. */
import DataLoader from 'dataloader';
import type { Caller } from '../access/index.js';

export interface HubContext {
  readonly caller: Caller;
  /** Correlates the answer, the logs and the access log. */
  readonly requestId: string;
  /** Of a subscription that joins a shared stream: replay up to this position of the log, then end. */
  readonly replayUpTo?: bigint;
  /** Of a field that counts the items of a list itself: those that could not be read, by name, and why. Of such an item nothing but
   *  its name is given. */
  readonly refusedItems?: ReadonlyMap<unknown, string>;
}

/** Declares a loader that each request gets one of: keys asked for in one tick go to `batch` together.
 *  `batch` answers in the order of its keys; at most `maxBatchSize` of them, default 1,000. */
export function defineLoader<K, V>(
  batch: (keys: readonly K[], context: HubContext) => Promise<readonly (V | Error)[]>,
  options: { readonly maxBatchSize?: number; readonly cacheKey?: (key: K) => unknown } = {},
): (context: HubContext) => DataLoader<K, V, unknown> {
  const loaders = new WeakMap<HubContext, DataLoader<K, V, unknown>>();
  return (context) => {
    let loader = loaders.get(context);
    if (!loader) {
      loader = new DataLoader<K, V, unknown>((keys) => batch(keys, context), {
        maxBatchSize: options.maxBatchSize ?? 1000,
        ...(options.cacheKey ? { cacheKeyFn: options.cacheKey } : {}),
      });
      loaders.set(context, loader);
    }
    return loader;
  };
}

/** Puts rows that came back in any order into the order of the keys that were asked for. */
export function inOrderOf<K, R>(keys: readonly K[], rows: readonly R[], keyOf: (row: R) => K): (R | null)[] {
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  return keys.map((key) => byKey.get(key) ?? null);
}
