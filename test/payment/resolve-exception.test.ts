import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ExceptionDecision } from '../../src/payment/exception-kind.js';
import { listExceptions, type ExceptionRow } from '../../src/payment/exception-store.js';
import { checkInvariants } from '../../src/payment/check-invariants.js';
import { resolveException, takeException } from '../../src/payment/resolve-exception.js';
import {
  EVERYWHERE,
  approver,
  machine,
  officer,
  openPaymentBench,
  type PaymentBench,
} from './payment-bench.js';

let bench: PaymentBench;
beforeAll(async () => {
  bench = await openPaymentBench();
});
afterAll(() => bench.database.drop());
beforeEach(() => bench.reset());

const both = (subject: string) => ({ ...officer, subject, roles: ['officer', 'approver'] as const });
const stranger = { ...officer, area: { code: '40' } };

/** A payment that its institution never received, and the exception that waits for two people. */
async function neverReceived(): Promise<{ id: string; reference: string; batchId: string }> {
  const batch = await bench.releasedBatch(1);
  const [task] = await bench.claim();
  const reference = task?.attempt.reference ?? '';
  await bench.report([{ reference, status: 'UNKNOWN', evidence: 'INQUIRY', reason: 'NOT_RECEIVED' }]);
  return { ...(await onlyException()), reference, batchId: batch.id };
}

async function onlyException(): Promise<ExceptionRow> {
  const [row] = await listExceptions(bench.deps.prisma, { isOpen: true }, EVERYWHERE, { first: 1 });
  if (!row) throw new Error('no exception is open');
  return row;
}

const propose = (id: string, decision: ExceptionDecision, caller = officer) =>
  resolveException(bench.deps, caller, { id, decision, reason: 'ngân hàng xác nhận không nhận được' });
const confirm = (id: string, decision: ExceptionDecision, caller = approver) =>
  resolveException(bench.deps, caller, { id, decision });
const attempts = () => bench.column<string>('SELECT status AS value FROM payment.attempt ORDER BY id');
const violated = async () => {
  const { pool } = bench.database;
  return (await checkInvariants({ snapshot: pool, later: pool })).filter(({ violations }) => violations > 0);
};

describe('a payment that its institution never received', () => {
  it('is sent again under a new reference once an officer proposed it and an approver confirmed it', async () => {
    const { id, reference } = await neverReceived();

    const first = await propose(id, 'SEND_AGAIN');
    expect(await bench.totals()).toEqual({ UNKNOWN: 1 });
    const second = await confirm(id, 'SEND_AGAIN');

    expect([first.kind, second.kind]).toEqual(['PROPOSED', 'RESOLVED']);
    expect(await bench.totals()).toEqual({ QUEUED: 1 });
    expect(await attempts()).toEqual(['CANCELLED', 'QUEUED']);
    const tasks = await bench.claim();
    expect(tasks.map(({ task }) => task.action)).toEqual(['SUBMIT']);
    expect(tasks[0]?.attempt.reference).not.toBe(reference);
    expect(await violated()).toEqual([]);
  });

  it('settles by its new attempt and completes its batch', async () => {
    const { id } = await neverReceived();
    await propose(id, 'SEND_AGAIN');
    await confirm(id, 'SEND_AGAIN');
    const [task] = await bench.claim();

    await bench.report([{ reference: task?.attempt.reference, status: 'SETTLED' }]);

    expect(await bench.totals()).toEqual({ SETTLED: 1 });
    expect(await attempts()).toEqual(['CANCELLED', 'SETTLED']);
    expect(await bench.column('SELECT status AS value FROM payment.batch')).toEqual(['COMPLETED']);
    expect(await violated()).toEqual([]);
  });

  it.each(['SETTLED', 'ACCEPTED', 'REJECTED', 'RETURNED'] as const)(
    'keeps what its institution says late of the attempt that was closed (%s) for a person, and moves by it never',
    async (status) => {
      const { id, reference } = await neverReceived();
      await propose(id, 'SEND_AGAIN');
      await confirm(id, 'SEND_AGAIN');

      const [late] = await bench.report([{ reference, status, evidence: 'STATEMENT' }]);

      expect(late?.outcome).toBe('EXCEPTION');
      expect(await bench.totals()).toEqual({ QUEUED: 1 });
      expect(await onlyException()).toMatchObject({ kind: 'CONTRADICTION' });
    },
  );

  it('asks nobody again when the closed attempt is once more said to be unknown', async () => {
    const { id, reference } = await neverReceived();
    await propose(id, 'SEND_AGAIN');
    await confirm(id, 'SEND_AGAIN');

    const [late] = await bench.report([
      { reference, status: 'UNKNOWN', evidence: 'INQUIRY', reason: 'NOT_RECEIVED', reasonText: 'again' },
    ]);

    expect(late?.outcome).toBe('STALE');
    expect(await listExceptions(bench.deps.prisma, { isOpen: true }, EVERYWHERE, { first: 9 })).toEqual([]);
  });

  it('is rejected when it is given up, completes its batch, and can be replaced', async () => {
    const { id, batchId } = await neverReceived();

    await propose(id, 'GIVE_UP');
    const result = await confirm(id, 'GIVE_UP');
    const batches = await bench.column('SELECT status AS value FROM payment.batch');
    const next = await bench.makeBatch();

    expect(result.kind).toBe('RESOLVED');
    expect(batches).toEqual(['COMPLETED']);
    expect(next.carried_forward_from).toBe(batchId);
    expect(
      await bench.column(`SELECT reason AS value FROM payment.payment WHERE status = 'REJECTED'`),
    ).toEqual(['NOT_RECEIVED']);
    expect(await violated()).toEqual([]);
  });

  it('that was given up and is accepted late goes to a person', async () => {
    const { id, reference } = await neverReceived();
    await propose(id, 'GIVE_UP');
    await confirm(id, 'GIVE_UP');

    const [late] = await bench.report([{ reference, status: 'ACCEPTED' }]);

    expect(late?.outcome).toBe('EXCEPTION');
    expect(await bench.totals()).toEqual({ REJECTED: 1 });
  });

  it('is never decided by one person, whatever roles they have', async () => {
    const { id } = await neverReceived();

    const alone = [
      await propose(id, 'SEND_AGAIN', both('one')),
      await confirm(id, 'SEND_AGAIN', both('one')),
    ];
    const unproposed = await confirm(id, 'GIVE_UP');

    expect(alone.map(({ kind }) => kind)).toEqual(['PROPOSED', 'FOUR_EYES']);
    expect(unproposed).toMatchObject({ kind: 'INVALID', field: 'decision' });
    await expect(
      bench.database.pool.query(
        `UPDATE payment.exception SET resolution = 'SEND_AGAIN', resolved_by = proposed_by, resolved_at = now()`,
      ),
    ).rejects.toThrow('exception_four_eyes');
    expect(await bench.totals()).toEqual({ UNKNOWN: 1 });
  });

  it('takes a new proposal in place of the old one, which cannot be confirmed any more', async () => {
    const { id } = await neverReceived();
    await propose(id, 'SEND_AGAIN');

    await propose(id, 'GIVE_UP', { ...officer, subject: 'another officer' });
    const old = await confirm(id, 'SEND_AGAIN');

    expect(old.kind).toBe('INVALID');
    expect(await onlyException()).toMatchObject({
      proposedDecision: 'GIVE_UP',
      proposedBy: 'another officer',
      assignedTo: 'officer',
    });
  });

  it('needs a written reason and a decision', async () => {
    const { id } = await neverReceived();

    expect(
      await resolveException(bench.deps, officer, { id, decision: 'GIVE_UP', reason: ' ' }),
    ).toMatchObject({
      field: 'reason',
    });
    expect(await resolveException(bench.deps, officer, { id, reason: 'đã hỏi' })).toMatchObject({
      field: 'decision',
    });
  });

  it('is not sent again while an adapter has the attempt in hand', async () => {
    const { id } = await neverReceived();
    await bench.database.pool.query('UPDATE work.task SET available_at = now()');
    await bench.claim();
    await propose(id, 'SEND_AGAIN');

    expect((await confirm(id, 'SEND_AGAIN')).kind).toBe('ATTEMPT_IN_HAND');
    expect(await attempts()).toEqual(['UNKNOWN']);
  });

  it('is not sent again once its institution has said more; one person then closes the exception', async () => {
    const { id, reference } = await neverReceived();
    await propose(id, 'SEND_AGAIN');
    await bench.report([{ reference, status: 'SETTLED', evidence: 'NOTIFICATION' }]);

    const late = await confirm(id, 'SEND_AGAIN');
    const noted = await resolveException(bench.deps, officer, { id, reason: 'đã ghi có' });

    expect([late.kind, noted.kind]).toEqual(['PAYMENT_MOVED_ON', 'RESOLVED']);
    expect(await bench.totals()).toEqual({ SETTLED: 1 });
  });

  it('is sent again once, however many approvers confirm it at the same moment', async () => {
    const { id } = await neverReceived();
    await propose(id, 'SEND_AGAIN');

    const results = await Promise.all(
      [1, 2, 3, 4].map((n) => confirm(id, 'SEND_AGAIN', { ...approver, subject: `approver ${n}` })),
    );

    expect(results.map(({ kind }) => kind).sort()).toEqual([
      ...Array(3).fill('ALREADY_RESOLVED'),
      'RESOLVED',
    ]);
    expect(await attempts()).toEqual(['CANCELLED', 'QUEUED']);
    expect(await violated()).toEqual([]);
  });

  it('of another area is not found, and no adapter decides', async () => {
    const { id } = await neverReceived();

    expect((await propose(id, 'SEND_AGAIN', stranger)).kind).toBe('NOT_FOUND');
    expect((await takeException(bench.deps, stranger, id)).kind).toBe('NOT_FOUND');
    await expect(propose(id, 'SEND_AGAIN', machine('BIDV'))).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('any other exception', () => {
  it('on which nothing is to be decided is closed by one person with a written reason, and nothing moves', async () => {
    const { id, reference } = await neverReceived();
    await bench.report([{ reference, status: 'REJECTED', evidence: 'NOTIFICATION' }]);

    const without = await resolveException(bench.deps, approver, { id });
    const noted = await resolveException(bench.deps, approver, { id, reason: 'ngân hàng đã từ chối' });
    const again = await resolveException(bench.deps, approver, { id, reason: 'ngân hàng đã từ chối' });

    expect([without.kind, noted.kind, again.kind]).toEqual(['INVALID', 'RESOLVED', 'ALREADY_RESOLVED']);
    expect(await bench.totals()).toEqual({ REJECTED: 1 });
    const [row] = await listExceptions(bench.deps.prisma, { isOpen: false }, EVERYWHERE, { first: 1 });
    expect(row).toMatchObject({ resolution: 'NOTED', resolvedBy: 'approver', assignedTo: 'approver' });
  });

  it('is taken by whoever looks after it', async () => {
    const { id } = await neverReceived();

    await takeException(bench.deps, approver, id);

    expect(await onlyException()).toMatchObject({ assignedTo: 'approver' });
  });
});
