/** How use cases reach the database: one transaction each, and after its commit the readers of events and the adapters are
 *  woken, never before. */
import type pg from 'pg';
import { isConflict, withTransaction, type Queryable, type TransactionOptions } from '../database/index.js';
import type { WorkItem } from './work-signal.js';

export type Db = Queryable;

/** Work that waits for adapters once the transaction has committed. */
export interface Waking {
  readonly items: WorkItem[];
}

export type Transact = <Result>(
  work: (db: Db, waking: Waking) => Promise<Result>,
  options?: Pick<TransactionOptions, 'goesByKeys'>,
) => Promise<Result>;

/** For `transact`: the work finds all its rows by keys. Claims and reports do, whose tables are empty when they begin. */
export const BY_KEYS = { goesByKeys: true } as const;

/** @param wake called after each commit, with the work that is new */
export function createTransact(pool: pg.Pool, wake: (items: readonly WorkItem[]) => void): Transact {
  return async (work, options) => {
    let waking: Waking = { items: [] };
    const result = await withTransaction(
      pool,
      (client) => {
        waking = { items: [] };
        return work(client, waking);
      },
      options,
    );
    wake(waking.items);
    return result;
  };
}

/** `transact` for work that is a part of a larger transaction: what fails is undone by itself, and what others are woken for
 *  waits for the commit of the whole. A conflict undoes the whole, which is then tried again. */
export function transactWithin(db: Db, waking: Waking): Transact {
  return async (work) => {
    const wokenBefore = waking.items.length;
    await db.query('SAVEPOINT part');
    try {
      const result = await work(db, waking);
      await db.query('RELEASE SAVEPOINT part');
      return result;
    } catch (error) {
      waking.items.length = wokenBefore;
      if (!isConflict(error)) await db.query('ROLLBACK TO SAVEPOINT part');
      throw error;
    }
  };
}
