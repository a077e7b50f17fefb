/** What lines of statements, and other words of institutions, may say that needs a person. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { approveBatch } from '../../src/payment/approve-batch.js';
import { seedPeople } from '../setup/payable-people.js';
import { AMOUNT, lineOf, openExceptionBench, type ExceptionBench } from './exception-bench.js';
import { approver } from './payment-bench.js';

let bench: ExceptionBench;
beforeAll(async () => {
  bench = await openExceptionBench();
});
afterAll(() => bench.database.drop());
beforeEach(() => bench.reset());

describe('a line of a statement', () => {
  it.each(['ACCEPTED', 'SETTLED', 'RETURNED'] as const)(
    'that says %s a second time is a second booking, with or without references of the bank',
    async (status) => {
      const reference = await bench.sent();
      const first = { reportId: 'line 1', ...lineOf(reference, { status }) };

      const receipts = await bench.report([first, first, lineOf(reference, { status })]);

      expect(receipts.map(({ outcome }) => outcome)).toEqual(['APPLIED', 'DUPLICATE', 'EXCEPTION']);
      expect(await bench.openKinds()).toEqual(['STATEMENT_UNMATCHED']);
    },
  );

  it('that nobody can tell the meaning of moves nothing and goes to a person', async () => {
    const reference = await bench.sent();
    await bench.report([{ reference, status: 'SETTLED' }]);

    const [receipt] = await bench.report([lineOf(reference, { status: 'UNKNOWN' })]);

    expect(receipt?.outcome).toBe('EXCEPTION');
    expect(await bench.totals()).toEqual({ SETTLED: 1 });
  });

  it('that names no payment at all goes to a person, and flags the line that would pay it again', async () => {
    const account = '9704.0000.0001';
    const [receipt] = await bench.report([
      { status: 'ACCEPTED', evidence: 'STATEMENT', amount: AMOUNT, account },
    ]);
    await seedPeople(bench.database.pool, { count: 2 });
    const batch = await bench.makeBatch();

    const without = await approveBatch(bench.deps, approver, { id: batch.id });
    const flagged = await bench.column('SELECT payment_id AS value FROM payment.possible_booking');

    expect(receipt?.outcome).toBe('EXCEPTION');
    expect(without.kind).toBe('FLAGS_NEED_REASON');
    expect(flagged).toHaveLength(1);
  });

  it('that many clients tell at once is taken once, and each of them hears so', async () => {
    const line = { reportId: 'line 7', status: 'SETTLED', evidence: 'STATEMENT', amount: AMOUNT } as const;
    const told = Array.from({ length: 6 }, () => bench.report([{ ...line, account: '970400000001' }]));

    const outcomes = (await Promise.all(told)).map(([receipt]) => receipt?.outcome);

    expect(outcomes.sort()).toEqual([
      'DUPLICATE',
      'DUPLICATE',
      'DUPLICATE',
      'DUPLICATE',
      'DUPLICATE',
      'EXCEPTION',
    ]);
    expect(await bench.openKinds()).toEqual(['STATEMENT_UNMATCHED']);
  });

  it('whose id two payments are told under at once is kept for a person', async () => {
    await bench.releasedBatch(2);
    const told = (await bench.claim()).map(({ attempt }) =>
      bench.report([{ reportId: 'line 8', ...lineOf(attempt.reference) }]),
    );

    const outcomes = (await Promise.all(told)).map(([receipt]) => receipt?.outcome);

    expect(outcomes.sort()).toEqual(['APPLIED', 'EXCEPTION']);
    expect(await bench.openKinds()).toEqual(['REPORT_ID_REUSED']);
  });

  it('that is decided flags nothing any more', async () => {
    await bench.report([
      { status: 'ACCEPTED', evidence: 'STATEMENT', amount: AMOUNT, account: '970400000001' },
    ]);
    await seedPeople(bench.database.pool, { count: 1 });
    const batch = await bench.makeBatch();
    await bench.decide('WRITTEN_OFF');

    expect((await approveBatch(bench.deps, approver, { id: batch.id })).kind).toBe('APPROVED');
  });

  it.each([
    ['in the future', () => new Date('2999-01-01T00:00:00Z')],
    ['before its attempt', () => new Date('1970-01-01T00:00:00Z')],
  ])('and any other word of an institution dated %s goes to a person', async (_when, at) => {
    const reference = await bench.sent();

    const receipts = await bench.report([
      { reference, status: 'ACCEPTED', evidence: 'REPLY', occurredAt: at() },
      lineOf(reference, { occurredAt: at() }),
    ]);
    const [own] = await bench.report([
      { reference, status: 'SUBMITTED', evidence: 'NONE', occurredAt: at() },
    ]);

    expect(receipts.map(({ outcome }) => outcome)).toEqual(['EXCEPTION', 'EXCEPTION']);
    expect(own?.outcome).toBe('REFUSED');
    expect(await bench.totals()).toEqual({ QUEUED: 1 });
  });
});

describe('what was refused', () => {
  it('and is then debited from the payer contradicts, whatever becomes of the receiver', async () => {
    const reference = await bench.sent();
    await bench.report([{ reference, status: 'REJECTED', reason: 'ACCOUNT_CLOSED' }]);

    const receipts = await bench.report([
      { reference, status: 'ACCEPTED', evidence: 'INQUIRY' },
      lineOf(reference, { status: 'ACCEPTED' }),
    ]);

    expect(receipts.map(({ outcome }) => outcome)).toEqual(['STALE', 'EXCEPTION']);
    expect(await bench.openKinds()).toEqual(['CONTRADICTION']);
    expect((await bench.draft()).kind).toBe('NOTHING_TO_PAY');
  });
});

describe('what came back', () => {
  const externalReference = 'FT1';

  it('and is settled under a reference that was never named contradicts', async () => {
    const reference = await bench.sent();
    await bench.report([{ reference, status: 'SETTLED', externalReference }]);
    await bench.report([lineOf(reference, { status: 'RETURNED' })]);

    const receipts = await bench.report([
      lineOf(reference, { externalReference }),
      { reference, status: 'SETTLED', evidence: 'NOTIFICATION', externalReference: 'FT2' },
    ]);

    expect(receipts.map(({ outcome }) => outcome)).toEqual(['STALE', 'EXCEPTION']);
  });

  it('and of which people have decided is theirs to look at when it is settled again', async () => {
    const reference = await bench.sent();
    await bench.report([{ reference, status: 'SETTLED' }]);
    await bench.report([
      lineOf(reference, { status: 'RETURNED' }),
      lineOf(reference, { status: 'RETURNED' }),
    ]);
    await bench.decide('WAS_NOT_PAID');

    const [receipt] = await bench.report([{ reference, status: 'SETTLED', evidence: 'NOTIFICATION' }]);

    expect(receipt?.outcome).toBe('EXCEPTION');
    expect(await bench.violated()).toEqual([]);
  });
});

describe('what its institution has taken, or paid,', () => {
  it('and then said never to have been received contradicts', async () => {
    const reference = await bench.sent();
    await bench.report([{ reference, status: 'SETTLED' }]);

    const [receipt] = await bench.report([
      { reference, status: 'UNKNOWN', evidence: 'INQUIRY', reason: 'NOT_RECEIVED' },
    ]);

    expect(receipt?.outcome).toBe('EXCEPTION');
    expect(await bench.openKinds()).toEqual(['CONTRADICTION']);
  });

  it.each(['ACCEPTED', 'HELD'] as const)(
    'as %s and then said never to have been received contradicts too, and ends by two people',
    async (status) => {
      const reference = await bench.sent();
      await bench.report([{ reference, status }]);
      await bench.database.pool.query('UPDATE work.task SET leased_until = NULL, lease_holder = NULL');

      const [receipt] = await bench.report([
        { reference, status: 'UNKNOWN', evidence: 'INQUIRY', reason: 'NOT_RECEIVED' },
      ]);

      expect(receipt?.outcome).toBe('EXCEPTION');
      expect(await bench.openKinds()).toEqual(['CONTRADICTION']);
      expect(await bench.decide('WAS_NOT_PAID')).toBe('RESOLVED');
      expect(await bench.totals()).toEqual({ REJECTED: 1 });
      expect((await bench.draft()).kind).toBe('CREATED');
    },
  );
});
