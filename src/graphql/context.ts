/** What every resolver is handed besides its arguments: who asks, and a place for this request's loaders. */
import DataLoader from 'dataloader';
import { readFor } from '../values/index.js';
import { scopeOf, type Caller, type InScope, type Scope } from '../access/index.js';

export interface HubContext {
  readonly caller: Caller;
  /** Correlates the answer, the logs and the access log. */
  readonly requestId: string;
  /** Of a query: aborted once nobody waits for its answer. */
  readonly reader?: AbortSignal;
  /** Of a subscription that joins a shared stream: replay up to this position of the log, then end. */
  readonly replayUpTo?: bigint;
  /** Of a field that counts the items of a list itself: those that could not be read, by name, and why. Of such an item nothing but
   *  its name is given. */
  readonly refusedItems?: ReadonlyMap<unknown, string>;
}

/** What a loader gives for a key: rows that the caller may see. */
export type Loaded = InScope<object> | readonly InScope<object>[] | null;

/** Declares a loader that each request gets one of: keys asked for in one tick go to `batch` together, with the scope of whoever asks.
 *  `batch` answers in the order of its keys; at most `maxBatchSize` of them, default 1,000. */
export function defineLoader<K, V extends Loaded>(
  batch: (keys: readonly K[], scope: Scope, context: HubContext) => Promise<readonly (V | Error)[]>,
  options: { readonly maxBatchSize?: number; readonly cacheKey?: (key: K) => unknown } = {},
): (context: HubContext) => DataLoader<K, V, unknown> {
  const loaders = new WeakMap<HubContext, DataLoader<K, V, unknown>>();
  return (context) => {
    let loader = loaders.get(context);
    if (!loader) {
      loader = new DataLoader<K, V, unknown>(
        (keys) => readFor(context.reader, () => batch(keys, scopeOf(context.caller), context)),
        {
          maxBatchSize: options.maxBatchSize ?? 1000,
          ...(options.cacheKey ? { cacheKeyFn: options.cacheKey } : {}),
        },
      );
      loaders.set(context, loader);
    }
    return loader;
  };
}

/** Puts rows that came back, several for a key, into the order of the keys. */
export function groupedBy<K, R>(keys: readonly K[], rows: readonly R[], keyOf: (row: R) => K): R[][] {
  const groups = new Map<K, R[]>(keys.map((key) => [key, []]));
  for (const row of rows) groups.get(keyOf(row))?.push(row);
  return keys.map((key) => groups.get(key) ?? []);
}

/** Puts rows that came back in any order into the order of the keys that were asked for. */
export function inOrderOf<K, R>(keys: readonly K[], rows: readonly R[], keyOf: (row: R) => K): (R | null)[] {
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  return keys.map((key) => byKey.get(key) ?? null);
}
