import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { countExceptions, listExceptions } from '../../src/payment/exception-store.js';
import { lapseLeases } from '../../src/payment/lapse-leases.js';
import { EVERYWHERE, machine, openPaymentBench, type PaymentBench } from './payment-bench.js';

let bench: PaymentBench;
beforeAll(async () => {
  bench = await openPaymentBench();
});
afterAll(() => bench.database.drop());
beforeEach(() => bench.reset());

describe('a payment', () => {
  it('is handed out to be sent once, and settles its batch', async () => {
    await bench.releasedBatch(2);

    const tasks = await bench.claim();
    const again = await bench.claim();
    const receipts = await bench.report(
      tasks.map((task) => ({ reference: task.attempt.reference, status: 'SETTLED' })),
    );

    expect(tasks.map((task) => task.task.action)).toEqual(['SUBMIT', 'SUBMIT']);
    expect(again).toEqual([]);
    expect(receipts.map((receipt) => receipt.outcome)).toEqual(['APPLIED', 'APPLIED']);
    expect(await bench.totals()).toEqual({ SETTLED: 2 });
    expect(await bench.column('SELECT status AS value FROM payment.batch')).toEqual(['COMPLETED']);
    expect(await bench.column('SELECT count(*)::int AS value FROM work.task')).toEqual([0]);
  });

  it('is UNKNOWN when a lease ends without a report, and only asked about from then on', async () => {
    await bench.releasedBatch(1);
    await bench.claim();
    await bench.database.pool.query(`UPDATE work.task SET leased_until = now() - interval '1 second'`);

    await lapseLeases(bench.deps);
    await bench.database.pool.query('UPDATE work.task SET available_at = now()');
    const [task] = await bench.claim();

    expect(await bench.totals()).toEqual({ UNKNOWN: 1 });
    expect(task?.task.action).toBe('INQUIRE');
  });

  it('of a worker that starts anew is asked about at once', async () => {
    await bench.releasedBatch(1);
    await bench.claim();

    await bench.claim({ newSession: true });

    expect(await bench.totals()).toEqual({ UNKNOWN: 1 });
  });

  it('counts a report after its lease ended, once', async () => {
    await bench.releasedBatch(1);
    const [task] = await bench.claim();
    await bench.claim({ newSession: true });
    const reports = [{ reportId: 'r1', reference: task?.attempt.reference, status: 'SETTLED' as const }];

    const first = await bench.report(reports);
    const second = await bench.report(reports);

    expect(first[0]?.outcome).toBe('APPLIED');
    expect(second[0]?.outcome).toBe('DUPLICATE');
    expect(await bench.totals()).toEqual({ SETTLED: 1 });
  });

  it('keeps the same report id with other content as an exception', async () => {
    await bench.releasedBatch(1);
    const [task] = await bench.claim();
    await bench.report([{ reportId: 'r1', reference: task?.attempt.reference, status: 'ACCEPTED' }]);

    const [receipt] = await bench.report([
      { reportId: 'r1', reference: task?.attempt.reference, status: 'SETTLED' },
    ]);

    expect(receipt?.outcome).toBe('EXCEPTION');
    expect(await bench.totals()).toEqual({ ACCEPTED: 1 });
    expect(await bench.column('SELECT kind AS value FROM payment.exception')).toEqual(['REPORT_ID_REUSED']);
  });

  it('is not moved by a report of another amount, of another institution or of a status that is the hub’s', async () => {
    await bench.releasedBatch(1);
    const [task] = await bench.claim();
    const reference = task?.attempt.reference;

    const amount = await bench.report([{ reference, status: 'SETTLED', amount: 1n }]);
    const stranger = await bench.report([{ reference, status: 'SETTLED' }], machine('VIETTEL_MONEY'));
    const status = await bench.report([{ reference, status: 'QUEUED' }]);

    expect([amount, stranger, status].map(([receipt]) => receipt?.outcome)).toEqual([
      'EXCEPTION',
      'REFUSED',
      'REFUSED',
    ]);
    expect(await bench.totals()).toEqual({ QUEUED: 1 });
  });

  it('that was rejected is replaced by a new one in the period’s next batch, never re-opened', async () => {
    const batch = await bench.releasedBatch(1);
    const [task] = await bench.claim();
    await bench.report([
      { reference: task?.attempt.reference, status: 'REJECTED', reason: 'ACCOUNT_BLOCKED' },
    ]);

    const next = await bench.makeBatch();

    expect(next.carried_forward_from).toBe(batch.id);
    expect(await bench.totals()).toEqual({ DRAFT: 1, REJECTED: 1 });
    expect(
      await bench.column('SELECT replaces AS value FROM payment.payment WHERE replaces IS NOT NULL'),
    ).toEqual([task?.attempt.payment_id]);
  });

  it('that the institution confirms as SUBMITTED is not made UNKNOWN by the adapter’s own word', async () => {
    await bench.releasedBatch(1);
    const [task] = await bench.claim();
    const reference = task?.attempt.reference;
    await bench.report([{ reference, status: 'SUBMITTED', evidence: 'NONE' }]);
    await bench.report([{ reference, status: 'SUBMITTED', evidence: 'REPLY' }]);

    const [receipt] = await bench.report([{ reference, status: 'UNKNOWN', evidence: 'NONE' }]);

    expect(receipt?.outcome).toBe('STALE');
    expect(await bench.totals()).toEqual({ SUBMITTED: 1 });
  });

  it('waits for a person where the institution names it by a reference of another one, and neither is named by it then', async () => {
    await bench.releasedBatch(2);
    const tasks = await bench.claim();
    const named = await bench.report(
      tasks.map((task) => ({
        reference: task.attempt.reference,
        status: 'ACCEPTED' as const,
        externalReference: 'FT1',
      })),
    );

    const [receipt] = await bench.report([{ externalReference: 'FT1', status: 'SETTLED' }]);

    expect(named.map(({ outcome }) => outcome)).toEqual(['APPLIED', 'EXCEPTION']);
    expect(receipt?.outcome).toBe('REFUSED');
    expect(await bench.column('SELECT kind AS value FROM payment.exception')).toEqual([
      'EXTERNAL_REFERENCE_TAKEN',
    ]);
    expect(await bench.totals()).toEqual({ ACCEPTED: 1, QUEUED: 1 });
  });

  it('that the institution never received waits for two people, as one exception', async () => {
    await bench.releasedBatch(1);
    const [task] = await bench.claim();
    const unknown = {
      reference: task?.attempt.reference,
      status: 'UNKNOWN' as const,
      evidence: 'INQUIRY' as const,
    };

    await bench.report([{ ...unknown, reason: 'NOT_RECEIVED' }]);
    await bench.report([{ ...unknown, reason: 'NOT_RECEIVED' }]);

    expect(await bench.totals()).toEqual({ UNKNOWN: 1 });
    expect(await countExceptions(bench.deps.prisma, { isOpen: true }, EVERYWHERE)).toBe(1);
    expect(
      await listExceptions(bench.deps.prisma, {}, { ...EVERYWHERE, areaIds: new Set() }, { first: 10 }),
    ).toEqual([]);
    expect(await listExceptions(bench.deps.prisma, {}, EVERYWHERE, { first: 10 })).toMatchObject([
      { kind: 'NOT_RECEIVED' },
    ]);
  });

  it('has its events in the order of its states, in the transaction of each', async () => {
    await bench.releasedBatch(1);
    const [task] = await bench.claim();
    await bench.report([{ reference: task?.attempt.reference, status: 'ACCEPTED' }]);
    await bench.report([{ reference: task?.attempt.reference, status: 'RETURNED' }]);

    const moves = await bench.column(
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
    await bench.releasedBatch(40);
    const tasks = await bench.claim();
    const references = tasks.map((task) => task.attempt.reference);

    await Promise.all(
      [1, 2, 3, 4, 5, 6].map((worker) =>
        bench.report(
          references.map((reference) => ({
            reportId: `${worker}-${reference}`,
            reference,
            status: 'SETTLED' as const,
          })),
        ),
      ),
    );

    expect(await bench.totals()).toEqual({ SETTLED: 40 });
    expect(
      await bench.column(`SELECT count(*)::int AS value FROM event.inbox WHERE status_to = 'SETTLED'`),
    ).toEqual([40]);
    expect(await bench.column('SELECT status AS value FROM payment.batch')).toEqual(['COMPLETED']);
  });
});
