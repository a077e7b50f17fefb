/** A bench for the payment domain: a database of a test's own, the people who act, and the moves that most tests need. */
import { expect } from '@jest/globals';
import type { Caller } from '../../src/access/index.js';
import { approveBatch } from '../../src/payment/approve-batch.js';
import { claimPayments } from '../../src/payment/claim-payments.js';
import { createBatch, type CreateBatchInput } from '../../src/payment/create-batch.js';
import type { PaymentDeps } from '../../src/payment/payment-deps.js';
import { createRecoveryWatch } from '../../src/payment/recovery/recovery-watch.js';
import { DEFAULT_PAYMENT_POLICY } from '../../src/payment/payment-policy.js';
import { recordFunding } from '../../src/payment/record-funding.js';
import { reportStatuses } from '../../src/payment/report-statuses.js';
import type { StatusReport } from '../../src/payment/status-report.js';
import { prismaOf } from '../../src/database/index.js';
import { parseCalendarDate, parsePeriod } from '../../src/values/index.js';
import { createTransact } from '../../src/work/index.js';
import { PROVINCE, seedPeople, seedReferenceData } from '../setup/payable-people.js';
import { createTestDatabase, type TestDatabase } from '../setup/test-database.js';

export const PERIOD = parsePeriod('2026-11');
export const officer = person('officer', 'officer');
export const approver = person('approver', 'approver');
export const bidv = machine('BIDV');
export const treasurer = person('treasurer', 'treasurer');
/** Whoever sees the whole country. */
export const EVERYWHERE = { scope: { kind: 'COUNTRY' } } as const;

export type PaymentBench = Awaited<ReturnType<typeof openPaymentBench>>;

export async function openPaymentBench() {
  const database = await createTestDatabase();
  const deps: PaymentDeps = {
    db: database.pool,
    prisma: prismaOf(database.pool),
    transact: createTransact(database.pool, () => undefined),
    // The people of these tests were registered just now, and they name months as they need them; who tests a limit sets it.
    policy: { ...DEFAULT_PAYMENT_POLICY, accountQuarantineDays: 0, periodsAheadMax: 12 },
    clock: () => new Date(),
    noteRail: () => undefined,
    recovery: createRecoveryWatch(database.pool),
    noteSeen: () => undefined,
  };
  let reports = 0;

  async function makeBatch(
    caller: Caller = officer,
    area: string = PROVINCE,
    other: Partial<CreateBatchInput> = {},
  ) {
    const input = { area, period: PERIOD, kind: 'REGULAR', ...other };
    const result = await createBatch(deps, caller, input);
    if (result.kind !== 'CREATED') throw new Error(`no batch: ${result.kind}`);
    return result.batch;
  }

  async function fund(batchId: string, documentNumber: string, amount: bigint) {
    const date = parseCalendarDate('2026-11-20');
    return recordFunding(deps, treasurer, { batchId, documentNumber, amount, date });
  }

  return {
    ...{ database, deps, makeBatch, fund },
    /** An empty database with the reference data. */
    reset: () => reset(database),
    releasedBatch: async (count: number) => {
      await seedPeople(database.pool, { count });
      const batch = await makeBatch();
      await approveBatch(deps, approver, { id: batch.id });
      await fund(batch.id, 'C2-02/1', 540_000n * BigInt(count));
      return batch;
    },
    /** A batch of whoever is there, with the adapters, whatever it costs. */
    released: async (other: Partial<CreateBatchInput> = {}) => {
      const batch = await makeBatch(officer, PROVINCE, other);
      await approveBatch(deps, approver, { id: batch.id, acceptFlagsReason: 'đã xem' });
      await fund(batch.id, 'C2-02/1', 1_000_000_000n);
      return batch;
    },
    claim: (options: { readonly newSession?: boolean } = {}, caller = bidv) =>
      claimPayments(deps, caller, {
        limit: 100,
        leaseSeconds: 60,
        worker: 'w1',
        newSession: false,
        ...options,
      }),
    report: (partial: readonly (Partial<StatusReport> & Pick<StatusReport, 'status'>)[], caller = bidv) =>
      reportStatuses(
        deps,
        caller,
        partial.map((one) => ({
          reportId: `report-${++reports}`,
          evidence: 'REPLY',
          occurredAt: new Date(),
          ...one,
        })),
      ),
    totals: () => readTotals(database),
    column: async <T = unknown>(query: string): Promise<T[]> =>
      (await database.pool.query<{ value: T }>(query)).rows.map((row) => row.value),
  };
}

async function reset({ pool }: TestDatabase): Promise<void> {
  await pool.query(`TRUNCATE payment.batch, payment.batch_total, payment.payment, payment.attempt, payment.funding, payment.funding_order,
    payment.left_out, payment.duplicate_flag, payment.recent_account, payment.exception, payment.status_report, work.task, event.inbox,
    social_protection.person, social_protection.beneficiary, social_protection.entitlement, population.citizen_verdict,
    account.account, social_protection.administrative_unit, social_protection.programme, account.institution,
    account.institution_capability CASCADE`);
  await seedReferenceData(pool);
}

/** Count by status over all batches; and whatever is asked, the totals must be what the payments say. */
async function readTotals({ pool }: TestDatabase): Promise<Record<string, number>> {
  // One statement, so that both are of one instant also while somebody pays.
  const both = await pool.query<{ totals: Record<string, number> | null; payments: unknown }>(
    `SELECT (SELECT json_object_agg(status, count) FROM (
         SELECT status, sum(count) AS count FROM payment.batch_total GROUP BY 1 HAVING sum(count) > 0) t) AS totals,
       (SELECT json_object_agg(status, count) FROM (
         SELECT status, count(*) AS count FROM payment.payment WHERE NOT is_excluded GROUP BY 1) p) AS payments`,
  );
  const { totals, payments } = both.rows[0]!;
  expect(totals).toEqual(payments);
  return totals ?? {};
}

function person(subject: string, role: 'officer' | 'approver' | 'treasurer'): Caller {
  const area = { code: PROVINCE };
  return { subject, clientId: subject, roles: [role], area, purposes: [], showsPersonalData: false };
}

export function machine(institution: string): Caller {
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
