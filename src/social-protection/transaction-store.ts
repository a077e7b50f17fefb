/** What the use cases here are given of the database: something to query, and a way to do several things or none. */
import { withTransaction, type Queryable } from '../database/index.js';

export type Db = Queryable;

/** Runs the work in one transaction, again when PostgreSQL asks for that; so the work does nothing else. */
export type Transact = <Result>(work: (db: Db) => Promise<Result>) => Promise<Result>;

export function transactionsOf(pool: Parameters<typeof withTransaction>[0]): Transact {
  return (work) => withTransaction(pool, work);
}
