import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Caller } from '../../src/access/index.js';
import { approveBatch } from '../../src/payment/approve-batch.js';
import { cancelBatch } from '../../src/payment/cancel-batch.js';
import { claimPayments } from '../../src/payment/claim-payments.js';
import { createBatch } from '../../src/payment/create-batch.js';
import { excludePayments } from '../../src/payment/exclude-payments.js';
import { lapseLeases } from '../../src/payment/lapse-leases.js';
import type { PaymentDeps } from '../../src/payment/payment-deps.js';
import { DEFAULT_PAYMENT_POLICY } from '../../src/payment/payment-policy.js';
import { recordFunding } from '../../src/payment/record-funding.js';
import { reportStatuses, type StatusReport } from '../../src/payment/report-statuses.js';
import { createTransact } from '../../src/work/index.js';
import { parseCalendarDate, parsePeriod } from '../../src/values/index.js';
import { COMMUNE, PROVINCE, seedPeople, seedReferenceData } from '../setup/payable-people.js';
import { createTestDatabase, type TestDatabase } from '../setup/test-database.js';

const PERIOD = parsePeriod('2026-11');
const officer = person('officer', 'officer');
const approver = person('approver', 'approver');
const treasurer = person('treasurer', 'treasurer');
const bidv = machine('BIDV');

let database: TestDatabase;
let deps: PaymentDeps;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.pool
    .query(`TRUNCATE payment.batch, payment.batch_total, payment.payment, payment.attempt, payment.funding,
    payment.left_out, payment.duplicate_flag, payment.exception, payment.status_report, work.task, event.inbox,
    social_protection.person, social_protection.beneficiary, social_protection.entitlement, population.citizen_verdict,
    account.account, social_protection.administrative_unit, social_protection.programme, account.institution CASCADE`);
  await seedReferenceData(database.pool);
  deps = {
    db: database.pool,
    transact: createTransact(database.pool, () => undefined),
    policy: DEFAULT_PAYMENT_POLICY,
    clock: () => new Date(),
    noteRail: () => undefined,
  };
});

describe('a batch', () => {
  it('is made of everyone who may be paid, and names the reason for everyone else', async () => {
    await seedPeople(database.pool, { count: 3 });
    await seedPeople(database.pool, { from: 11, verdict: 'DECEASED' });
    await seedPeople(database.pool, { from: 12, verdict: null });
    await seedPeople(database.pool, { from: 13, verdict: 'MISMATCH' });
    await seedPeople(database.pool, { from: 14, verdict: 'NOT_FOUND' });
    await seedPeople(database.pool, { from: 15, accountStatus: null });
    await seedPeople(database.pool, { from: 16, accountStatus: 'NEEDS_REVIEW' });
    await seedPeople(database.pool, { from: 17, checkedDaysAgo: 31 });
    await seedPeople(database.pool, { from: 18, institution: 'NAPAS:970436' });

    const batch = await makeBatch();

    expect(batch.status).toBe('AWAITING_APPROVAL');
    expect(await totals()).toEqual({ DRAFT: 3 });
    expect(await column('SELECT reason AS value FROM payment.left_out ORDER BY 1')).toEqual([
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
    await seedPeople(database.pool, { verdict: null });

    const result = await createBatch(deps, officer, { area: PROVINCE, period: PERIOD, kind: 'REGULAR' });

    expect(result).toEqual({ kind: 'NOTHING_TO_PAY', leftOut: 1 });
    expect(await column('SELECT count(*)::int AS value FROM payment.batch')).toEqual([0]);
  });

  it('pays nobody again whom a live batch of the period pays already', async () => {
    await seedPeople(database.pool, { count: 2 });
    await makeBatch();

    const again = await createBatch(deps, officer, { area: COMMUNE, period: PERIOD, kind: 'REGULAR' });

    expect(again).toEqual({ kind: 'NOTHING_TO_PAY', leftOut: 2 });
  });

  it('is taken by one of two officers who make it at the same moment', async () => {
    await seedPeople(database.pool, { count: 20 });

    const results = await Promise.all(
      [1, 2, 3, 4].map(() => createBatch(deps, officer, { area: PROVINCE, period: PERIOD, kind: 'REGULAR' })),
    );

    expect(results.filter((result) => result.kind === 'CREATED')).toHaveLength(1);
    expect(await totals()).toEqual({ DRAFT: 20 });
  });

  it('of an area outside the officer’s is not found', async () => {
    await seedPeople(database.pool);

    expect(await createBatch(deps, officer, { area: '40', period: PERIOD, kind: 'REGULAR' })).toEqual({
      kind: 'NOT_FOUND',
      field: 'area',
    });
  });

  it('cannot be approved by whoever created it', async () => {
    await seedPeople(database.pool);
    const batch = await makeBatch({ ...officer, roles: ['officer', 'approver'] });

    expect(await approveBatch(deps, { ...approver, subject: officer.subject }, { id: batch.id })).toEqual({
      kind: 'FOUR_EYES',
    });
  });

  it('with a flagged payment is approved only with a written reason', async () => {
    const [one, two] = await seedPeople(database.pool, { count: 2 });
    await database.pool.query(`UPDATE account.account SET number = '1' `);
    const batch = await makeBatch();

    const without = await approveBatch(deps, approver, { id: batch.id });
    const withReason = await approveBatch(deps, approver, {
      id: batch.id,
      acceptFlagsReason: 'vợ chồng dùng chung',
    });

    expect([one, two]).toHaveLength(2);
    expect(without.kind).toBe('FLAGS_NEED_REASON');
    expect(withReason.kind).toBe('APPROVED');
    expect(await column('SELECT rule AS value FROM payment.duplicate_flag')).toEqual([
      'SAME_ACCOUNT',
      'SAME_ACCOUNT',
    ]);
  });

  it('loses at approval whoever died since it was made', async () => {
    await seedPeople(database.pool, { count: 2 });
    const batch = await makeBatch();
    await database.pool.query(
      `UPDATE population.citizen_verdict SET verdict = 'DECEASED' WHERE citizen_id = (SELECT min(citizen_id::text)::uuid FROM payment.payment)`,
    );

    await approveBatch(deps, approver, { id: batch.id });

    expect(await totals()).toEqual({ APPROVED: 1 });
    expect(await column('SELECT reason AS value FROM payment.left_out')).toEqual(['DECEASED']);
  });

  it('loses excluded lines from its totals and lists them as left out', async () => {
    await seedPeople(database.pool, { count: 3 });
    const batch = await makeBatch();
    const [paymentId] = await column<string>('SELECT id AS value FROM payment.payment ORDER BY id');

    const result = await excludePayments(deps, officer, {
      batchId: batch.id,
      paymentIds: [paymentId ?? ''],
      reason: 'sai',
    });

    expect(result.kind).toBe('EXCLUDED');
    expect(await totals()).toEqual({ DRAFT: 2 });
    expect(await column('SELECT reason AS value FROM payment.left_out')).toEqual(['EXCLUDED']);
  });

  it('that is cancelled frees its people for another batch', async () => {
    await seedPeople(database.pool, { count: 2 });
    const batch = await makeBatch();

    await cancelBatch(deps, officer, { id: batch.id, reason: 'nhầm kỳ' });
    await makeBatch();

    expect(await totals()).toEqual({ CANCELLED: 2, DRAFT: 2 });
  });

  it('is released by itself once the recorded funding covers it, and the same document counts once', async () => {
    await seedPeople(database.pool, { count: 2 });
    const batch = await makeBatch();
    await approveBatch(deps, approver, { id: batch.id });

    const first = await fund(batch.id, 'C2-02/1', 1_000_000n);
    const again = await fund(batch.id, 'C2-02/1', 1_000_000n);
    const other = await fund(batch.id, 'C2-02/1', 2_000_000n);
    const last = await fund(batch.id, 'C2-02/2', 80_000n);

    expect(first).toMatchObject({ kind: 'RECORDED', missing: 80_000n, batch: { status: 'APPROVED' } });
    expect(again).toMatchObject({ kind: 'RECORDED', missing: 80_000n });
    expect(other).toMatchObject({ kind: 'INVALID', field: 'documentNumber' });
    expect(last).toMatchObject({ kind: 'RECORDED', missing: 0n, batch: { status: 'RELEASED' } });
    expect(await totals()).toEqual({ QUEUED: 2 });
  });
});

describe('a payment', () => {
  it('is handed out to be sent once, and settles its batch', async () => {
    await releasedBatch(2);

    const tasks = await claim();
    const again = await claim();
    const receipts = await report(
      tasks.map((task) => ({ reference: task.attempt.reference, status: 'SETTLED' })),
    );

    expect(tasks.map((task) => task.task.action)).toEqual(['SUBMIT', 'SUBMIT']);
    expect(again).toEqual([]);
    expect(receipts.map((receipt) => receipt.outcome)).toEqual(['APPLIED', 'APPLIED']);
    expect(await totals()).toEqual({ SETTLED: 2 });
    expect(await column('SELECT status AS value FROM payment.batch')).toEqual(['COMPLETED']);
    expect(await column('SELECT count(*)::int AS value FROM work.task')).toEqual([0]);
  });

  it('is UNKNOWN when a lease ends without a report, and only asked about from then on', async () => {
    await releasedBatch(1);
    await claim();
    await database.pool.query(`UPDATE work.task SET leased_until = now() - interval '1 second'`);

    await lapseLeases(deps);
    await database.pool.query('UPDATE work.task SET available_at = now()');
    const [task] = await claim();

    expect(await totals()).toEqual({ UNKNOWN: 1 });
    expect(task?.task.action).toBe('INQUIRE');
  });

  it('of a worker that starts anew is asked about at once', async () => {
    await releasedBatch(1);
    await claim();

    await claim({ newSession: true });

    expect(await totals()).toEqual({ UNKNOWN: 1 });
  });

  it('counts a report after its lease ended, once', async () => {
    await releasedBatch(1);
    const [task] = await claim();
    await claim({ newSession: true });
    const reports = [{ reportId: 'r1', reference: task?.attempt.reference, status: 'SETTLED' as const }];

    const first = await report(reports);
    const second = await report(reports);

    expect(first[0]?.outcome).toBe('APPLIED');
    expect(second[0]?.outcome).toBe('DUPLICATE');
    expect(await totals()).toEqual({ SETTLED: 1 });
  });

  it('keeps the same report id with other content as an exception', async () => {
    await releasedBatch(1);
    const [task] = await claim();
    await report([{ reportId: 'r1', reference: task?.attempt.reference, status: 'ACCEPTED' }]);

    const [receipt] = await report([
      { reportId: 'r1', reference: task?.attempt.reference, status: 'SETTLED' },
    ]);

    expect(receipt?.outcome).toBe('EXCEPTION');
    expect(await totals()).toEqual({ ACCEPTED: 1 });
    expect(await column('SELECT kind AS value FROM payment.exception')).toEqual(['REPORT_ID_REUSED']);
  });

  it('is not moved by a report of another amount, of another institution or of a status that is the hub’s', async () => {
    await releasedBatch(1);
    const [task] = await claim();
    const reference = task?.attempt.reference;

    const amount = await report([{ reference, status: 'SETTLED', amount: 1n }]);
    const stranger = await report([{ reference, status: 'SETTLED' }], machine('VIETTEL_MONEY'));
    const status = await report([{ reference, status: 'QUEUED' }]);

    expect([amount, stranger, status].map(([receipt]) => receipt?.outcome)).toEqual([
      'EXCEPTION',
      'REFUSED',
      'REFUSED',
    ]);
    expect(await totals()).toEqual({ QUEUED: 1 });
  });

  it('that was rejected is replaced by a new one in the period’s next batch, never re-opened', async () => {
    const batch = await releasedBatch(1);
    const [task] = await claim();
    await report([{ reference: task?.attempt.reference, status: 'REJECTED', reason: 'ACCOUNT_BLOCKED' }]);

    const next = await makeBatch();

    expect(next.carried_forward_from).toBe(batch.id);
    expect(await totals()).toEqual({ DRAFT: 1, REJECTED: 1 });
    expect(await column('SELECT replaces AS value FROM payment.payment WHERE replaces IS NOT NULL')).toEqual([
      task?.attempt.payment_id,
    ]);
  });

  it('that the institution never received waits for two people, as one exception', async () => {
    await releasedBatch(1);
    const [task] = await claim();
    const unknown = {
      reference: task?.attempt.reference,
      status: 'UNKNOWN' as const,
      evidence: 'INQUIRY' as const,
    };

    await report([{ ...unknown, reason: 'NOT_RECEIVED' }]);
    await report([{ ...unknown, reason: 'NOT_RECEIVED' }]);

    expect(await totals()).toEqual({ UNKNOWN: 1 });
    expect(await column('SELECT kind AS value FROM payment.exception')).toEqual(['NOT_RECEIVED']);
  });

  it('has its events in the order of its states, in the transaction of each', async () => {
    await releasedBatch(1);
    const [task] = await claim();
    await report([{ reference: task?.attempt.reference, status: 'ACCEPTED' }]);
    await report([{ reference: task?.attempt.reference, status: 'RETURNED' }]);

    const moves = await column(
      `SELECT status_from || '>' || status_to AS value FROM event.inbox WHERE kind = 'payment' ORDER BY seq`,
    );

    expect(moves).toEqual([
      null,
      'DRAFT>APPROVED',
      'APPROVED>QUEUED',
      'QUEUED>ACCEPTED',
      'ACCEPTED>SETTLED',
      'SETTLED>RETURNED',
    ]);
  });

  it('moves once however many adapters report it at the same moment, and no total is lost', async () => {
    await releasedBatch(40);
    const tasks = await claim();
    const references = tasks.map((task) => task.attempt.reference);

    await Promise.all(
      [1, 2, 3, 4, 5, 6].map((worker) =>
        report(
          references.map((reference) => ({
            reportId: `${worker}-${reference}`,
            reference,
            status: 'SETTLED' as const,
          })),
        ),
      ),
    );

    expect(await totals()).toEqual({ SETTLED: 40 });
    expect(
      await column(`SELECT count(*)::int AS value FROM event.inbox WHERE status_to = 'SETTLED'`),
    ).toEqual([40]);
    expect(await column('SELECT status AS value FROM payment.batch')).toEqual(['COMPLETED']);
  });
});

async function makeBatch(caller: Caller = officer) {
  const result = await createBatch(deps, caller, { area: PROVINCE, period: PERIOD, kind: 'REGULAR' });
  if (result.kind !== 'CREATED') throw new Error(`no batch: ${result.kind}`);
  return result.batch;
}

async function releasedBatch(count: number) {
  await seedPeople(database.pool, { count });
  const batch = await makeBatch();
  await approveBatch(deps, approver, { id: batch.id });
  await fund(batch.id, 'C2-02/1', 540_000n * BigInt(count));
  return batch;
}

async function fund(batchId: string, documentNumber: string, amount: bigint) {
  return recordFunding(deps, treasurer, {
    batchId,
    documentNumber,
    amount,
    date: parseCalendarDate('2026-11-20'),
  });
}

async function claim(options: { newSession?: boolean } = {}) {
  return claimPayments(deps, bidv, {
    limit: 100,
    leaseSeconds: 60,
    worker: 'w1',
    newSession: false,
    ...options,
  });
}

let reports = 0;
async function report(partial: (Partial<StatusReport> & Pick<StatusReport, 'status'>)[], caller = bidv) {
  return reportStatuses(
    deps,
    caller,
    partial.map((one) => ({
      reportId: `report-${++reports}`,
      evidence: 'REPLY',
      occurredAt: new Date(),
      ...one,
    })),
  );
}

/** Count by status over all batches; and whatever is asked, the totals must be what the payments say. */
async function totals(): Promise<Record<string, number>> {
  const fromTotals = await database.pool.query<{ status: string; count: number }>(
    'SELECT status, sum(count)::int AS count FROM payment.batch_total GROUP BY 1 HAVING sum(count) > 0 ORDER BY 1',
  );
  const fromPayments = await database.pool.query<{ status: string; count: number }>(
    'SELECT status, count(*)::int AS count FROM payment.payment WHERE NOT is_excluded GROUP BY 1 ORDER BY 1',
  );
  expect(fromTotals.rows).toEqual(fromPayments.rows);
  return Object.fromEntries(fromTotals.rows.map((row) => [row.status, row.count]));
}

async function column<T = unknown>(query: string): Promise<T[]> {
  return (await database.pool.query<{ value: T }>(query)).rows.map((row) => row.value);
}

function person(subject: string, role: 'officer' | 'approver' | 'treasurer'): Caller {
  return {
    subject,
    clientId: subject,
    roles: [role],
    area: { code: PROVINCE },
    purposes: [],
    showsPersonalData: false,
  };
}

function machine(institution: string): Caller {
  const clientId = `adapter-${institution.toLowerCase()}`;
  return {
    subject: clientId,
    clientId,
    roles: ['adapter'],
    institution,
    purposes: [],
    showsPersonalData: false,
  };
}
