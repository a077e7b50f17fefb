/** A database that only counts, for backups: what it holds is told by one number, and each step is in two tables or in none. */
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type pg from 'pg';

import {
  type EmbeddedPostgres,
  type LogPlace,
  openPool,
  type Queryable,
  removeEmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../src/database/index.js';

/** No test of these waits for a disk. */
export const isDurable = false;

export const onProgress = (): void => undefined;

/** A folder that PostgreSQL's account may enter, with a space in its name. */
export function makeParent(): string {
  const parent = mkdtempSync(join(tmpdir(), 'backup '));
  chmodSync(parent, 0o755);
  return parent;
}

/** @param parent whose folders are data folders: clusters may lie elsewhere, where root's PostgreSQL cannot enter */
export async function removeParent(parent: string): Promise<void> {
  for (const name of readdirSync(parent)) await removeEmbeddedPostgres(join(parent, name));
  rmSync(parent, { recursive: true });
}

/** Its log is what was counted. */
export async function readLog(db: Queryable): Promise<LogPlace> {
  const { rows } = await db.query<{ count: string }>('SELECT count(*)::text AS count FROM counted');
  return { id: 'counted', position: BigInt(rows[0]?.count ?? 0) };
}

export async function countIn(dataDir: string): Promise<number> {
  const server = await startEmbeddedPostgres({ dataDir, isDurable });
  const pool = openPool({ url: server.url });
  try {
    return Number((await readLog(pool)).position);
  } finally {
    await pool.end();
    await server.stop();
  }
}

export interface CountedDatabase {
  readonly server: EmbeddedPostgres;
  readonly pool: pg.Pool;
  stop(): Promise<void>;
}

export async function makeDatabase(dataDir: string, counted: number): Promise<CountedDatabase> {
  mkdirSync(dataDir, { recursive: true });
  const server = await startEmbeddedPostgres({ dataDir, isDurable });
  const pool = openPool({ url: server.url });
  await pool.query('CREATE TABLE counted AS SELECT n FROM generate_series(1, $1::int) AS n', [counted]);
  await pool.query('CREATE TABLE told AS SELECT n FROM counted');
  const stop = async (): Promise<void> => {
    await pool.end();
    await server.stop();
  };
  return { server, pool, stop };
}
