/** Adapters, the log and people have connections of their own, and a read that nobody waits for is not made, or ended. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openDatabase, sql, withTransaction, type Database } from '../../src/database/index.js';
import { readFor } from '../../src/values/index.js';
import { createTestDatabase, type TestDatabase } from '../setup/test-database.js';

const endless = sql<{ count: bigint }>(
  'test.endless',
  'SELECT count(*) AS count FROM generate_series(1, 100000000000) AS a(n) WHERE n % 7 = $1',
);
const quick = sql<{ one: number }>('test.quick', 'SELECT 1 AS one WHERE $1 > 0');

let test: TestDatabase;
let database: Database;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());
beforeEach(async () => {
  database = await openDatabase({ url: test.url, dataDir: '/nowhere', connectionsMax: 8, hasLanes: true });
});
afterEach(() => database.close());

/** How many connections are making the endless read. */
async function running(): Promise<number> {
  const { rows } = await test.pool.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%generate_series(1, 1000%'
       AND pid <> pg_backend_pid() AND datname = current_database()`,
  );
  return rows[0]?.count ?? 0;
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe('a read', () => {
  it('whose reader leaves is ended in PostgreSQL', async () => {
    const reader = new AbortController();
    const reading = readFor(reader.signal, () => endless.all(database.pool, [1]));
    const failed = expect(reading).rejects.toThrow();
    await until(async () => (await running()) === 1);

    reader.abort();

    await failed;
    expect(await running()).toBe(0);
  });

  it('whose reader has left before it had a connection is not made', async () => {
    const reader = new AbortController();
    const reading = readFor(reader.signal, () => quick.all(database.pool, [1]));
    reader.abort();

    await expect(reading).rejects.toThrow('Nobody waits');
  });

  it('goes on while somebody else waits for what goes down the same connection', async () => {
    const [leaver, other] = [new AbortController(), new AbortController()];
    const left = readFor(leaver.signal, () => quick.all(database.pool, [1]));
    const kept = readFor(other.signal, () => quick.all(database.pool, [2]));
    await Promise.resolve();

    leaver.abort();

    await Promise.allSettled([left]);
    expect(await kept).toEqual([{ one: 1 }]);
  });

  it('leaves its connection to others after it was ended', async () => {
    const reader = new AbortController();
    const reading = readFor(reader.signal, () => endless.all(database.pool, [1]));
    reading.catch(() => undefined);
    await until(async () => (await running()) === 1);
    reader.abort();
    await Promise.allSettled([reading]);

    const after = await Promise.all(Array.from({ length: 20 }, () => quick.all(database.pool, [1])));

    expect(after.flat()).toHaveLength(20);
  });
});

describe('the connections', () => {
  it('of people, all of them taken, keep neither adapters nor the log waiting', async () => {
    const readers = Array.from({ length: 10 }, () => new AbortController());
    const reads = readers.map(({ signal }) => readFor(signal, () => endless.all(database.pool, [1])));
    await until(async () => (await running()) > 0);

    const others = [await quick.all(database.work.pool, [1]), await quick.all(database.events, [1])];

    expect(others.flat()).toHaveLength(2);
    for (const reader of readers) reader.abort();
    await Promise.allSettled(reads);
  });

  it.each([
    ['people', (on: Database) => on.pool, '10s'],
    ['adapters', (on: Database) => on.work.pool, '1min'],
    ['the log', (on: Database) => on.events, '0'],
  ])('of %s have their own limit of a statement, and transactions theirs', async (_name, poolOf, limit) => {
    const pool = poolOf(database);
    const show = 'SHOW statement_timeout';
    const outside = await pool.query<{ statement_timeout: string }>(show);
    const inside = await withTransaction(pool, (client) => client.query<{ statement_timeout: string }>(show));

    expect(outside.rows[0]?.statement_timeout).toBe(limit);
    expect(inside.rows[0]?.statement_timeout).toBe(limit === '0' ? '0' : '10min');
  });
});
