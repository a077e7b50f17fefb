import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';

import { claimTasks, countWaiting, endSession, expireLeases } from '../../src/work/index.js';
import { createTestDatabase, type TestDatabase } from '../setup/test-database.js';

let database: TestDatabase;
let client: pg.PoolClient;
const plans: string[] = [];
beforeAll(async () => {
  database = await createTestDatabase();
  await database.pool.query(
    `INSERT INTO work.task (id, kind, institution_code, action, leased_until, lease_holder)
     SELECT hub.uuid_v7(), 'PAYMENT', CASE n % 4 WHEN 0 THEN 'NAPAS:' || n % 50 WHEN 1 THEN 'BIDV' ELSE 'AGRIBANK' END, 'SUBMIT',
            CASE WHEN n % 100 = 0 THEN now() + interval '1 hour' END, CASE WHEN n % 100 = 0 THEN 'adapter/' || n END
       FROM generate_series(1, 40000) AS n`,
  );
  await database.pool.query('ANALYZE work.task');
  client = await database.pool.connect();
  client.on('notice', ({ message }) => plans.push(message ?? ''));
  // Statements explain themselves as they run, prepared and with their own parameters.
  await client.query(
    `LOAD 'auto_explain'; SET auto_explain.log_min_duration = 0; SET auto_explain.log_level = notice`,
  );
});
afterAll(async () => {
  client.release(true);
  await database.drop();
});

async function planOf(run: () => Promise<unknown>): Promise<string> {
  plans.length = 0;
  // After five runs PostgreSQL may go over to a plan for any parameters: both kinds must be good.
  for (let time = 0; time < 7; time += 1) await run();
  return plans.join('\n');
}

describe('the plan', () => {
  it.each([['NAPAS'], ['BIDV']])('of a claim for %s goes by the queue of its rail', async (institution) => {
    const claim = {
      kind: 'PAYMENT',
      institutions: [institution],
      holder: 'a/b',
      limit: 10,
      leaseSeconds: 60,
    } as const;

    const plan = await planOf(() => claimTasks(client, claim));

    expect(plan).toContain('task_waiting');
    expect(plan).not.toMatch(/Seq Scan|Sort Key: task.available_at, task.id/);
  });

  it('of a count goes by the queue of its rail', async () => {
    const plan = await planOf(() => countWaiting(client, { kind: 'PAYMENT', institutions: ['NAPAS'] }));

    expect(plan).toContain('task_waiting');
    expect(plan).not.toContain('Seq Scan');
  });

  it('of lapsing leases goes by what is leased', async () => {
    expect(await planOf(() => expireLeases(client, { kind: 'PAYMENT' }))).toContain('task_leased');
    expect(await planOf(() => endSession(client, { kind: 'PAYMENT', holder: 'adapter/100' }))).toContain(
      'task_leased',
    );
  });
});
