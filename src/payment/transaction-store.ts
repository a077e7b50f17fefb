/** How the use cases of this domain reach the database: one transaction each, and after its commit the readers of events
 *  and the adapters are woken, never before. */
import type pg from 'pg';
import { withTransaction, type Queryable } from '../database/index.js';

export type Db = Queryable;

/** Work that waits for adapters of these institutions once the transaction has committed. */
export interface Waking {
  readonly institutions: Set<string>;
}

export type Transact = <Result>(work: (db: Db, waking: Waking) => Promise<Result>) => Promise<Result>;

/** @param wake called after each commit, with the institutions that have new payments to work on */
export function createTransact(pool: pg.Pool, wake: (institutions: readonly string[]) => void): Transact {
  return async (work) => {
    let waking: Waking = { institutions: new Set() };
    const result = await withTransaction(pool, (client) => {
      waking = { institutions: new Set() };
      return work(client, waking);
    });
    wake([...waking.institutions]);
    return result;
  };
}
