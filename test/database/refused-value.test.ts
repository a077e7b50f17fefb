/** What PostgreSQL refuses in a value is the fault of whoever passed it, and told without it; what it refuses in a statement is ours. */
import { hash } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { sql, withTransaction } from '../../src/database/index.js';
import { RefusedValue } from '../../src/values/index.js';
import { createTestDatabase, type TestDatabase } from '../setup/test-database.js';

/** Nothing makes it shorter. */
const LONG = Array.from({ length: 140 }, (_, at) => hash('sha256', String(at))).join('');

describe('a value that PostgreSQL refuses', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase({ isMigrated: false });
    await database.pool.query('CREATE TABLE note (id int, text text); CREATE INDEX ON note (text)');
  });

  afterAll(() => database.drop());

  it.each([
    ['a NUL', 'SELECT $1::text AS value', 'a\0b', '22021'],
    ['a NUL in JSON', 'SELECT $1::jsonb AS value', '{"a":"\\u0000"}', '22P05'],
    ['half of a surrogate pair in JSON', 'SELECT $1::jsonb AS value', '{"a":"\\ud800"}', '22P02'],
    ['no UUID', 'SELECT $1::uuid AS value', 'x', '22P02'],
    ['a number out of range', 'SELECT $1::bigint AS value', '9223372036854775808', '22003'],
    ['a day of no calendar', 'SELECT $1::date AS value', '2026-02-30', '22008'],
    ['a year 0', 'SELECT $1::timestamptz AS value', '0000-01-01T00:00:00Z', '22008'],
    ['no time at all', 'SELECT $1::timestamptz AS value', 'soon', '22007'],
    ['a pattern that ends in its escape', `SELECT 'a' LIKE $1 AS value`, '%\\', '22025'],
    ['a text too long for an index', 'INSERT INTO note VALUES (1, $1)', LONG, '54000'],
  ])('is refused as such and not repeated: %s', async (what, text, value, sqlState) => {
    const statement = sql(`test.refuse-${what.replaceAll(' ', '-')}`, text);

    const error: unknown = await statement.all(database.pool, [value]).catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(RefusedValue);
    expect(error).toMatchObject({ code: 'BAD_USER_INPUT', retryable: false, cause: { code: sqlState } });
    expect((error as Error).message).not.toContain(value);
  });

  it('is refused as such by whatever a transaction does with it', async () => {
    const work = withTransaction(database.pool, (client) => client.query('SELECT $1::text', ['\0']));

    await expect(work).rejects.toBeInstanceOf(RefusedValue);
  });

  it.each([
    ['a division by zero', 'SELECT 1 / $1::int AS value', [0], '22012'],
    ['a table that there is not', 'SELECT $1::int AS value FROM nothing', [1], '42P01'],
    ['a text of the statement itself', `SELECT 'x'::uuid AS value`, [], '22P02'],
  ])('is not what is wrong with %s', async (what, text, values, code) => {
    const statement = sql(`test.fail-${what.replaceAll(' ', '-')}`, text);

    const error: unknown = await statement.all(database.pool, values).catch((thrown: unknown) => thrown);

    expect(error).not.toBeInstanceOf(RefusedValue);
    expect(error).toMatchObject({ code });
  });
});
