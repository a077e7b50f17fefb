/** Brings a database to the newest migration. Nothing is loaded when nothing is to do, which is every start but one. */
import pg from 'pg';

import { checksumOf, defaultMigrationsFolder, type Migration, readMigrations } from './migration-file.js';

export interface MigrateOptions {
  /** Default: the project's `prisma/migrations`. */
  readonly migrationsFolder?: string;
}

/** Only one process migrates a database at a time; the number is arbitrary but must never change. */
const migrationLock = 7_205_776_001;

/** Applies what is missing and returns the names, oldest first. Needs no internet. Safe to repeat, also from several
 *  hubs at once: the others wait and then find nothing to do. Writes the ordinary `_prisma_migrations` table, so that
 *  `prisma migrate deploy` agrees with it.
 *  @throws Error when an applied migration was edited or one fails: the message names it; nothing of that one is kept */
export async function migrate(url: string, options: MigrateOptions = {}): Promise<readonly string[]> {
  const folder = options.migrationsFolder ?? defaultMigrationsFolder();
  const migrations = readMigrations(folder);
  const client = new pg.Client({ connectionString: url, application_name: 'ansinh-hub migrate' });
  await client.connect();
  try {
    if ((await findPending(client, migrations)).length === 0) return [];
    await client.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    const pending = await findPending(client, migrations);
    if (pending.length === 0) return [];
    await forgetFailures(client);
    const { applyMigrations } = await import('./schema-engine.js');
    return await applyMigrations(url, folder, migrations);
  } finally {
    // Ending the session frees the lock.
    await client.end();
  }
}

/** The names that `migrate` would apply, oldest first. Changes nothing. */
export async function listPendingMigrations(
  url: string,
  options: MigrateOptions = {},
): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'ansinh-hub migrate' });
  await client.connect();
  try {
    const pending = await findPending(
      client,
      readMigrations(options.migrationsFolder ?? defaultMigrationsFolder()),
    );
    return pending.map((migration) => migration.name);
  } finally {
    await client.end();
  }
}

interface AppliedRow {
  readonly migration_name: string;
  readonly checksum: string;
}

async function findPending(
  client: pg.Client,
  migrations: readonly Migration[],
): Promise<readonly Migration[]> {
  const applied = await readApplied(client);
  return migrations.filter(({ name, script }) => {
    const row = applied.get(name);
    if (row === undefined) return true;
    if (row.checksum !== checksumOf(script)) {
      throw new Error(
        `Migration ${name} was edited after it was applied here. Restore the file and add a new migration; a demo starts anew with: npm start -- --fresh`,
      );
    }
    return false;
  });
}

async function readApplied(client: pg.Client): Promise<Map<string, AppliedRow>> {
  if (!(await hasTable(client))) return new Map();
  const { rows } = await client.query<AppliedRow>(
    `SELECT migration_name, checksum FROM public._prisma_migrations
      WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`,
  );
  return new Map(rows.map((row) => [row.migration_name, row]));
}

/** A script and its mark are one transaction, so one without the mark left nothing behind and may run again. */
async function forgetFailures(client: pg.Client): Promise<void> {
  if (!(await hasTable(client))) return;
  await client.query(
    `UPDATE public._prisma_migrations SET rolled_back_at = now() WHERE finished_at IS NULL AND rolled_back_at IS NULL`,
  );
}

async function hasTable(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ exists: boolean }>(
    `SELECT to_regclass('public._prisma_migrations') IS NOT NULL AS exists`,
  );
  return rows[0]?.exists === true;
}
