/** Cash: who is paid at the post office, by whom it is collected, and what happens to what nobody collects. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { approveBatch } from '../../src/payment/approve-batch.js';
import { parsePeriod } from '../../src/values/index.js';
import { PROVINCE, seedPeople } from '../setup/payable-people.js';
import { approver, machine, officer, openPaymentBench, PERIOD, type PaymentBench } from './payment-bench.js';

const post = machine('VNPOST');
const NEXT_PERIOD = parsePeriod('2026-12');

let bench: PaymentBench;
beforeAll(async () => {
  bench = await openPaymentBench();
});
afterAll(() => bench.database.drop());
beforeEach(async () => {
  await bench.reset();
  await openPost('now()');
});

const query = (text: string, values: unknown[] = []) => bench.database.pool.query(text, values);
const openPost = (since: string) =>
  query(`INSERT INTO account.institution (code, name, kind, served_by, rail_since)
    VALUES ('VNPOST', 'Bưu điện', 'CASH_SERVICE', 'VNPOST', ${since})
    ON CONFLICT (code) DO UPDATE SET rail_since = excluded.rail_since`);

/** Somebody without any account who chose cash. */
async function seedCash(from: number, noAccountReason: string | null = null): Promise<string> {
  const [id = ''] = await seedPeople(bench.database.pool, { from, accountStatus: null });
  await query(
    `UPDATE social_protection.beneficiary SET payment_method = 'CASH', no_account_reason = $2 WHERE id = $1`,
    [id, noAccountReason],
  );
  return id;
}

/** Names somebody who receives for a beneficiary, from the beginning of time unless told. */
async function authorise(
  beneficiaryId: string,
  number: number,
  validTo: string | null = null,
): Promise<void> {
  await query(
    `WITH receiver AS (
       INSERT INTO social_protection.person (citizen_id, personal_id, full_name, name_folded, year_of_birth, gender)
       VALUES (hub.uuid_v7(), '035170' || lpad($2::text, 6, '0'), 'Trần Thị Nhận', 'TRAN THI NHAN', 1970, 'FEMALE')
       RETURNING citizen_id
     )
     INSERT INTO social_protection.authorisation (beneficiary_id, receiver_citizen_id, relationship, document_ref, valid_from, valid_to)
     SELECT $1, citizen_id, 'con', 'UQ-1', '2025-01-01', $3::date FROM receiver`,
    [beneficiaryId, number, validTo],
  );
}

/** What the adapter of the post office is told. */
const claimed = async () =>
  (await bench.claim({}, post))
    .map(({ attempt }) => [
      attempt.receiver_name,
      attempt.delivery,
      attempt.account_number,
      attempt.area_code,
    ])
    .sort();

describe('who chose cash', () => {
  it('is paid at the counter, at home when they cannot come, or through whoever may receive for them', async () => {
    await seedCash(1);
    await seedCash(2, 'BEDRIDDEN');
    await authorise(await seedCash(3, 'LIMITED_CAPACITY'), 3);
    await authorise(await seedCash(4, 'LIMITED_CAPACITY'), 4, '2025-12-31');

    await bench.released();

    expect(await claimed()).toEqual([
      ['Nguyễn Văn Thử', 'COUNTER', null, '13285'],
      ['Nguyễn Văn Thử', 'HOME', null, '13285'],
      ['Nguyễn Văn Thử', 'HOME', null, '13285'],
      ['Trần Thị Nhận', 'COUNTER', null, '13285'],
    ]);
    expect(await bench.totals()).toEqual({ QUEUED: 4 });
  });

  it('needs a fresh word of the population register and a post office that pays, and no account', async () => {
    await seedCash(1);
    await query(`UPDATE population.citizen_verdict SET checked_at = now() - interval '31 days'`);
    await seedCash(2);
    await openPost('NULL');
    await seedPeople(bench.database.pool, { from: 3 });

    await bench.makeBatch();

    expect(await bench.column('SELECT reason AS value FROM payment.left_out ORDER BY 1')).toEqual([
      'CHECK_STALE',
      'NO_RAIL',
    ]);
  });

  it('stays in the batch at its approval, beside those who are paid into accounts', async () => {
    await seedCash(1);
    await seedPeople(bench.database.pool, { from: 2 });
    const batch = await bench.makeBatch();

    await approveBatch(bench.deps, approver, { id: batch.id });

    expect(await bench.totals()).toEqual({ APPROVED: 2 });
  });

  it('leaves the batch at its approval when the receiver’s mandate has ended since', async () => {
    await authorise(await seedCash(1), 1);
    const batch = await bench.makeBatch();
    await query(`UPDATE social_protection.authorisation SET valid_to = '2025-12-31'`);

    await approveBatch(bench.deps, approver, { id: batch.id });

    expect(await bench.column('SELECT text AS value FROM payment.left_out')).toEqual([
      'the receiver’s mandate has ended',
    ]);
    expect(await bench.totals()).toEqual({});
  });

  it('is flagged when one person collects for two', async () => {
    await authorise(await seedCash(1), 1);
    const second = await seedCash(2);
    await query(
      `INSERT INTO social_protection.authorisation (beneficiary_id, receiver_citizen_id, relationship, document_ref, valid_from)
       SELECT $1, receiver_citizen_id, 'con', 'UQ-2', '2025-01-01' FROM social_protection.authorisation`,
      [second],
    );

    await bench.makeBatch();

    expect(await bench.column('SELECT rule AS value FROM payment.duplicate_flag')).toEqual([
      'SAME_RECEIVER',
      'SAME_RECEIVER',
    ]);
  });
});

describe('what nobody collects by the period’s end', () => {
  /** A month whose cash stayed at the counter. */
  async function leaveUncollected(count: number) {
    for (let person = 1; person <= count; person++) await seedCash(person);
    const batch = await bench.released();
    const claims = await bench.claim({}, post);
    const say = (status: 'ACCEPTED' | 'REJECTED', reasonText?: string) =>
      bench.report(
        claims.map(({ attempt }) => ({ reference: attempt.reference, status, reasonText })),
        post,
      );
    await say('ACCEPTED');
    await say('REJECTED', 'NOT_COLLECTED');
    return batch;
  }

  it('is picked up by another batch of the same period', async () => {
    const batch = await leaveUncollected(2);

    const next = await bench.makeBatch();

    expect(next.carried_forward_from).toBe(batch.id);
    expect(await bench.totals()).toEqual({ DRAFT: 2, REJECTED: 2 });
    expect(
      await bench.column('SELECT replaces IS NOT NULL AS value FROM payment.payment ORDER BY id'),
    ).toEqual([false, false, true, true]);
  });

  it('is no part of the next month’s batch unless that is asked for', async () => {
    await leaveUncollected(2);

    const next = await bench.makeBatch(officer, PROVINCE, { period: NEXT_PERIOD });

    expect(next.carried_forward_from).toBeNull();
    expect(await bench.column(`SELECT period AS value FROM payment.payment WHERE status = 'DRAFT'`)).toEqual([
      NEXT_PERIOD,
      NEXT_PERIOD,
    ]);
  });

  it('is carried forward by the next month’s batch, each payment for its own month, once', async () => {
    const batch = await leaveUncollected(2);

    const next = await bench.makeBatch(officer, PROVINCE, { period: NEXT_PERIOD, carryForward: true });
    await approveBatch(bench.deps, approver, { id: next.id, acceptFlagsReason: 'đã xem' });

    expect(next.carried_forward_from).toBe(batch.id);
    expect(
      await bench.column(
        `SELECT period || ' ' || count(*) || ' ' || count(replaces) AS value FROM payment.payment
         WHERE status = 'APPROVED' GROUP BY period ORDER BY 1`,
      ),
    ).toEqual([`${PERIOD} 2 2`, `${NEXT_PERIOD} 2 0`]);
    await expect(
      bench.makeBatch(officer, PROVINCE, { period: parsePeriod('2027-01'), carryForward: true }),
    ).resolves.toMatchObject({ carried_forward_from: null });
  });

  it('is not carried forward for who died, and names them', async () => {
    await leaveUncollected(2);
    await query(
      `UPDATE population.citizen_verdict SET verdict = 'DECEASED' WHERE citizen_id = (SELECT min(citizen_id::text)::uuid FROM payment.payment)`,
    );

    await bench.makeBatch(officer, PROVINCE, { period: NEXT_PERIOD, carryForward: true });

    expect(await bench.totals()).toEqual({ DRAFT: 2, REJECTED: 2 });
    expect(await bench.column('SELECT reason AS value FROM payment.left_out')).toEqual(['DECEASED']);
  });

  it('is not carried forward past the end of the right to that month', async () => {
    await leaveUncollected(1);
    await query(`UPDATE social_protection.entitlement SET valid_from = '2026-12-01'`);

    await bench.makeBatch(officer, PROVINCE, { period: NEXT_PERIOD, carryForward: true });

    expect(await bench.column(`SELECT period AS value FROM payment.payment WHERE status = 'DRAFT'`)).toEqual([
      NEXT_PERIOD,
    ]);
  });

  it('stays owed when the batch that carried it forward is cancelled', async () => {
    await leaveUncollected(1);
    await bench.makeBatch();
    await query(`UPDATE payment.payment SET status = 'CANCELLED' WHERE status = 'DRAFT'`);

    await bench.makeBatch(officer, PROVINCE, { period: NEXT_PERIOD, carryForward: true });

    expect(
      await bench.column(`SELECT period AS value FROM payment.payment WHERE status = 'DRAFT' ORDER BY 1`),
    ).toEqual([PERIOD, NEXT_PERIOD]);
  });
});
