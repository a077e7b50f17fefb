import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { approveBatch } from '../../src/payment/approve-batch.js';
import { cancelBatch } from '../../src/payment/cancel-batch.js';
import { createBatch } from '../../src/payment/create-batch.js';
import { excludePayments } from '../../src/payment/exclude-payments.js';
import { COMMUNE, PROVINCE, seedPeople } from '../setup/payable-people.js';
import { approver, officer, openPaymentBench, PERIOD, type PaymentBench } from './payment-bench.js';

let bench: PaymentBench;
beforeAll(async () => {
  bench = await openPaymentBench();
});
afterAll(() => bench.database.drop());
beforeEach(() => bench.reset());

describe('a batch', () => {
  it('is made of everyone who may be paid, and names the reason for everyone else', async () => {
    await seedPeople(bench.database.pool, { count: 3 });
    await seedPeople(bench.database.pool, { from: 11, verdict: 'DECEASED' });
    await seedPeople(bench.database.pool, { from: 12, verdict: null });
    await seedPeople(bench.database.pool, { from: 13, verdict: 'MISMATCH' });
    await seedPeople(bench.database.pool, { from: 14, verdict: 'NOT_FOUND' });
    await seedPeople(bench.database.pool, { from: 15, accountStatus: null });
    await seedPeople(bench.database.pool, { from: 16, accountStatus: 'NEEDS_REVIEW' });
    await seedPeople(bench.database.pool, { from: 17, checkedDaysAgo: 31 });
    await seedPeople(bench.database.pool, { from: 18, institution: 'NAPAS:970436' });

    const batch = await bench.makeBatch();

    expect(batch.status).toBe('AWAITING_APPROVAL');
    expect(await bench.totals()).toEqual({ DRAFT: 3 });
    expect(await bench.column('SELECT reason AS value FROM payment.left_out ORDER BY 1')).toEqual([
      'ACCOUNT_NOT_VERIFIED',
      'CHECK_STALE',
      'CITIZEN_MISMATCH',
      'CITIZEN_NOT_FOUND',
      'CITIZEN_UNCHECKED',
      'DECEASED',
      'NO_ACCOUNT',
      'NO_RAIL',
    ]);
  });

  it('is not made when nobody can be paid', async () => {
    await seedPeople(bench.database.pool, { verdict: null });

    const result = await createBatch(bench.deps, officer, {
      area: PROVINCE,
      period: PERIOD,
      kind: 'REGULAR',
    });

    expect(result).toEqual({ kind: 'NOTHING_TO_PAY', leftOut: 1 });
    expect(await bench.column('SELECT count(*)::int AS value FROM payment.batch')).toEqual([0]);
  });

  it('pays nobody again whom a live batch of the period pays already', async () => {
    await seedPeople(bench.database.pool, { count: 2 });
    await bench.makeBatch();

    const again = await createBatch(bench.deps, officer, { area: COMMUNE, period: PERIOD, kind: 'REGULAR' });

    expect(again).toEqual({ kind: 'NOTHING_TO_PAY', leftOut: 2 });
  });

  it('is taken by one of two officers who make it at the same moment', async () => {
    await seedPeople(bench.database.pool, { count: 20 });

    const results = await Promise.all(
      [1, 2, 3, 4].map(() =>
        createBatch(bench.deps, officer, { area: PROVINCE, period: PERIOD, kind: 'REGULAR' }),
      ),
    );

    expect(results.filter((result) => result.kind === 'CREATED')).toHaveLength(1);
    expect(await bench.totals()).toEqual({ DRAFT: 20 });
  });

  it('of an area outside the officer’s is not found', async () => {
    await seedPeople(bench.database.pool);

    expect(await createBatch(bench.deps, officer, { area: '40', period: PERIOD, kind: 'REGULAR' })).toEqual({
      kind: 'NOT_FOUND',
      field: 'area',
    });
  });

  it('cannot be approved by whoever created it', async () => {
    await seedPeople(bench.database.pool);
    const batch = await bench.makeBatch({ ...officer, roles: ['officer', 'approver'] });

    expect(
      await approveBatch(bench.deps, { ...approver, subject: officer.subject }, { id: batch.id }),
    ).toEqual({
      kind: 'FOUR_EYES',
    });
  });

  it('with a flagged payment is approved only with a written reason', async () => {
    const [one, two] = await seedPeople(bench.database.pool, { count: 2 });
    await bench.database.pool.query(`UPDATE account.account SET number = '1' `);
    const batch = await bench.makeBatch();

    const without = await approveBatch(bench.deps, approver, { id: batch.id });
    const withReason = await approveBatch(bench.deps, approver, {
      id: batch.id,
      acceptFlagsReason: 'vợ chồng dùng chung',
    });

    expect([one, two]).toHaveLength(2);
    expect(without.kind).toBe('FLAGS_NEED_REASON');
    expect(withReason.kind).toBe('APPROVED');
    expect(await bench.column('SELECT rule AS value FROM payment.duplicate_flag')).toEqual([
      'SAME_ACCOUNT',
      'SAME_ACCOUNT',
    ]);
  });

  it('loses at approval whoever died since it was made', async () => {
    await seedPeople(bench.database.pool, { count: 2 });
    const batch = await bench.makeBatch();
    await bench.database.pool.query(
      `UPDATE population.citizen_verdict SET verdict = 'DECEASED' WHERE citizen_id = (SELECT min(citizen_id::text)::uuid FROM payment.payment)`,
    );

    await approveBatch(bench.deps, approver, { id: batch.id });

    expect(await bench.totals()).toEqual({ APPROVED: 1 });
    expect(await bench.column('SELECT reason AS value FROM payment.left_out')).toEqual(['DECEASED']);
  });

  it('loses excluded lines from its totals and lists them as left out', async () => {
    await seedPeople(bench.database.pool, { count: 3 });
    const batch = await bench.makeBatch();
    const [paymentId] = await bench.column<string>('SELECT id AS value FROM payment.payment ORDER BY id');

    const result = await excludePayments(bench.deps, officer, {
      batchId: batch.id,
      paymentIds: [paymentId ?? ''],
      reason: 'sai',
    });

    expect(result.kind).toBe('EXCLUDED');
    expect(await bench.totals()).toEqual({ DRAFT: 2 });
    expect(await bench.column('SELECT reason AS value FROM payment.left_out')).toEqual(['EXCLUDED']);
  });

  it('that is cancelled frees its people for another batch', async () => {
    await seedPeople(bench.database.pool, { count: 2 });
    const batch = await bench.makeBatch();

    await cancelBatch(bench.deps, officer, { id: batch.id, reason: 'nhầm kỳ' });
    await bench.makeBatch();

    expect(await bench.totals()).toEqual({ CANCELLED: 2, DRAFT: 2 });
  });

  it('is released by itself once the recorded funding covers it, and the same document counts once', async () => {
    await seedPeople(bench.database.pool, { count: 2 });
    const batch = await bench.makeBatch();
    await approveBatch(bench.deps, approver, { id: batch.id });

    const first = await bench.fund(batch.id, 'C2-02/1', 1_000_000n);
    const again = await bench.fund(batch.id, 'C2-02/1', 1_000_000n);
    const other = await bench.fund(batch.id, 'C2-02/1', 2_000_000n);
    const last = await bench.fund(batch.id, 'C2-02/2', 80_000n);

    expect(first).toMatchObject({ kind: 'RECORDED', missing: 80_000n, batch: { status: 'APPROVED' } });
    expect(again).toMatchObject({ kind: 'RECORDED', missing: 80_000n });
    expect(other).toMatchObject({ kind: 'INVALID', field: 'documentNumber' });
    expect(last).toMatchObject({ kind: 'RECORDED', missing: 0n, batch: { status: 'RELEASED' } });
    expect(await bench.totals()).toEqual({ QUEUED: 2 });
  });
});
