import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { withTransaction } from '../../src/database/index.js';
import type { Books } from '../../src/payment/booking-store.js';
import { checkInvariants, type CheckedInvariant } from '../../src/payment/check-invariants.js';
import { findId, formatId } from '../../src/values/index.js';
import { openPaymentBench, type PaymentBench } from './payment-bench.js';

let bench: PaymentBench;
beforeAll(async () => {
  bench = await openPaymentBench();
});
afterAll(() => bench.database.drop());
beforeEach(() => bench.reset());

/** Undoes a violation that was seeded. */
class Undo extends Error {}

/** What is violated once the statements ran; they are undone afterwards, dropped constraints included. */
async function violatedAfter(...statements: readonly string[]): Promise<readonly CheckedInvariant[]> {
  return checkedIn(async (client) => {
    for (const statement of statements) await client.query(statement);
  });
}

async function checkedIn(
  prepare: (client: pg.PoolClient) => Promise<void>,
  books?: Books,
): Promise<readonly CheckedInvariant[]> {
  let checked: readonly CheckedInvariant[] = [];
  await withTransaction(bench.database.pool, async (client) => {
    await prepare(client);
    const readBooks = books && (() => books);
    checked = await checkInvariants({ snapshot: client, later: client, readBooks });
    throw new Undo();
  }).catch((error: unknown) => {
    if (!(error instanceof Undo)) throw error;
  });
  return checked.filter(({ violations }) => violations > 0);
}

/** Two payments, of which the first is settled and the second is open. */
async function halfPaid(): Promise<{ settled: string; open: string }> {
  await bench.releasedBatch(2);
  const [one, two] = await bench.claim();
  await bench.report([{ reference: one?.attempt.reference, status: 'SETTLED' }]);
  return { settled: one?.attempt.payment_id ?? '', open: two?.attempt.payment_id ?? '' };
}

const SETTLED = `(SELECT id FROM payment.payment WHERE status = 'SETTLED')`;

describe('the check of what must always hold', () => {
  it('finds nothing wrong with payments in every state, nor with an empty hub', async () => {
    expect(await violatedAfter()).toEqual([]);
    await bench.releasedBatch(7);
    const references = (await bench.claim()).map((task) => task.attempt.reference);
    const states = ['SUBMITTED', 'ACCEPTED', 'HELD', 'SETTLED', 'REJECTED', 'RETURNED'] as const;
    await bench.report(states.map((status, at) => ({ reference: references[at], status })));
    await bench.claim({ newSession: true });
    await bench.makeBatch();

    expect(await violatedAfter()).toEqual([]);
  });

  it.each([
    [
      'ONE_LIVE_PAYMENT',
      'two live payments of one intent',
      `DROP INDEX payment.payment_intent;
       INSERT INTO payment.payment (batch_id, programme_code, period, kind, line, citizen_id, beneficiary_id,
         entitlement_id, area_id, amount, institution_code, receiver_citizen_id, receiver_name, beneficiary_name)
       SELECT batch_id, programme_code, period, kind, line, citizen_id, beneficiary_id, entitlement_id, area_id, amount,
         institution_code, receiver_citizen_id, receiver_name, beneficiary_name
       FROM payment.payment WHERE status = 'SETTLED'`,
    ],
    [
      'ONE_LIVE_ATTEMPT',
      'two live attempts at one payment',
      `DROP INDEX payment.attempt_live;
       INSERT INTO payment.attempt (payment_id, institution_code, reference, status)
       VALUES (${SETTLED}, 'BIDV', 'ANOTHER', 'SETTLED')`,
    ],
    [
      'ATTEMPT_AGREES',
      'a payment that is not where its attempt is',
      `UPDATE payment.attempt SET status = 'REJECTED' WHERE payment_id = ${SETTLED}`,
    ],
    [
      'TOTALS_CLOSE',
      'a total that is not the sum of its payments',
      `UPDATE payment.batch_total SET amount = amount + 1 WHERE status = 'SETTLED'`,
    ],
    [
      'APPROVED_ACCOUNTED',
      'approved money that is nowhere',
      `UPDATE payment.batch SET approved_amount = approved_amount - 1`,
    ],
    [
      'FUNDING_ADDS_UP',
      'a funded amount without its document',
      `UPDATE payment.batch SET funded_amount = funded_amount + 1`,
    ],
    [
      'RELEASE_FUNDED',
      'a batch that was released without the money',
      `UPDATE payment.batch SET funded_amount = 1; UPDATE payment.funding SET amount = 1`,
    ],
    [
      'MONEY_CLOSES',
      'money that went back while it was needed',
      `UPDATE payment.batch SET returned_amount = 1;
       INSERT INTO payment.funding (batch_id, document_number, direction, amount, document_date, recorded_by)
       SELECT id, 'NT-1', 'RETURN', 1, '2026-11-22', 'x' FROM payment.batch`,
    ],
    [
      'ORDER_DOCUMENTED',
      'an order without the document that it was carried out by',
      `INSERT INTO payment.funding_order (batch_id, reference, kind, amount, ordered_at, document_number, closed_at)
       SELECT id, 'FG1', 'FUND', 1, now(), 'NONE', now() FROM payment.batch`,
    ],
    [
      'STATE_TOLD',
      'a state that no event tells',
      `UPDATE payment.payment SET status = 'RETURNED' WHERE status = 'SETTLED'`,
    ],
    [
      'EVENTS_CHAIN',
      'an event that is missing in the middle',
      `DELETE FROM event.inbox WHERE kind = 'payment' AND status_to = 'QUEUED' AND subject_id = ${SETTLED}`,
    ],
    [
      'EVENT_HAS_PAYMENT',
      'an event of a payment that there is not',
      `INSERT INTO event.inbox (kind, subject_id, status_to, occurred_at)
       VALUES ('payment', hub.uuid_v7(), 'DRAFT', now())`,
    ],
    [
      'LOG_CONTIGUOUS',
      'a position that was skipped',
      `INSERT INTO event.log (position, seq, id, kind, subject_id, status_to, occurred_at, recorded_at)
       VALUES (1, 1, hub.uuid_v7(), 'batch', hub.uuid_v7(), 'DRAFT', now(), now()),
         (3, 3, hub.uuid_v7(), 'batch', hub.uuid_v7(), 'DRAFT', now(), now())`,
    ],
    [
      'SUBMIT_ONCE',
      'an attempt that would be sent again',
      `UPDATE payment.attempt SET status = 'UNKNOWN' WHERE status = 'QUEUED'`,
    ],
    ['TASK_WHILE_OPEN', 'an open attempt that nobody is asked about', `DELETE FROM work.task`],
    [
      'TASK_WHILE_OPEN',
      'a task for what is closed',
      `INSERT INTO work.task (id, kind, institution_code, action)
       SELECT id, 'PAYMENT', institution_code, 'INQUIRE' FROM payment.attempt WHERE status = 'SETTLED'`,
    ],
  ])('names as %s %s', async (name, _what, statements) => {
    await halfPaid();

    const found = await violatedAfter(statements);

    expect(found.find((one) => one.name === name)).toMatchObject({
      violations: 1,
      examples: [expect.any(String)],
    });
  });

  it('names payments by the ids of the API, at most twenty of however many', async () => {
    await bench.releasedBatch(25);
    const ids = await bench.column<string>('SELECT id AS value FROM payment.payment');

    const found = await violatedAfter(`DELETE FROM event.inbox WHERE status_to = 'QUEUED'`);

    const untold = found.find((one) => one.name === 'STATE_TOLD');
    expect(untold).toMatchObject({ violations: 25 });
    expect(untold?.examples).toHaveLength(20);
    expect(ids).toContain(findId('pay', untold?.examples[0] ?? ''));
  });
});

describe('the check against the books of institutions', () => {
  const line = async (status: string, change: Partial<Books['bookings'][number]> = {}) => {
    const [row] = (
      await bench.database.pool.query<{ reference: string; account: string; amount: bigint }>(
        `SELECT a.reference, p.account_number AS account, p.amount FROM payment.attempt a
         JOIN payment.payment p ON p.id = a.payment_id WHERE p.status = $1`,
        [status],
      )
    ).rows;
    if (!row) throw new Error(`no payment is ${status}`);
    return { institution: 'BIDV', ...row, ...change };
  };
  const checkedAgainst = (...bookings: Books['bookings']) =>
    checkedIn(() => Promise.resolve(), { institutions: ['BIDV'], bookings });
  const names = (found: readonly CheckedInvariant[]) => found.map(({ name }) => name);

  it('finds nothing wrong with what is settled and booked once, and with what is open and booked already', async () => {
    await halfPaid();

    expect(await checkedAgainst(await line('SETTLED'), await line('QUEUED'))).toEqual([]);
  });

  it('names an intent that is booked twice, also while it is open', async () => {
    const { settled, open } = await halfPaid();
    const lines = [await line('SETTLED'), await line('QUEUED'), await line('QUEUED')];

    expect(await checkedAgainst(...lines)).toMatchObject([
      { name: 'BOOKED_ONCE', violations: 1, examples: [formatId('pay', open)] },
    ]);
    expect(await checkedAgainst(...lines.slice(0, 2), await line('SETTLED'))).toMatchObject([
      { name: 'BOOKED_ONCE', examples: [formatId('pay', settled)] },
      { name: 'BOOKED_AS_SETTLED' },
    ]);
  });

  it('names what is settled and was never booked, but of the books that are here only', async () => {
    const { settled } = await halfPaid();

    expect(await checkedAgainst()).toMatchObject([
      { name: 'BOOKED_AS_SETTLED', violations: 1, examples: [formatId('pay', settled)] },
    ]);
    expect(await checkedIn(() => Promise.resolve(), { institutions: ['MOMO'], bookings: [] })).toEqual([]);
  });

  it('names what was rejected and booked all the same', async () => {
    await bench.releasedBatch(1);
    const [task] = await bench.claim();
    await bench.report([{ reference: task?.attempt.reference, status: 'REJECTED' }]);

    expect(names(await checkedAgainst(await line('REJECTED')))).toEqual(['BOOKED_AS_SETTLED']);
  });

  it('lets what came back be paid again by its replacement', async () => {
    await bench.releasedBatch(1);
    const [task] = await bench.claim();
    await bench.report([{ reference: task?.attempt.reference, status: 'RETURNED' }]);
    const taken = await line('RETURNED');

    expect(await checkedAgainst(taken)).toEqual([]);
    expect(await checkedAgainst(taken, { ...taken, amount: -taken.amount })).toEqual([]);
    expect(names(await checkedAgainst(taken, taken))).toEqual(['BOOKED_ONCE', 'BOOKED_AS_SETTLED']);
  });

  it('finds nothing wrong with a line of no payment that people have on a list', async () => {
    await halfPaid();
    const strange = await line('SETTLED', { reference: 'STRANGE' });
    await bench.report([
      {
        reference: 'STRANGE',
        status: 'SETTLED',
        evidence: 'STATEMENT',
        amount: strange.amount,
        account: strange.account,
      },
    ]);

    expect(await checkedAgainst(await line('SETTLED'), strange)).toEqual([]);
  });

  it.each<[string, Partial<Books['bookings'][number]>]>([
    ['reference', { reference: 'STRANGE' }],
    ['account', { account: '1' }],
    ['institution', { institution: 'MOMO' }],
  ])('names a line of another %s than any attempt has', async (_what, change) => {
    await halfPaid();
    const strange = await line('SETTLED', change);

    const found = await checkedAgainst(await line('SETTLED'), strange);

    expect(found.find(({ name }) => name === 'BOOKING_EXPLAINED')).toMatchObject({
      violations: 1,
      examples: [strange.reference],
    });
  });
});
