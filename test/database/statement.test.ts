/** Statements and types: what a store writes is what PostgreSQL gets, and money comes back whole. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { openPool, sql, withTransaction } from '../../src/database/index.js';
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
    const { rows } = await client.query(`SELECT name FROM pg_prepared_statements WHERE name LIKE 'test.%'`);
    client.release();

    expect(row).toEqual({ sum: 42 });
    expect(rows).toEqual([{ name: 'test.add-one' }]);
  });

  it('is planned once where told so, and nothing after it is', async () => {
    await database.pool.query(
      `CREATE TABLE payee AS SELECT id, id % 7 AS kind FROM generate_series(1, 20000) AS id`,
    );
    await database.pool.query('CREATE UNIQUE INDEX ON payee (id); ANALYZE payee');
    const text = 'SELECT id FROM payee WHERE id = ANY ($1::int[])';
    const once = sql<{ id: number }>('test.payees-once', text, { plan: 'ONCE' });
    const byValues = sql<{ id: number }>('test.payees-by-values', text);
    const one = openPool({ url: database.url, connectionsMax: 1 });

    for (let run = 0; run < 8; run += 1) {
      expect(await once.all(one, [[run + 1, 3]])).toHaveLength(run === 2 ? 1 : 2);
      expect(await byValues.all(one, [[run + 1]])).toEqual([{ id: run + 1 }]);
    }
    const { rows } = await one.query(
      `SELECT name, generic_plans::int AS kept, custom_plans::int AS anew FROM pg_prepared_statements WHERE name LIKE 'test.%' ORDER BY name`,
    );
    await one.end();

    expect(rows).toEqual([
      { name: 'test.payees-by-values', kept: 0, anew: 8 },
      { name: 'test.payees-once', kept: 8, anew: 0 },
    ]);
  });

  it('that is planned once fails and goes on like any other, and changes no transaction', async () => {
    const half = sql<{ half: number }>('test.half', 'SELECT 10 / $1::int AS half', { plan: 'ONCE' });
    const one = openPool({ url: database.url, connectionsMax: 1 });

    await expect(half.all(one, [0])).rejects.toThrow('division by zero');
    expect(await half.all(one, [2])).toEqual([{ half: 5 }]);
    const mode = await withTransaction(one, async (client) => {
      await half.all(client, [1]);
      return (await client.query<{ plan_cache_mode: string }>('SHOW plan_cache_mode')).rows[0]
        ?.plan_cache_mode;
    });
    await one.end();

    expect(mode).toBe('auto');
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

  it('reads each column as a query without a name would, in every run', async () => {
    const text = `SELECT 12::int8 AS money, date '2026-01-31' AS day, 0.1::numeric AS ratio, true AS is_paid, 7::int AS many, 1.5::float8 AS share,
      '{a,NULL,"b c"}'::text[] AS words, '{1,NULL}'::int8[] AS sums, '{"a": [1]}'::jsonb AS data, NULL::timestamptz AS never,
      '018f3c1e-0000-7000-8000-000000000001'::uuid AS id, array['2026-01-31 07:00+07'::timestamptz] AS instants, 'x' AS "__proto__"`;
    const everything = sql('test.every-type', text);
    const client = await database.pool.connect();

    const { rows: plain } = await client.query(text);
    const first = await everything.first(client);
    const second = await everything.first(client);
    client.release();

    expect(Object.entries(first ?? {})).toEqual(Object.entries(plain[0] as object));
    expect(second).toEqual(first);
  });

  it('is described once a connection, whatever the number of runs', async () => {
    const double = sql<{ twice: number }>('test.double', 'SELECT $1::int * 2 AS twice');
    const client = await database.pool.connect();
    const { connection } = client as unknown as { connection: { describe: (what: object) => void } };
    const describeColumns = connection.describe.bind(connection);
    let descriptions = 0;
    connection.describe = (what) => {
      descriptions += 1;
      describeColumns(what);
    };

    for (const number of [1, 2, 3])
      expect(await double.first(client, [number])).toEqual({ twice: number * 2 });
    connection.describe = describeColumns;
    client.release();

    expect(descriptions).toBe(1);
  });

  it('reads instants of every form', async () => {
    const texts = [
      ...[
        '2026-11-22 14:54:42.123456+00',
        '2026-02-28 23:59:59.999999+00',
        '0099-01-01 00:00:00+00',
        '12026-01-01 00:00+00',
      ],
      ...[
        '2026-01-01 00:00:00.5+00',
        '2026-01-01 00:00:00.05+00',
        'infinity',
        '-infinity',
        '0044-03-15 12:00:00+00 BC',
      ],
    ];
    const instant = sql<{ at: unknown }>('test.instant', 'SELECT $1::timestamptz AS at');
    const client = await database.pool.connect();
    for (const zone of ['UTC', 'Asia/Ho_Chi_Minh', 'America/St_Johns']) {
      await client.query(`SET TIME ZONE '${zone}'`);
      for (const text of texts) {
        const { rows } = await client.query<{ ms: string }>(
          `SELECT CASE WHEN isfinite($1::timestamptz) THEN trunc(extract(epoch FROM $1::timestamptz) * 1000)::text ELSE ($1::timestamptz)::text END AS ms`,
          [text],
        );
        const read = (await instant.first(client, [text]))?.at;
        const expected =
          { infinity: Infinity, '-infinity': -Infinity }[rows[0]?.ms ?? ''] ?? Number(rows[0]?.ms);
        expect([zone, text, Number(read)]).toEqual([zone, text, expected]);
      }
    }
    await client.query('RESET TIME ZONE');
    client.release();
  });

  it('fails by itself: the connection goes on, and the trace leads to whoever asked', async () => {
    const divide = sql<{ ratio: number }>('test.divide', 'SELECT 1 / $1::int AS ratio');
    const client = await database.pool.connect();

    const failed: unknown = await divide.first(client, [0]).catch((error: unknown) => error);
    const broken: unknown = await divide
      .first(client, [
        {
          toPostgres: () => {
            throw new Error('no value');
          },
        },
      ])
      .catch((error: unknown) => error);
    const next = await divide.first(client, [1]);
    client.release();

    expect(failed).toMatchObject({ code: '22012' });
    expect((failed as Error).stack).toContain('statement');
    expect(broken).toMatchObject({ message: 'no value' });
    expect(next).toEqual({ ratio: 1 });
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
