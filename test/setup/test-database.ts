/** A migrated database of a test file's own, copied from the run's template in a few tens of milliseconds. */
import { randomBytes } from 'node:crypto';

import pg from 'pg';

import { openPool } from '../../src/database/index.js';
import { currentTestRun } from './test-run.js';

export interface TestDatabase {
  readonly url: string;
  readonly pool: pg.Pool;
  /** Ends the pool and deletes the database, whoever is still connected. */
  drop(): Promise<void>;
}

/** Call it in `beforeAll`, and `drop` in `afterAll`.
 *  @param isMigrated false gives an empty database. Default true */
export async function createTestDatabase(
  options: { readonly isMigrated?: boolean } = {},
): Promise<TestDatabase> {
  const run = currentTestRun();
  const isMigrated = options.isMigrated ?? true;
  if (isMigrated && run.migrationFailure !== undefined) throw new Error(run.migrationFailure);
  const name = `test_${randomBytes(8).toString('hex')}`;
  const template = isMigrated ? run.template : 'template0';
  await administer(run.adminUrl, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  const url = new URL(run.adminUrl);
  url.pathname = `/${name}`;
  const pool = openPool({ url: url.href, applicationName: name });
  return {
    url: url.href,
    pool,
    drop: async () => {
      await pool.end();
      await administer(run.adminUrl, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

async function administer(adminUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
