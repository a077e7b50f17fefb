/** People win over leases: whoever keeps an attempt in hand holds a decision back for a while, never for ever. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { resolveException } from '../../src/payment/resolve-exception.js';
import { keepTasks } from '../../src/payment/keep-tasks.js';
import { AMOUNT, lineOf, openExceptionBench, type ExceptionBench } from './exception-bench.js';
import { approver, bidv, officer } from './payment-bench.js';

let bench: ExceptionBench;
beforeAll(async () => {
  bench = await openExceptionBench();
});
afterAll(() => bench.database.drop());
beforeEach(() => bench.reset());

const keep = async () => {
  const taskIds = await bench.column<string>('SELECT id AS value FROM work.task');
  return keepTasks(bench.deps, bidv, { taskIds, leaseSeconds: 3600 });
};
const leaseRunsOut = () =>
  bench.database.pool.query(
    `UPDATE work.task SET leased_until = now() - interval '1 s' WHERE leased_until IS NOT NULL`,
  );
const due = () => bench.database.pool.query('UPDATE work.task SET available_at = now()');

describe('a lease', () => {
  it('of an attempt that nobody has spoken of is kept for as long as its adapter works on it', async () => {
    await bench.sent();

    expect(await keep()).toBe(1);
  });

  it('is kept no more once the institution has named another amount', async () => {
    const reference = await bench.sent();

    await bench.report([{ reference, status: 'SETTLED', amount: AMOUNT + 1n }]);

    expect(await keep()).toBe(0);
  });

  it('is kept no more by whoever holds an unsent attempt, when the one before it is heard of', async () => {
    const reference = await bench.sent();
    await bench.report([{ reference, status: 'UNKNOWN', evidence: 'INQUIRY', reason: 'NOT_RECEIVED' }]);
    await bench.decide('SEND_AGAIN');
    await bench.claim();

    await bench.report([{ reference, status: 'SETTLED', evidence: 'NOTIFICATION' }]);

    expect(await keep()).toBe(0);
  });

  it('under which somebody asks about what was never received is kept no more', async () => {
    const reference = await bench.sent();
    await bench.report([{ reference, status: 'UNKNOWN', evidence: 'INQUIRY', reason: 'NOT_RECEIVED' }]);
    await due();
    await bench.claim();

    expect(await keep()).toBe(0);
  });

  it('is kept again once people have decided', async () => {
    const reference = await bench.sent();
    await bench.report([{ reference, status: 'UNKNOWN', evidence: 'INQUIRY', reason: 'NOT_RECEIVED' }]);
    await bench.decide('SEND_AGAIN');
    await bench.claim();

    expect(await keep()).toBe(1);
  });
});

describe('a decision about an attempt that its adapter claims again and again', () => {
  it('waits until the lease has run out, and nobody gets another one once it is proposed', async () => {
    const reference = await bench.sent();
    await bench.report([{ reference, status: 'ACCEPTED' }]);
    await due();
    await bench.claim();
    await bench.report([lineOf(reference, { amount: AMOUNT - 1n })]);
    const { id } = await bench.onlyException();
    const said = { id, decision: 'PAID_OTHER_AMOUNT', reason: 'đã hỏi chi nhánh' } as const;

    await resolveException(bench.deps, officer, said);
    const early = await resolveException(bench.deps, approver, said);
    await leaseRunsOut();
    const claimed = await bench.claim();
    const late = await resolveException(bench.deps, approver, said);

    expect([early.kind, claimed, late.kind]).toEqual(['ATTEMPT_IN_HAND', [], 'RESOLVED']);
    expect(await bench.totals()).toEqual({ SETTLED: 1 });
    expect(await bench.violated()).toEqual([]);
  });

  it('lets what took its place be asked about, since it may have to wait for the end of that', async () => {
    const first = await bench.sent();
    await bench.report([{ reference: first, status: 'SETTLED' }]);
    await bench.report([{ reference: first, status: 'RETURNED' }]);
    await bench.released();
    await bench.claim();
    await leaseRunsOut();
    await bench.claim({ newSession: true });
    await leaseRunsOut();
    await due();
    await bench.report([lineOf(first, { status: 'REJECTED' })]);
    const { id } = await bench.onlyException();
    const said = { id, decision: 'WAS_PAID', reason: 'đã hỏi chi nhánh' } as const;
    await resolveException(bench.deps, officer, said);

    const early = await resolveException(bench.deps, approver, { id, decision: 'WAS_PAID' });
    const asked = await bench.claim();

    expect(early.kind).toBe('OTHER_ATTEMPT_OPEN');
    expect(asked.map(({ task }) => task.action)).toEqual(['INQUIRE']);
  });

  it('that nobody confirms for a day keeps nobody from asking any longer', async () => {
    const reference = await bench.sent();
    await bench.report([{ reference, status: 'ACCEPTED' }]);
    await bench.report([lineOf(reference, { amount: AMOUNT - 1n })]);
    const { id } = await bench.onlyException();
    await resolveException(bench.deps, officer, { id, decision: 'PAID_OTHER_AMOUNT', reason: 'x' });
    await due();
    expect(await bench.claim()).toEqual([]);

    await bench.database.pool.query(`UPDATE payment.exception SET proposed_at = now() - interval '25 hours'`);
    await due();

    expect((await bench.claim()).map(({ task }) => task.action)).toEqual(['INQUIRE']);
  });
});
