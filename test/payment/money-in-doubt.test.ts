/** What an institution has said of money is never forgotten: nothing is paid in its stead until two people have decided. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { approveBatch } from '../../src/payment/approve-batch.js';
import { lockBatch } from '../../src/payment/batch-store.js';
import { findAtHand } from '../../src/payment/funding-store.js';
import { resolveException } from '../../src/payment/resolve-exception.js';
import { seedPeople } from '../setup/payable-people.js';
import { AMOUNT, lineOf, openExceptionBench, type ExceptionBench } from './exception-bench.js';
import { approver, officer } from './payment-bench.js';

let bench: ExceptionBench;
beforeAll(async () => {
  bench = await openExceptionBench();
});
afterAll(() => bench.database.drop());
beforeEach(() => bench.reset());

/** Rejected by reply, then settled by the statement. */
async function contradicted(): Promise<string> {
  const reference = await bench.sent();
  await bench.report([{ reference, status: 'REJECTED' }]);
  const [receipt] = await bench.report([lineOf(reference)]);
  expect(receipt?.outcome).toBe('EXCEPTION');
  return reference;
}

describe('a payment that was rejected and is then on the statement', () => {
  it('is in no later batch until people decide, and the batch says why', async () => {
    await contradicted();

    expect((await bench.draft()).kind).toBe('NOTHING_TO_PAY');
    expect(await bench.statuses()).toEqual(['REJECTED']);
    expect(await bench.violated()).toEqual([]);
  });

  it('is left out as MONEY_IN_DOUBT where others are paid', async () => {
    await contradicted();
    await seedPeople(bench.database.pool, { from: 2 });

    await bench.makeBatch();

    expect(await bench.leftOut()).toEqual(['MONEY_IN_DOUBT']);
  });

  it('is not paid by a back payment of the month either', async () => {
    await contradicted();

    const arrears = await bench.draft('ARREARS');

    expect(arrears.kind).toBe('NOTHING_TO_PAY');
  });

  it('is SETTLED by the statement once two people say that it was paid, and is paid no more', async () => {
    await contradicted();

    expect(await bench.decide('WAS_PAID')).toBe('RESOLVED');

    expect(await bench.statuses()).toEqual(['SETTLED']);
    expect(await bench.totals()).toEqual({ SETTLED: 1 });
    expect((await bench.draft()).kind).toBe('NOTHING_TO_PAY');
    expect(await bench.column('SELECT evidence AS value FROM payment.attempt')).toEqual(['STATEMENT']);
    expect(await bench.violated()).toEqual([]);
  });

  it('is paid by the next batch once two people say that it was not', async () => {
    await contradicted();

    expect(await bench.decide('WAS_NOT_PAID')).toBe('RESOLVED');

    expect((await bench.draft()).kind).toBe('CREATED');
    expect(await bench.statuses()).toEqual(['REJECTED', 'DRAFT']);
    expect(await bench.violated()).toEqual([]);
  });

  it('is closed by nobody alone', async () => {
    await contradicted();
    const { id } = await bench.onlyException();

    const noted = await resolveException(bench.deps, approver, { id, reason: 'đã xem' });
    const alone = { ...officer, roles: ['officer', 'approver'] as const };
    const first = await resolveException(bench.deps, alone, { id, decision: 'WAS_NOT_PAID', reason: 'x' });
    const second = await resolveException(bench.deps, alone, { id, decision: 'WAS_NOT_PAID' });

    expect([noted.kind, first.kind, second.kind]).toEqual(['INVALID', 'PROPOSED', 'FOUR_EYES']);
  });

  it('that was told while the next batch waited for approval is taken out of it', async () => {
    const reference = await bench.sent();
    await bench.report([{ reference, status: 'REJECTED' }]);
    await seedPeople(bench.database.pool, { from: 2 });
    const batch = await bench.makeBatch();

    await bench.report([lineOf(reference)]);
    await approveBatch(bench.deps, approver, { id: batch.id, acceptFlagsReason: 'đã xem' });

    expect(await bench.totals()).toEqual({ APPROVED: 1, REJECTED: 1 });
    expect(await bench.leftOut()).toEqual(['MONEY_IN_DOUBT']);
  });

  it('that was told after the replacement was released holds it back, and is let go or withdrawn by people', async () => {
    const reference = await bench.sent();
    await bench.report([{ reference, status: 'REJECTED' }]);
    await bench.released();
    await bench.report([lineOf(reference)]);

    expect(await bench.claim()).toEqual([]);
    expect(await bench.totals()).toEqual({ REJECTED: 1, QUEUED: 1 });
    expect(await bench.decide('WAS_PAID')).toBe('RESOLVED');

    expect(await bench.statuses()).toEqual(['SETTLED', 'CANCELLED']);
    expect(await bench.claim()).toEqual([]);
    expect(await bench.column('SELECT status AS value FROM payment.batch ORDER BY id')).toEqual([
      'COMPLETED',
      'COMPLETED',
    ]);
    expect(await bench.violated()).toEqual([]);
  });

  it('whose replacement was held is sent once people say that the first was not paid', async () => {
    const reference = await bench.sent();
    await bench.report([{ reference, status: 'REJECTED' }]);
    await bench.released();
    await bench.report([lineOf(reference)]);
    expect(await bench.claim()).toEqual([]);

    await bench.decide('WAS_NOT_PAID');

    expect((await bench.claim()).map(({ task }) => task.action)).toEqual(['SUBMIT']);
  });

  it('and whose replacement is paid too is listed to be recovered', async () => {
    const reference = await bench.sent();
    await bench.report([{ reference, status: 'REJECTED' }]);
    await bench.released();
    const [second] = await bench.claim();
    await bench.report([lineOf(reference)]);

    expect(await bench.decide('WAS_PAID')).toBe('OTHER_ATTEMPT_OPEN');
    await bench.report([{ reference: second?.attempt.reference, status: 'SETTLED' }]);
    const { id } = await bench.onlyException();
    const confirmed = await resolveException(bench.deps, approver, { id, decision: 'WAS_PAID' });

    expect(confirmed.kind).toBe('RESOLVED');
    expect(await bench.statuses()).toEqual(['REJECTED', 'SETTLED']);
    expect(await bench.openKinds()).toEqual(['TO_RECOVER']);
    expect(await bench.decide('RECOVERED')).toBe('RESOLVED');
    expect(await bench.violated()).toEqual([]);
  });
});

describe('a payment that two people gave up', () => {
  it('and that is settled late is in no batch until they decide again', async () => {
    const reference = await bench.sent();
    await bench.report([{ reference, status: 'UNKNOWN', evidence: 'INQUIRY', reason: 'NOT_RECEIVED' }]);
    await bench.decide('GIVE_UP');

    await bench.report([lineOf(reference)]);

    expect((await bench.draft()).kind).toBe('NOTHING_TO_PAY');
    expect(await bench.decide('WAS_PAID')).toBe('RESOLVED');
    expect(await bench.totals()).toEqual({ SETTLED: 1 });
    expect(await bench.violated()).toEqual([]);
  });
});

describe('a second attempt that two people had sent', () => {
  async function sentAgain(): Promise<string> {
    const reference = await bench.sent();
    await bench.report([{ reference, status: 'UNKNOWN', evidence: 'INQUIRY', reason: 'NOT_RECEIVED' }]);
    await bench.decide('SEND_AGAIN');
    return reference;
  }

  it('is handed out no more once the first is heard of', async () => {
    const reference = await sentAgain();

    await bench.report([{ reference, status: 'SETTLED', evidence: 'NOTIFICATION' }]);

    expect(await bench.claim()).toEqual([]);
    expect(await bench.decide('WAS_PAID')).toBe('RESOLVED');
    expect(await bench.statuses()).toEqual(['SETTLED']);
    expect(await bench.column('SELECT status AS value FROM payment.attempt ORDER BY id')).toEqual([
      'SETTLED',
      'CANCELLED',
    ]);
    expect(await bench.column('SELECT status AS value FROM payment.batch')).toEqual(['COMPLETED']);
    expect(await bench.violated()).toEqual([]);
  });

  it('that is under way decides first, and then the first one is to be recovered', async () => {
    const reference = await sentAgain();
    const [second] = await bench.claim();
    await bench.report([{ reference, status: 'SETTLED', evidence: 'NOTIFICATION' }]);

    expect(await bench.decide('WAS_PAID')).toBe('OTHER_ATTEMPT_OPEN');
    await bench.report([{ reference: second?.attempt.reference, status: 'SETTLED' }]);
    expect(await bench.decide('WAS_PAID')).toBe('RESOLVED');

    expect(await bench.openKinds()).toEqual(['TO_RECOVER']);
    expect(await bench.totals()).toEqual({ SETTLED: 1 });
    expect(await bench.violated()).toEqual([]);
  });
});

describe('an exception', () => {
  it('keeps every word that is said of it, and everything that people did', async () => {
    const reference = await contradicted();
    await bench.report([
      { reference, status: 'SETTLED', evidence: 'NOTIFICATION', externalReference: 'FT9' },
    ]);
    await bench.decide('WAS_PAID');

    expect(
      await bench.column('SELECT source || status AS value FROM payment.exception_evidence ORDER BY id'),
    ).toEqual(['STATEMENTSETTLED', 'NOTIFICATIONSETTLED']);
    expect(await bench.column('SELECT act AS value FROM payment.exception_entry ORDER BY id')).toEqual([
      'PROPOSED',
      'RESOLVED',
    ]);
  });
});

describe('money of a batch that may have been paid', () => {
  it('does not go back to the Treasury while it is in doubt, nor while it is to be recovered', async () => {
    await contradicted();
    const [id = ''] = await bench.column<string>('SELECT id AS value FROM payment.batch');
    const atHand = async () => findAtHand(bench.deps.db, (await lockBatch(bench.deps.db, id))!);

    expect(await atHand()).toBe(0n);
    await bench.decide('PAID_OTHER_ACCOUNT');
    expect(await atHand()).toBe(0n);
    await bench.decide('RECOVERED');
    expect(await atHand()).toBe(AMOUNT);
  });
});
