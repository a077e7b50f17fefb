/** One transaction at a time: all of it or nothing, and again when PostgreSQL chose it as a conflict's victim. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { withTransaction } from '../../src/database/index.js';
import { createTestDatabase, type TestDatabase } from '../setup/test-database.js';

describe('a transaction', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase({ isMigrated: false });
    await database.pool.query('CREATE TABLE purse (id int PRIMARY KEY, amount bigint NOT NULL)');
  });

  beforeEach(async () => {
    await database.pool.query('TRUNCATE purse');
    await database.pool.query('INSERT INTO purse VALUES (1, 100), (2, 100)');
  });

  afterAll(() => database.drop());

  const amounts = async (): Promise<bigint[]> => {
    const { rows } = await database.pool.query<{ amount: bigint }>('SELECT amount FROM purse ORDER BY id');
    return rows.map((row) => row.amount);
  };

  it('keeps nothing of work that throws', async () => {
    const work = withTransaction(database.pool, async (client) => {
      await client.query('UPDATE purse SET amount = 0');
      throw new Error('changed my mind');
    });

    await expect(work).rejects.toThrow('changed my mind');
    expect(await amounts()).toEqual([100n, 100n]);
  });

  it('runs again after a serialization failure, so that no update is lost', async () => {
    const addOne = (): Promise<unknown> =>
      withTransaction(
        database.pool,
        async (client) => {
          const { rows } = await client.query<{ amount: bigint }>('SELECT amount FROM purse WHERE id = 1');
          await client.query('UPDATE purse SET amount = $1 WHERE id = 1', [(rows[0]?.amount ?? 0n) + 1n]);
        },
        { isolation: 'serializable', attemptsMax: 20 },
      );

    await Promise.all([addOne(), addOne(), addOne(), addOne()]);

    expect(await amounts()).toEqual([104n, 100n]);
  });

  it('runs again after a deadlock', async () => {
    let waiting = 0;
    let bothHoldOne: () => void = () => undefined;
    const met = new Promise<void>((settle) => (bothHoldOne = settle));
    const move = (from: number, to: number): Promise<void> =>
      withTransaction(database.pool, async (client) => {
        await client.query('UPDATE purse SET amount = amount - 10 WHERE id = $1', [from]);
        if (++waiting === 2) bothHoldOne();
        await met;
        await client.query('UPDATE purse SET amount = amount + 10 WHERE id = $1', [to]);
      });

    await Promise.all([move(1, 2), move(2, 1)]);

    expect(await amounts()).toEqual([100n, 100n]);
    expect(waiting).toBeGreaterThan(2);
  });

  it('gives up after the attempts that it was allowed', async () => {
    let attempts = 0;
    const work = withTransaction(
      database.pool,
      async (client) => {
        attempts += 1;
        await client.query(`DO $$ BEGIN RAISE SQLSTATE '40001'; END $$`);
      },
      { attemptsMax: 3 },
    );

    await expect(work).rejects.toMatchObject({ code: '40001' });
    expect(attempts).toBe(3);
  });

  it('fails, and nothing else does, when its connection breaks between two statements', async () => {
    const work = withTransaction(database.pool, async (client) => {
      const ended = new Promise((resolve) => client.once('end', resolve));
      const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      await database.pool.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
      await ended;
      await client.query('UPDATE purse SET amount = 0');
    });

    await expect(work).rejects.toThrow();
    expect(await amounts()).toEqual([100n, 100n]);
  });
});
