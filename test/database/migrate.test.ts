/** Migrations: whole or not at all, once, whoever else starts at the same moment. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { listPendingMigrations, migrate } from '../../src/database/index.js';
import { createTestDatabase, type TestDatabase } from '../setup/test-database.js';

describe('migrate', () => {
  let database: TestDatabase;
  let migrationsFolder: string;

  beforeEach(async () => {
    database = await createTestDatabase({ isMigrated: false });
    migrationsFolder = mkdtempSync(join(tmpdir(), 'migrations-'));
  });

  afterEach(async () => {
    await database.drop();
    rmSync(migrationsFolder, { recursive: true });
  });

  const writeMigration = (name: string, script: string): void => {
    mkdirSync(join(migrationsFolder, name), { recursive: true });
    writeFileSync(join(migrationsFolder, name, 'migration.sql'), script);
  };

  const rowsOf = async (table: string): Promise<number> => {
    const { rows } = await database.pool.query<{ count: number }>(`SELECT count(*)::int FROM ${table}`);
    return rows[0]?.count ?? -1;
  };

  it('brings an empty database to the newest of the project’s migrations', async () => {
    const applied = await migrate(database.url);

    expect(applied.length).toBeGreaterThan(0);
    expect(await listPendingMigrations(database.url)).toEqual([]);
  });

  it('applies what is missing in order, and nothing the second time', async () => {
    writeMigration('20260101000000_create_parcel', 'CREATE TABLE parcel (id int);');
    writeMigration('20260102000000_fill_parcel', 'INSERT INTO parcel VALUES (1);');

    expect(await migrate(database.url, { migrationsFolder })).toEqual([
      '20260101000000_create_parcel',
      '20260102000000_fill_parcel',
    ]);
    expect(await migrate(database.url, { migrationsFolder })).toEqual([]);
    expect(await rowsOf('parcel')).toBe(1);
  });

  it('leaves function bodies with semicolons whole', async () => {
    writeMigration(
      '20260101000000_create_answer',
      'CREATE FUNCTION answer() RETURNS int LANGUAGE plpgsql AS $$ BEGIN PERFORM 1; RETURN 42; END $$;',
    );

    await migrate(database.url, { migrationsFolder });

    const { rows } = await database.pool.query<{ answer: number }>('SELECT answer()');
    expect(rows[0]?.answer).toBe(42);
  });

  it('keeps nothing of a migration that fails, names it, and applies it once it is mended', async () => {
    writeMigration(
      '20260101000000_create_parcel',
      'CREATE TABLE parcel (id int);\nINSERT INTO parcle VALUES (1);',
    );

    await expect(migrate(database.url, { migrationsFolder })).rejects.toThrow(
      'Migration 20260101000000_create_parcel failed at line 2, nothing of it was kept: relation "parcle" does not exist',
    );

    writeMigration(
      '20260101000000_create_parcel',
      'CREATE TABLE parcel (id int);\nINSERT INTO parcel VALUES (1);',
    );
    await migrate(database.url, { migrationsFolder });
    expect(await rowsOf('parcel')).toBe(1);
  });

  it('takes up a migration whose process was killed before it committed', async () => {
    writeMigration('20260101000000_create_parcel', 'CREATE TABLE parcel (id int);');
    await migrate(database.url, { migrationsFolder });
    await database.pool.query('DROP TABLE parcel; UPDATE _prisma_migrations SET finished_at = NULL');

    expect(await migrate(database.url, { migrationsFolder })).toEqual(['20260101000000_create_parcel']);
    expect(await rowsOf('parcel')).toBe(0);
  });

  it('refuses a database whose applied migration was edited since', async () => {
    writeMigration('20260101000000_create_parcel', 'CREATE TABLE parcel (id int);');
    await migrate(database.url, { migrationsFolder });
    writeMigration('20260101000000_create_parcel', 'CREATE TABLE parcel (id bigint);');

    await expect(migrate(database.url, { migrationsFolder })).rejects.toThrow(
      'was edited after it was applied',
    );
  });

  it('is done once when several hubs start together', async () => {
    writeMigration(
      '20260101000000_create_parcel',
      'CREATE TABLE parcel (id int);\nINSERT INTO parcel VALUES (1);',
    );

    const results = await Promise.all([1, 2, 3].map(() => migrate(database.url, { migrationsFolder })));

    expect(results.flat()).toEqual(['20260101000000_create_parcel']);
    expect(await rowsOf('parcel')).toBe(1);
  });
});
