/** Named prepared statements: PostgreSQL parses and plans each once a connection, and metrics can name it. */
import pg from 'pg';
import { currentReader } from '../values/index.js';
import type { Queryable } from './pool.js';
import { PreparedQuery, type Outcome } from './prepared-query.js';
import { asRefusedValue } from './refused-value.js';
import { isPlainRead, readQueueOf, type ReadQueue } from './read-queue.js';

export interface Statement<Row> {
  readonly name: string;
  readonly text: string;
  /** Every row. */
  all(db: Queryable, values?: readonly unknown[]): Promise<Row[]>;
  /** The first row, if any. */
  first(db: Queryable, values?: readonly unknown[]): Promise<Row | undefined>;
  /** How many rows it changed. */
  run(db: Queryable, values?: readonly unknown[]): Promise<number>;
}

export interface StatementOptions {
  /** `ONCE` for a look-up by keys through an index, whose best plan is the same for all values and takes longer to find than to run: outside
   *  transactions PostgreSQL then plans it once a connection. Default `BY_VALUES`: PostgreSQL decides. */
  readonly plan?: 'ONCE' | 'BY_VALUES';
}

/** Declares a statement once, at the top of a store.
 *  @param name unique in the process, `domain.verb-noun`, at most 63 characters
 *  @param text SQL with `$1`, `$2`, … */
export function sql<Row = Record<string, unknown>>(
  name: string,
  text: string,
  { plan = 'BY_VALUES' }: StatementOptions = {},
): Statement<Row> {
  const isRead = isPlainRead(text);
  const query = (db: Queryable, values: readonly unknown[]) =>
    run(
      db,
      new PreparedQuery<Row>(name, text, values, plan === 'ONCE' && db instanceof pg.Pool),
      isRead ? readQueueOf(db) : undefined,
    );
  return {
    name,
    text,
    all: async (db, values = []) => (await query(db, values)).rows,
    first: async (db, values = []) => (await query(db, values)).rows[0],
    run: async (db, values = []) => (await query(db, values)).rowCount ?? 0,
  };
}

async function run<Row>(
  db: Queryable,
  query: PreparedQuery<Row>,
  reads: ReadQueue | undefined,
): Promise<Outcome<Row>> {
  try {
    return await new Promise<Outcome<Row>>((resolve, reject) => {
      const settle = (error: Error | null, outcome?: Outcome<Row>): void => {
        if (outcome === undefined) reject(error ?? new Error('A statement ended without an outcome.'));
        else resolve(outcome);
      };
      if (reads !== undefined) {
        query.callback = settle;
        query.reader = currentReader();
        reads.ask(query as PreparedQuery<unknown>);
        return;
      }
      // A pool and a client call back; what wraps one may hand on its promise instead.
      const ask = db.query as unknown as (query: PreparedQuery<Row>, settle: unknown) => unknown;
      const answer = ask.call(db, query, settle);
      if (answer instanceof Promise)
        answer.then((outcome) => outcome !== query && resolve(outcome as never), reject);
    });
  } catch (error) {
    // From here the trace leads to whoever asked; it led to the socket.
    if (error instanceof Error) Error.captureStackTrace(error);
    // A statement without values has nothing in it that a caller could have passed.
    throw query.values.length === 0 ? error : asRefusedValue(error);
  }
}
