/** Payments that an institution made otherwise than it was asked to: another amount, another account. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { returnTasks } from '../../src/work/index.js';
import { AMOUNT, lineOf, openExceptionBench, type ExceptionBench } from './exception-bench.js';
import { bidv } from './payment-bench.js';

let bench: ExceptionBench;
beforeAll(async () => {
  bench = await openExceptionBench();
});
afterAll(() => bench.database.drop());
beforeEach(() => bench.reset());

/** 500,000 đ of 540,000, as its institution says; nobody has decided about it. @returns its reference */
async function paidShort(): Promise<string> {
  const reference = await bench.sent();
  await bench.report([{ reference, status: 'SETTLED', amount: 500_000n }]);
  await returnTasks(bench.deps.db, {
    clientId: bidv.clientId,
    taskIds: await bench.column<string>('SELECT id AS value FROM work.task'),
  });
  return reference;
}

describe('a payment of which the institution names another amount', () => {
  it.each(['returned', 'lapsed'] as const)(
    'is handed out to be sent no more when its task is %s',
    async (how) => {
      const reference = await bench.sent();
      await bench.report([{ reference, status: 'SETTLED', amount: 500_000n }]);
      const [id = ''] = await bench.column<string>('SELECT id AS value FROM work.task');

      if (how === 'returned') await returnTasks(bench.deps.db, { clientId: bidv.clientId, taskIds: [id] });
      else await bench.database.pool.query(`UPDATE work.task SET leased_until = now() - interval '1 s'`);
      const claimed = await bench.claim();

      expect(claimed.filter(({ task }) => task.action === 'SUBMIT')).toEqual([]);
    },
  );

  it('settles with what was paid, and a back payment finds the difference', async () => {
    await paidShort();

    expect(await bench.decide('PAID_OTHER_AMOUNT')).toBe('RESOLVED');
    const owed = await bench.draft('ARREARS');

    expect(owed.kind).toBe('CREATED');
    expect(await bench.column('SELECT amount AS value FROM payment.payment ORDER BY id')).toEqual([
      AMOUNT,
      40_000n,
    ]);
    expect(await bench.column(`SELECT status AS value FROM payment.batch ORDER BY id LIMIT 1`)).toEqual([
      'COMPLETED',
    ]);
    expect(await bench.violated()).toEqual([]);
  });

  it('that is more is settled, and the difference is to be recovered', async () => {
    const reference = await bench.sent();
    await bench.report([{ reference, status: 'SETTLED' }]);
    await bench.report([lineOf(reference, { amount: 600_000n })]);

    expect(await bench.decide('PAID_OTHER_AMOUNT')).toBe('RESOLVED');

    expect(await bench.openKinds()).toEqual(['TO_RECOVER']);
    expect(
      await bench.column(`SELECT named_amount AS value FROM payment.exception WHERE kind = 'TO_RECOVER'`),
    ).toEqual([60_000n]);
    expect(await bench.decide('WRITTEN_OFF')).toBe('RESOLVED');
  });

  it('and that was paid whole after all owes nothing', async () => {
    const reference = await paidShort();
    await bench.decide('PAID_OTHER_AMOUNT');
    await bench.report([{ reference, status: 'REJECTED', evidence: 'NOTIFICATION' }]);

    expect(await bench.decide('WAS_PAID')).toBe('RESOLVED');

    expect((await bench.draft('ARREARS')).kind).toBe('NOTHING_TO_PAY');
  });

  it('and that was paid whole after all asks back what a back payment has paid besides', async () => {
    const reference = await paidShort();
    await bench.decide('PAID_OTHER_AMOUNT');
    await bench.released({ kind: 'ARREARS' });
    const [back] = await bench.claim();
    await bench.report([{ reference, status: 'REJECTED', evidence: 'NOTIFICATION' }]);

    const early = await bench.decide('WAS_PAID');
    await bench.report([{ reference: back?.attempt.reference ?? '', status: 'SETTLED' }]);

    expect(early).toBe('OTHER_ATTEMPT_OPEN');
    expect(await bench.decide('WAS_PAID')).toBe('RESOLVED');
    expect(await bench.openKinds()).toEqual(['TO_RECOVER']);
    expect(
      await bench.column('SELECT named_amount AS value FROM payment.exception WHERE resolved_at IS NULL'),
    ).toEqual([40_000n]);
    expect((await bench.draft('ARREARS')).kind).toBe('NOTHING_TO_PAY');
  });

  it('needs to be told how much was paid in all where the line names the amount of the payment', async () => {
    const reference = await bench.sent();
    await bench.report([lineOf(reference), lineOf(reference)]);

    expect(await bench.decide('PAID_OTHER_AMOUNT')).toBe('proposal INVALID');
    expect(await bench.decide('PAID_OTHER_AMOUNT', 2n * AMOUNT)).toBe('RESOLVED');
    expect(
      await bench.column(`SELECT named_amount AS value FROM payment.exception WHERE kind = 'TO_RECOVER'`),
    ).toEqual([AMOUNT]);
  });
});

describe('a payment into another account', () => {
  it('is rejected and owed, and what went there is to be recovered', async () => {
    const reference = await bench.sent();
    await bench.report([{ reference, status: 'SETTLED' }]);
    await bench.report([lineOf(reference, { account: '970400009999' })]);

    expect(await bench.decide('PAID_OTHER_ACCOUNT')).toBe('RESOLVED');

    expect(await bench.statuses()).toEqual(['REJECTED']);
    expect(await bench.openKinds()).toEqual(['TO_RECOVER']);
    expect((await bench.draft()).kind).toBe('CREATED');
    expect(await bench.violated()).toEqual([]);
  });
});
