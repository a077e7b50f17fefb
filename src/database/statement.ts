/** Named prepared statements: PostgreSQL parses and plans each once a connection, and metrics can name it. */
import type { Queryable } from './pool.js';

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

/** Declares a statement once, at the top of a store.
 *  @param name unique in the process, `domain.verb-noun`, at most 63 characters
 *  @param text SQL with `$1`, `$2`, … */
export function sql<Row = Record<string, unknown>>(name: string, text: string): Statement<Row> {
  const query = async (
    db: Queryable,
    values: readonly unknown[],
  ): Promise<{ rows: Row[]; rowCount: number | null }> =>
    db.query<Row & Record<string, unknown>>({ name, text, values: [...values] });
  return {
    name,
    text,
    all: async (db, values = []) => (await query(db, values)).rows,
    first: async (db, values = []) => (await query(db, values)).rows[0],
    run: async (db, values = []) => (await query(db, values)).rowCount ?? 0,
  };
}
