/** What a claim reads is what it hands out, however much was done before it: a queue that is worked off leaves dead rows behind. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { claimTasks, finishTasks } from '../../src/work/index.js';
import { createTestDatabase, type TestDatabase } from '../setup/test-database.js';

const TASKS = 20_000;
const TOGETHER = 1_000;

let database: TestDatabase;
let client: pg.PoolClient;
const buffers: number[] = [];
beforeAll(async () => {
  database = await createTestDatabase();
  await database.pool.query(
    `INSERT INTO work.task (id, kind, institution_code, action)
     SELECT hub.uuid_v7(), 'PAYMENT', 'BIDV', 'SUBMIT' FROM generate_series(1, ${TASKS})`,
  );
  await database.pool.query('ANALYZE work.task');
  client = await database.pool.connect();
  client.on('notice', ({ message }) => {
    const hit = /shared hit=(\d+)/.exec(message ?? '')?.[1];
    if (message?.includes('task_waiting')) buffers.push(Number(hit));
  });
  await client.query(
    `LOAD 'auto_explain'; SET auto_explain.log_min_duration = 0; SET auto_explain.log_level = notice;
     SET auto_explain.log_analyze = on; SET auto_explain.log_buffers = on; SET auto_explain.log_timing = off`,
  );
});
afterAll(async () => {
  client.release(true);
  await database.drop();
});

describe('the cost of a claim', () => {
  it('is the same for the last thousand of a long queue as for the first', async () => {
    const claim = {
      kind: 'PAYMENT',
      institutions: ['BIDV'],
      holder: 'a/b',
      limit: TOGETHER,
      leaseSeconds: 60,
    } as const;
    for (let done = 0; done < TASKS; done += TOGETHER) {
      const tasks = await claimTasks(client, claim);
      expect(tasks).toHaveLength(TOGETHER);
      await finishTasks(
        client,
        tasks.map(({ id }) => id),
      );
    }

    expect(buffers).toHaveLength(TASKS / TOGETHER);
    const [first = 0] = buffers;
    expect(first).toBeGreaterThan(0);
    expect(Math.max(...buffers)).toBeLessThan(first * 1.25);
  });
});
