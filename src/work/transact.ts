/** How use cases reach the database: one transaction each, and after its commit the readers of events and the adapters are
 *  woken, never before. */
import type pg from 'pg';
import { withTransaction, type Queryable } from '../database/index.js';
import type { WorkItem } from './work-signal.js';

export type Db = Queryable;

/** Work that waits for adapters once the transaction has committed. */
export interface Waking {
  readonly items: WorkItem[];
}

export type Transact = <Result>(work: (db: Db, waking: Waking) => Promise<Result>) => Promise<Result>;

/** @param wake called after each commit, with the work that is new */
export function createTransact(pool: pg.Pool, wake: (items: readonly WorkItem[]) => void): Transact {
  return async (work) => {
    let waking: Waking = { items: [] };
    const result = await withTransaction(pool, (client) => {
      waking = { items: [] };
      return work(client, waking);
    });
    wake(waking.items);
    return result;
  };
}
