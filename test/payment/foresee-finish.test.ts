/** When a batch will be through, from what the database knows: declared pace, queue, log, exceptions. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { findBatches } from '../../src/payment/batch-list-store.js';
import { findTotals } from '../../src/payment/batch-store.js';
import { createForeseer, type Foreseer, type Foresight } from '../../src/payment/foresee-finish.js';
import { countStatements } from '../setup/count-statements.js';
import { seedPeople } from '../setup/payable-people.js';
import { openPaymentBench, type PaymentBench } from './payment-bench.js';

let bench: PaymentBench;
let foreseer: Foreseer;
let now: Date;
beforeAll(async () => {
  bench = await openPaymentBench();
});
afterAll(() => bench.database.drop());
beforeEach(async () => {
  await bench.reset();
  await bench.database.pool.query('TRUNCATE event.log');
  foreseer = createForeseer(bench.deps);
  await seen('BIDV', 5);
  now = new Date();
});

/** Its adapter is alive and has declared a rate. */
async function seen(institution: string, ratePerSecond: number, hours: object | null = null): Promise<void> {
  const { pool } = bench.database;
  await pool.query('UPDATE account.institution SET last_seen_at = now() WHERE served_by = $1', [institution]);
  await pool.query(
    `INSERT INTO account.institution_capability (institution_code, work, concurrency_max, rate_per_second_max,
       service_hours, declared_at) VALUES ($1, '{PAYMENT}', 8, $2, $3, now())
     ON CONFLICT (institution_code) DO UPDATE SET rate_per_second_max = $2, service_hours = $3`,
    [institution, ratePerSecond, hours],
  );
}

async function look(batchId: string): Promise<Foresight> {
  const [[batch], totals] = await Promise.all([
    findBatches(bench.deps.db, [batchId], { kind: 'COUNTRY' }),
    findTotals(bench.deps.db, [batchId]),
  ]);
  return foreseer.foresee(batch!, totals, now);
}

const after = (seconds: number) => new Date(now.getTime() + seconds * 1_000);

describe('the finish of a batch', () => {
  it('is unknown while it waits for approval or money', async () => {
    await seedPeople(bench.database.pool, { count: 2 });
    const batch = await bench.makeBatch();

    expect(await look(batch.id)).toMatchObject({
      finishesAt: null,
      byInstitution: [{ code: 'BIDV', open: 2, unknown: 'NOT_RELEASED' }],
    });
  });

  it('is what is to be sent by the declared rate, behind batches that were released before', async () => {
    await bench.releasedBatch(10);
    await seedPeople(bench.database.pool, { from: 11, count: 5 });
    const second = await bench.released();

    expect(await look(second.id)).toEqual({
      finishesAt: after(15 / 5),
      waitingForPeople: 0,
      byInstitution: [
        {
          code: 'BIDV',
          open: 5,
          waitingForPeople: 0,
          ratePerSecond: 5,
          finishesAt: after(3),
          opensAt: null,
          unknown: null,
        },
      ],
    });
  });

  it('is by the pace that the institution shows where that is less', async () => {
    const batch = await bench.releasedBatch(30);
    await bench.database.pool.query(`UPDATE payment.batch SET released_at = now() - interval '40 seconds'`);
    await bench.database.pool.query(
      `INSERT INTO event.log (position, seq, id, kind, subject_id, institution_code, status_from, status_to, occurred_at, recorded_at)
       SELECT i, i, hub.uuid_v7(), 'payment', hub.uuid_v7(), 'BIDV', 'QUEUED', 'SETTLED', now(), now() - i * interval '1 second'
       FROM generate_series(1, 50) i`,
    );

    const { byInstitution } = await look(batch.id);

    // Forty in forty seconds: what came before the release says nothing of a queue that was never empty.
    expect(byInstitution[0]?.ratePerSecond).toBeGreaterThan(0.9);
    expect(byInstitution[0]?.ratePerSecond).toBeLessThanOrEqual(1);
  });

  it('is one for all banks behind NAPAS: they share its pace', async () => {
    const { pool } = bench.database;
    await pool.query(`INSERT INTO account.institution (code, name, kind, bin, served_by)
      VALUES ('NAPAS:970415', 'VietinBank', 'BANK', '970415', 'NAPAS');
      UPDATE account.institution SET rail_since = now() WHERE served_by = 'NAPAS'`);
    await seen('NAPAS', 2);
    await seedPeople(pool, { count: 6, institution: 'NAPAS:970415' });
    await seedPeople(pool, { from: 7, count: 2, institution: 'NAPAS:970436' });
    const batch = await bench.released();

    const { finishesAt, byInstitution } = await look(batch.id);

    expect(byInstitution.map(({ code, open }) => [code, open])).toEqual([
      ['NAPAS:970415', 6],
      ['NAPAS:970436', 2],
    ]);
    expect(byInstitution.map((one) => one.finishesAt)).toEqual([after(4), after(4)]);
    expect(finishesAt).toEqual(after(4));
  });

  it('stands still while the institution is closed, and is unknown when its adapter is gone', async () => {
    const batch = await bench.releasedBatch(5);
    const hours = { opensAt: '08:00', closesAt: '16:30', weekdays: [1, 2, 3, 4, 5] };
    await seen('BIDV', 5, hours);
    // A Saturday, and a last sign of life within the minute.
    now = new Date('2026-11-21T03:00:00Z');
    const lastSeen = (at: string) =>
      bench.database.pool.query('UPDATE account.institution SET last_seen_at = $1', [at]);

    await lastSeen('2026-11-21T02:59:30Z');
    const closed = await look(batch.id);
    await lastSeen('2026-11-21T02:30:00Z');
    foreseer = createForeseer(bench.deps);
    const gone = await look(batch.id);

    expect(closed).toMatchObject({
      finishesAt: new Date('2026-11-23T01:00:01Z'),
      byInstitution: [{ opensAt: new Date('2026-11-23T01:00:00Z') }],
    });
    expect(gone).toMatchObject({ finishesAt: null, byInstitution: [{ unknown: 'UNREACHABLE' }] });
  });

  it('of cash is the end of the month that it can be collected in', async () => {
    await bench.database.pool.query(
      `UPDATE account.institution SET kind = 'CASH_SERVICE' WHERE code = 'BIDV'`,
    );
    const batch = await bench.releasedBatch(3);
    await bench.database.pool.query(`UPDATE payment.batch SET released_at = '2026-11-20T00:00:00Z'`);
    await bench.database.pool.query(`UPDATE account.institution SET last_seen_at = '2026-11-22T00:00:00Z'`);
    now = new Date('2026-11-22T00:00:10Z');

    expect((await look(batch.id)).finishesAt).toEqual(new Date('2026-11-30T17:00:00Z'));
  });

  it('does not count what two people decide about, and is unknown when only that is left', async () => {
    const batch = await bench.releasedBatch(2);
    const [first, second] = await bench.claim();
    const unknown = { status: 'UNKNOWN', evidence: 'INQUIRY', reason: 'NOT_RECEIVED' } as const;
    await bench.report([{ reference: first?.attempt.reference, ...unknown }]);

    const before = await look(batch.id);
    await bench.report([{ reference: second?.attempt.reference, status: 'SETTLED' }]);
    const afterwards = await look(batch.id);

    expect(before).toMatchObject({
      finishesAt: after(1 / 5),
      waitingForPeople: 1,
      byInstitution: [{ open: 2, waitingForPeople: 1 }],
    });
    expect(afterwards).toMatchObject({
      finishesAt: null,
      waitingForPeople: 1,
      byInstitution: [{ open: 1, unknown: 'NEEDS_PEOPLE' }],
    });
  });

  it('of a completed batch is when it was completed', async () => {
    const batch = await bench.releasedBatch(1);
    const [task] = await bench.claim();
    await bench.report([{ reference: task?.attempt.reference, status: 'SETTLED' }]);

    const { finishesAt, byInstitution } = await look(batch.id);

    const [completedAt] = await bench.column<Date>('SELECT completed_at AS value FROM payment.batch');
    expect(finishesAt).toEqual(completedAt);
    expect(byInstitution).toMatchObject([{ open: 0, finishesAt: completedAt }]);
  });

  it('costs ten looks in one second eleven statements, however many institutions there are', async () => {
    const batch = await bench.releasedBatch(3);
    const [[row], totals] = await Promise.all([
      findBatches(bench.deps.db, [batch.id], { kind: 'COUNTRY' }),
      findTotals(bench.deps.db, [batch.id]),
    ]);

    const texts = await countStatements(async () => {
      for (let at = 0; at < 10; at += 1) await foreseer.foresee(row!, totals, now);
    });

    expect(texts).toHaveLength(11);
  });
});
