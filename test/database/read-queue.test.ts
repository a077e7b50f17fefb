/** Reads that are asked for together go down one connection together, and none of them answers for another. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { sql, withTransaction } from '../../src/database/index.js';
import { isPlainRead } from '../../src/database/read-queue.js';
import { countStatements } from '../setup/count-statements.js';
import { createTestDatabase, type TestDatabase } from '../setup/test-database.js';

const divide = sql<{ ratio: number }>('test.read-ratio', 'SELECT 12 / $1::int AS ratio');
const name = sql<{ word: string; day: string }>(
  'test.read-word',
  `SELECT $1 AS word, date '2026-01-31' AS day`,
);
const count = sql<{ count: number }>(
  'test.count-many',
  'SELECT count(*)::int AS count FROM generate_series(1, $1::int)',
);
const add = sql('test.add-parcel', 'INSERT INTO parcel VALUES ($1)');
const broken = {
  toPostgres: () => {
    throw new Error('no value');
  },
};

describe('reads that are asked of a pool together', () => {
  let database: TestDatabase;
  let checkouts = 0;

  beforeAll(async () => {
    database = await createTestDatabase({ isMigrated: false });
    await database.pool.query('CREATE TABLE parcel (id int)');
    database.pool.on('acquire', () => (checkouts += 1));
  });

  beforeEach(() => {
    checkouts = 0;
  });

  afterAll(() => database.drop());

  it('take one connection, up to eight of them, and are as many statements', async () => {
    const { pool } = database;
    let answers: unknown[] = [];

    const texts = await countStatements(async () => {
      answers = await Promise.all([
        ...[1, 2, 3, 4].map((by) => divide.first(pool, [by])),
        ...['a', 'b', 'c', 'd', 'e'].map((word) => name.first(pool, [word])),
      ]);
    });

    expect(answers).toEqual([
      ...[12, 6, 4, 3].map((ratio) => ({ ratio })),
      ...['a', 'b', 'c', 'd', 'e'].map((word) => ({ word, day: '2026-01-31' })),
    ]);
    expect(texts).toHaveLength(9);
    expect(checkouts).toBe(2);
  });

  it('fail one by one', async () => {
    const { pool } = database;

    const outcomes = await Promise.allSettled([
      name.first(pool, ['before']),
      divide.first(pool, [0]),
      divide.first(pool, [4]),
      name.first(pool, [broken]),
      name.first(pool, ['behind']),
    ]);

    expect(outcomes).toMatchObject([
      { value: { word: 'before' } },
      { reason: { code: '22012' } },
      { value: { ratio: 3 } },
      { reason: { message: 'no value' } },
      { value: { word: 'behind' } },
    ]);
  });

  it('fail one by one where a statement is no SQL, and are asked again under the same names', async () => {
    const wrong = sql('test.wrong', 'SELECT nothing FROM nowhere');
    const late = sql<{ at: number }>('test.late', 'SELECT $1::int AS at');
    const ask = () =>
      Promise.allSettled([
        wrong.all(database.pool),
        late.first(database.pool, [1]),
        late.first(database.pool, [2]),
      ]);

    for (const outcomes of [await ask(), await ask()])
      expect(outcomes).toMatchObject([
        { reason: { code: '42P01' } },
        { value: { at: 1 } },
        { value: { at: 2 } },
      ]);
  });

  it('wait for no read that was slow the last time', async () => {
    const { pool } = database;
    const both = () => Promise.all([count.first(pool, [3_000_000]), name.first(pool, ['quick'])]);
    await both();
    checkouts = 0;

    await both();

    expect(checkouts).toBe(2);
  });

  it('leave alone what changes something, and what a transaction reads', async () => {
    const { pool } = database;

    await Promise.all([add.run(pool, [1]), add.run(pool, [2]), name.first(pool, ['read'])]);
    const outside = checkouts;
    checkouts = 0;
    await withTransaction(pool, async (client) => {
      await add.run(client, [3]);
      await Promise.all([name.first(client, ['in']), divide.first(client, [1])]);
    });

    expect(outside).toBe(3);
    expect(checkouts).toBe(1);
  });
});

describe('a plain read', () => {
  it.each([
    ['SELECT 1', true],
    ['  WITH a AS (SELECT 1) SELECT * FROM a', true],
    ['SELECT updated_at FROM payment.payment', true],
    ['INSERT INTO a VALUES (1)', false],
    ['WITH a AS (DELETE FROM b RETURNING *) SELECT * FROM a', false],
    ['SELECT id FROM a FOR UPDATE SKIP LOCKED', false],
    ['SELECT id FROM a FOR KEY SHARE', false],
    ['SELECT pg_advisory_xact_lock(1)', false],
    ["SELECT set_config('jit', 'off', true)", false],
    ["SELECT nextval('a')", false],
    ['SELECT 1 INTO a', false],
  ])('%s: %s', (text, isRead) => {
    expect(isPlainRead(text)).toBe(isRead);
  });
});
