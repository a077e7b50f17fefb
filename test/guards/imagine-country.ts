/** Lets the planner believe that the small country is the whole one: a page of fifty among twelve thousand people is rightly read
 *  from end to end, among a million it must not be. Plans are made from what PostgreSQL has counted, so the counts are raised. */
import type pg from 'pg';

/** Rows, as seeded, above which a table counts as one that grows with the country. */
const LARGE_ROWS = 5_000;
const TIMES = 100;
/** The map: as large as it will be, and read whole where a whole level of it is asked for. */
const MAP = ['social_protection.administrative_unit', 'social_protection.area_closure', 'report.unit_above'];

export interface Country {
  /** Tables that grow with the country, as `schema.table`. */
  readonly large: ReadonlySet<string>;
  /** Indexes over a part of a table, the open work for instance: reading one whole reads that part. */
  readonly partial: ReadonlySet<string>;
}

/** Call it when everything has been played: the next ANALYZE undoes it. */
export async function imagineCountry(pool: pg.Pool): Promise<Country> {
  await pool.query('ANALYZE');
  const large = await pool.query<{ name: string }>(
    `UPDATE pg_class c SET reltuples = c.reltuples * ${TIMES} FROM pg_namespace n
     WHERE n.oid = c.relnamespace AND c.relkind = 'r' AND c.reltuples >= ${LARGE_ROWS}
       AND n.nspname !~ '^(pg_|information_schema)' AND n.nspname || '.' || c.relname <> ALL ($1)
     RETURNING n.nspname || '.' || c.relname AS name`,
    [MAP],
  );
  const names = large.rows.map(({ name }) => name);
  await pool.query(
    `UPDATE pg_class c SET reltuples = c.reltuples * ${TIMES} FROM pg_index i
     WHERE i.indexrelid = c.oid AND i.indrelid = ANY ($1::regclass[]) AND i.indpred IS NULL`,
    [names],
  );
  const partial = await pool.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indpred IS NOT NULL`,
  );
  return { large: new Set(names), partial: new Set(partial.rows.map(({ name }) => name)) };
}
