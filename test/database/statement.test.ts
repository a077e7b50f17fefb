/** Statements and types: what a store writes is what PostgreSQL gets, and money comes back whole. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { sql } from '../../src/database/index.js';
import { countStatements } from '../setup/count-statements.js';
import { createTestDatabase, type TestDatabase } from '../setup/test-database.js';

describe('a statement', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase({ isMigrated: false });
  });

  afterAll(() => database.drop());

  it('is prepared once a connection under its name', async () => {
    const addOne = sql<{ sum: number }>('test.add-one', 'SELECT $1::int + 1 AS sum');
    const client = await database.pool.connect();

    await addOne.all(client, [1]);
    const row = await addOne.first(client, [41]);
    const { rows } = await client.query('SELECT name FROM pg_prepared_statements');
    client.release();

    expect(row).toEqual({ sum: 42 });
    expect(rows).toEqual([{ name: 'test.add-one' }]);
  });

  it('says how many rows it changed, and gives undefined for no row', async () => {
    await database.pool.query('CREATE TABLE parcel AS SELECT generate_series(1, 3) AS id');
    const drop = sql('test.drop-parcels', 'DELETE FROM parcel WHERE id >= $1');
    const find = sql('test.find-parcel', 'SELECT id FROM parcel WHERE id = $1');

    expect(await drop.run(database.pool, [2])).toBe(2);
    expect(await find.first(database.pool, [2])).toBeUndefined();
  });

  it('reads money as bigint, calendar dates as text, instants as Date, and their arrays alike', async () => {
    const { rows } = await database.pool.query(
      `SELECT 9007199254740993::int8 AS money, '{1,NULL,9007199254740993}'::int8[] AS sums, date '2026-01-31' AS day,
              '{2026-01-31}'::date[] AS days, '{}'::int8[] AS none, timestamptz '2026-01-31 07:00+07' AS instant,
              0.1::numeric AS ratio`,
    );

    expect(rows[0]).toEqual({
      money: 9007199254740993n,
      sums: [1n, null, 9007199254740993n],
      day: '2026-01-31',
      days: ['2026-01-31'],
      none: [],
      instant: new Date('2026-01-31T00:00:00Z'),
      ratio: '0.1',
    });
  });

  it('takes money as bigint, alone and in lists', async () => {
    const total = sql<{ total: bigint }>(
      'test.total',
      'SELECT ($1::int8 + sum(x))::int8 AS total FROM unnest($2::int8[]) AS x',
    );

    expect(await total.first(database.pool, [9007199254740993n, [1n, 2n]])).toEqual({
      total: 9007199254740996n,
    });
  });

  it('is counted by the tests that hold an operation to a number of them', async () => {
    const one = sql('test.one', 'SELECT 1');

    const texts = await countStatements(async () => {
      await one.all(database.pool);
      await one.all(database.pool);
    });

    expect(texts).toEqual(['SELECT 1', 'SELECT 1']);
  });
});
