/** What repeats of making and approving a batch are answered, at once, from another hub and later. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openPool } from '../../src/database/index.js';
import { approveBatch } from '../../src/payment/approve-batch.js';
import { createBatch } from '../../src/payment/create-batch.js';
import type { PaymentDeps } from '../../src/payment/payment-deps.js';
import { createTransact } from '../../src/work/index.js';
import { PROVINCE, seedPeople } from '../setup/payable-people.js';
import { approver, officer, openPaymentBench, PERIOD, type PaymentBench } from './payment-bench.js';

let bench: PaymentBench;
beforeAll(async () => {
  bench = await openPaymentBench();
});
afterAll(() => bench.database.drop());
beforeEach(async () => {
  await bench.reset();
  await bench.database.pool.query('TRUNCATE idempotency.answer');
});

const make = (idempotencyKey: string, deps: PaymentDeps = bench.deps, caller = officer) =>
  createBatch(deps, caller, { area: PROVINCE, period: PERIOD, kind: 'REGULAR', idempotencyKey });
const countBatches = async (): Promise<number> =>
  (await bench.column<number>('SELECT count(*)::int AS value FROM payment.batch'))[0] ?? 0;

describe('a batch that is asked for twice under one key', () => {
  it('is made once by twenty at once, and all are answered with it', async () => {
    await seedPeople(bench.database.pool, { count: 5 });
    const key = randomUUID();

    const answers = await Promise.all(Array.from({ length: 20 }, () => make(key)));

    expect(answers[0]).toMatchObject({ kind: 'CREATED' });
    expect(answers).toEqual(answers.map(() => answers[0]));
    expect(await countBatches()).toBe(1);
    expect(await bench.totals()).toEqual({ DRAFT: 5 });
  });

  it('is found again by a hub that was started afterwards', async () => {
    await seedPeople(bench.database.pool, { count: 2 });
    const key = randomUUID();
    const first = await make(key);
    const pool = openPool({ url: bench.database.url });
    const restarted = { ...bench.deps, db: pool, transact: createTransact(pool, () => undefined) };

    const again = await make(key, restarted);
    await pool.end();

    expect(again).toEqual(first);
    expect(await countBatches()).toBe(1);
  });

  it('stays without anybody to pay, also when there is somebody by now; a new key makes it', async () => {
    const key = randomUUID();
    await seedPeople(bench.database.pool, { verdict: null });

    const first = await make(key);
    await seedPeople(bench.database.pool, { from: 11, count: 2 });
    const again = await make(key);
    const other = await make(randomUUID());

    expect(first).toEqual({ kind: 'NOTHING_TO_PAY', leftOut: 1 });
    expect(again).toEqual(first);
    expect(other).toMatchObject({ kind: 'CREATED' });
    expect(await bench.totals()).toEqual({ DRAFT: 2 });
  });

  it('is made by the repeat where the first one was lost with its transaction', async () => {
    await seedPeople(bench.database.pool, { count: 2 });
    const key = randomUUID();
    const dying: PaymentDeps = {
      ...bench.deps,
      transact: (work) =>
        bench.deps.transact(async (db, waking) => {
          await work(db, waking);
          throw new Error('the hub was killed before the commit');
        }),
    };

    await expect(make(key, dying)).rejects.toThrow('killed');
    const lost = await countBatches();
    const again = await make(key);

    expect(lost).toBe(0);
    expect(again).toMatchObject({ kind: 'CREATED' });
    expect(await countBatches()).toBe(1);
  });

  it('is shown only to who may still see its area', async () => {
    await seedPeople(bench.database.pool, { count: 1 });
    const key = randomUUID();
    await make(key);

    await expect(make(key, bench.deps, { ...officer, area: { code: '40' } })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });
});

describe('an approval that is said twice under one key', () => {
  it('is answered as the first, however the batch has gone on', async () => {
    await seedPeople(bench.database.pool, { count: 1 });
    const batch = await bench.makeBatch();
    const approve = (idempotencyKey: string) =>
      approveBatch(bench.deps, approver, { id: batch.id, idempotencyKey });
    const key = randomUUID();

    const first = await approve(key);
    await bench.fund(batch.id, 'C2-02/1', 540_000n);
    const again = await approve(key);
    const other = await approve(randomUUID());

    expect(first).toMatchObject({ kind: 'APPROVED', batch: { status: 'APPROVED' } });
    expect(again).toMatchObject({ kind: 'APPROVED', batch: { id: batch.id, status: 'RELEASED' } });
    expect(other).toEqual({ kind: 'WRONG_STATE', status: 'RELEASED' });
  });

  it('stays refused to who made the batch', async () => {
    await seedPeople(bench.database.pool, { count: 1 });
    const maker = { ...approver, roles: ['officer', 'approver'] as const };
    const batch = await bench.makeBatch(maker);
    const approval = { id: batch.id, idempotencyKey: randomUUID() };

    const answers = [
      await approveBatch(bench.deps, maker, approval),
      await approveBatch(bench.deps, maker, approval),
    ];

    expect(answers).toEqual([{ kind: 'FOUR_EYES' }, { kind: 'FOUR_EYES' }]);
  });
});
