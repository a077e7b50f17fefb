import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { approveBatch } from '../../src/payment/approve-batch.js';
import { cancelBatch } from '../../src/payment/cancel-batch.js';
import { isOwnReference } from '../../src/payment/reference-store.js';
import { checkInvariants } from '../../src/payment/check-invariants.js';
import { claimFundingOrders } from '../../src/payment/claim-funding-orders.js';
import { findOrdersOf, type FundingOrderRow } from '../../src/payment/funding-order-store.js';
import { recordFundingReturn } from '../../src/payment/record-funding-return.js';
import { recordFunding } from '../../src/payment/record-funding.js';
import { reportFundingRefusal } from '../../src/payment/report-funding-refusal.js';
import { parseCalendarDate, parsePeriod } from '../../src/values/index.js';
import { createBatch } from '../../src/payment/create-batch.js';
import { PROVINCE, seedPeople } from '../setup/payable-people.js';
import { approver, bidv, machine, officer, openPaymentBench, type PaymentBench } from './payment-bench.js';

let bench: PaymentBench;
beforeAll(async () => {
  bench = await openPaymentBench();
});
afterAll(() => bench.database.drop());
beforeEach(async () => {
  await bench.reset();
  now = new Date('2026-11-22T03:00:00Z');
});
let now: Date;

const treasury = machine('KBNN');
const deps = () => ({ ...bench.deps, clock: () => now });
const claim = () => claimFundingOrders(deps(), treasury, { first: 100 });
const pass = (minutes: number) => (now = new Date(now.getTime() + minutes * 60_000));
const date = parseCalendarDate('2026-11-22');

/** What the Treasury's adapter records once the order is carried out. */
function carryOut(order: FundingOrderRow | undefined, documentNumber: string, amount = order?.amount ?? 0n) {
  if (!order) throw new Error('no order');
  const document = { documentNumber, amount, date, orderReference: order.reference };
  const record = order.kind === 'FUND' ? recordFunding : recordFundingReturn;
  return record(deps(), treasury, { ...document, batchId: order.batch_id });
}
const giveBack = (batchId: string, documentNumber: string, amount: bigint) =>
  recordFundingReturn(deps(), treasury, { batchId, documentNumber, amount, date });
const refuse = (order: FundingOrderRow | undefined, isReceived = true) =>
  reportFundingRefusal(deps(), treasury, {
    ...{ reference: order?.reference ?? '', reason: 'Thiếu dự toán', isReceived },
    refusedAt: now,
  });

/** Two people, 540.000 đồng each. */
async function approvedBatch(period = '2026-11') {
  await seedPeople(bench.database.pool, { count: 2 });
  const made = await createBatch(bench.deps, officer, {
    ...{ area: PROVINCE, period: parsePeriod(period), kind: 'REGULAR' },
  });
  if (made.kind !== 'CREATED') throw new Error(made.kind);
  await approveBatch(bench.deps, approver, { id: made.batch.id });
  return made.batch.id;
}

/** A batch that the Treasury funded, of whose two payments the first ends in `first` and the second in `second`. */
async function completedBatch(first: 'SETTLED' | 'REJECTED', second: 'SETTLED' | 'REJECTED') {
  const id = await approvedBatch();
  const [order] = await claim();
  await carryOut(order, 'C2-02/1');
  const references = (await bench.claim()).map((task) => task.attempt.reference);
  await bench.report([
    { reference: references[0], status: first },
    { reference: references[1], status: second },
  ]);
  return { id, references };
}

async function violated(): Promise<readonly string[]> {
  const { pool } = bench.database;
  const checked = await checkInvariants({ snapshot: pool, later: pool });
  return checked.filter(({ violations }) => violations > 0).map(({ name }) => name);
}

describe('an order to fund a batch', () => {
  it('is for what is missing, is the same until it is carried out, and releases the batch', async () => {
    const id = await approvedBatch();
    await bench.fund(id, 'BY-HAND', 80_000n);

    const [first] = await claim();
    const [again, ...others] = await claim();
    const recorded = await carryOut(again, 'C2-02/1');
    const repeated = await carryOut(first, 'C2-02/1');

    expect(first).toMatchObject({ kind: 'FUND', amount: 1_000_000n, is_wanted: true, period: '2026-11' });
    expect(again).toMatchObject({ id: first?.id });
    expect(others).toEqual([]);
    expect(recorded).toMatchObject({ kind: 'RECORDED', missing: 0n, batch: { status: 'RELEASED' } });
    expect(repeated).toMatchObject({ kind: 'RECORDED', batch: { funded_amount: 1_080_000n } });
    expect(await claim()).toEqual([]);
    expect(await violated()).toEqual([]);
  });

  it('is one for each batch, however many ask at once', async () => {
    await approvedBatch();

    await Promise.all([claim(), claim(), claim()]);

    expect(await bench.column('SELECT id AS value FROM payment.funding_order')).toHaveLength(1);
  });

  it('is another for each batch of a month and area, and the same again where the hub has forgotten them', async () => {
    const order = async () => {
      await approvedBatch();
      await seedPeople(bench.database.pool, { from: 3 });
      const later = await bench.makeBatch();
      await approveBatch(bench.deps, approver, { id: later.id });
      return (await claim()).map(({ reference, amount }) => ({ reference, amount }));
    };
    const before = await order();
    await bench.reset();

    const again = await order();

    expect(new Set(before.map(({ reference }) => reference)).size).toBe(2);
    expect(again).toEqual(before);
    expect(before.map(({ amount }) => amount)).toEqual([1_080_000n, 540_000n]);
    expect(await isOwnReference(bench.database.pool, before[0]?.reference ?? '')).toBe(true);
  });

  it('is another each time that the same batch needs one', async () => {
    await approvedBatch();
    const [first] = await claim();
    // It was never received, and not wanted for a while.
    await bench.database.pool.query('UPDATE payment.funding_order SET closed_at = now()');

    const [second] = await claim();

    expect(second).toMatchObject({ kind: 'FUND', amount: 1_080_000n });
    expect(second?.reference).not.toBe(first?.reference);
  });

  it('is carried out whole, once, and by one document', async () => {
    await approvedBatch();
    const [order] = await claim();

    const part = await carryOut(order, 'C2-02/1', 1_000_000n);
    await carryOut(order, 'C2-02/1');
    const second = await carryOut(order, 'C2-02/2');

    expect(part).toMatchObject({ kind: 'INVALID', field: 'amount' });
    expect(second).toMatchObject({ kind: 'INVALID', field: 'documentNumber' });
  });

  it('that is refused says why, and comes back ten minutes later under the same reference', async () => {
    const id = await approvedBatch();
    const [order] = await claim();

    await refuse(order);
    const meanwhile = await claim();
    pass(10);
    const [later] = await claim();

    expect(meanwhile).toEqual([]);
    expect(later).toMatchObject({ id: order?.id, refusal: 'Thiếu dự toán', is_wanted: true });
    expect(await findOrdersOf(bench.database.pool, [id], { kind: 'COUNTRY' })).toMatchObject([
      { refusal: 'Thiếu dự toán' },
    ]);
  });

  it('that a treasurer came before is only asked about, once nobody can be sending it any more', async () => {
    const id = await approvedBatch();
    const [order] = await claim();
    await bench.fund(id, 'BY-HAND', 1_080_000n);

    await refuse(order, false);
    const meanwhile = await claim();
    pass(3);
    const [later] = await claim();
    await refuse(later, false);

    expect(meanwhile).toEqual([]);
    expect(later).toMatchObject({ id: order?.id, is_wanted: false });
    expect(await claim()).toEqual([]);
  });

  it('that the Treasury carried out all the same leaves a surplus, which is at hand', async () => {
    const id = await approvedBatch();
    const [order] = await claim();
    await bench.fund(id, 'BY-HAND', 1_080_000n);

    const recorded = await carryOut(order, 'C2-02/1');
    const back = await giveBack(id, 'C5-05/1', 1_080_000n);

    expect(recorded).toMatchObject({ kind: 'RECORDED', batch: { funded_amount: 2_160_000n } });
    expect(back).toMatchObject({ kind: 'RECORDED', atHand: 0n, batch: { returned_amount: 1_080_000n } });
    expect(await violated()).toEqual([]);
  });
});

describe('what is left of a batch', () => {
  it('goes back once the period is over, and what comes back later goes back after it', async () => {
    const { references } = await completedBatch('REJECTED', 'SETTLED');

    const within = await claim();
    now = new Date('2026-11-30T17:00:00Z');
    const [order] = await claim();
    const back = await carryOut(order, 'C5-05/1');
    const nothing = await claim();
    await bench.report([{ reference: references[1], status: 'RETURNED' }]);
    const [late] = await claim();
    const rest = await carryOut(late, 'C5-05/2');

    expect(within).toEqual([]);
    expect(order).toMatchObject({ kind: 'RETURN', amount: 540_000n, is_wanted: true });
    expect(back).toMatchObject({ kind: 'RECORDED', atHand: 0n });
    expect(nothing).toEqual([]);
    expect(late).toMatchObject({ kind: 'RETURN', amount: 540_000n });
    expect(late?.id).not.toBe(order?.id);
    expect(rest).toMatchObject({ batch: { funded_amount: 1_080_000n, returned_amount: 1_080_000n } });
    expect(await violated()).toEqual([]);
  });

  it('goes back at once when the batch is cancelled, also what the Treasury sends after that', async () => {
    const id = await approvedBatch();
    await bench.fund(id, 'BY-HAND', 80_000n);
    const [sent] = await claim();
    await cancelBatch(bench.deps, officer, { id, reason: 'nhầm kỳ' });

    const [early] = await claim();
    await carryOut(early, 'C5-05/1');
    const late = await carryOut(sent, 'C2-02/1');
    const [rest] = await claim();
    await carryOut(rest, 'C5-05/2');

    expect(early).toMatchObject({ kind: 'RETURN', amount: 80_000n });
    expect(late).toMatchObject({ kind: 'RECORDED', missing: 0n });
    expect(rest).toMatchObject({ kind: 'RETURN', amount: 1_000_000n });
    expect(await bench.fund(id, 'BY-HAND-2', 1n)).toMatchObject({ kind: 'INVALID', field: 'batchId' });
    expect(await violated()).toEqual([]);
  });

  it('never takes what is open, nor what an order is taking back already', async () => {
    const { id } = await completedBatch('REJECTED', 'SETTLED');

    const tooMuch = await giveBack(id, 'C5-05/1', 540_001n);
    now = new Date('2026-12-01T00:00:00Z');
    const [order] = await claim();
    const second = await giveBack(id, 'C5-05/1', 540_000n);
    const first = await carryOut(order, 'C5-05/1');
    const repeated = await giveBack(id, 'C5-05/1', 540_000n);

    expect(tooMuch).toMatchObject({ kind: 'INVALID', field: 'amount' });
    expect(second).toMatchObject({ kind: 'INVALID', field: 'amount' });
    expect(first).toMatchObject({ kind: 'RECORDED' });
    expect(repeated).toMatchObject({ kind: 'RECORDED', batch: { returned_amount: 540_000n } });
  });

  it('is nothing for a batch that waits: money that went back does not release it', async () => {
    await seedPeople(bench.database.pool, { count: 2 });
    const { id } = await bench.makeBatch();
    await bench.fund(id, 'EARLY', 1_500_000n);
    await giveBack(id, 'C5-05/1', 420_000n);
    await bench.fund(id, 'C2-02/2', 1n);

    const more = await giveBack(id, 'C5-05/2', 2n);
    await approveBatch(bench.deps, approver, { id });

    expect(more).toMatchObject({ kind: 'INVALID', field: 'amount' });
    expect(await bench.totals()).toEqual({ QUEUED: 2 });
    expect(await violated()).toEqual([]);
  });
});

describe('orders to the Treasury', () => {
  it('are handed to the Treasury’s adapter alone', async () => {
    for (const caller of [bidv, officer]) {
      await expect(claimFundingOrders(deps(), caller, { first: 1 })).rejects.toMatchObject({
        code: 'FORBIDDEN',
      });
    }
  });

  it('are held against the Treasury’s own book', async () => {
    await approvedBatch();
    const [order] = await claim();
    const line = { institution: 'KBNN', reference: order?.reference ?? '', account: '1' };
    const booked = { ...line, amount: 1_080_000n, documentNumber: 'C2-02/1' };
    const found = async (...treasuryBook: (typeof booked)[]) => {
      const { pool } = bench.database;
      const readBooks = () => ({ institutions: [], bookings: [], treasury: treasuryBook });
      const checked = await checkInvariants({ snapshot: pool, later: pool, readBooks });
      return checked.filter(({ violations }) => violations > 0).map(({ name }) => name);
    };

    expect(await found(booked)).toEqual([]);
    expect(await found(booked, { ...booked, documentNumber: 'C2-02/2' })).toEqual(['TREASURY_ONCE']);
    expect(await found({ ...booked, amount: 1n })).toEqual(['TREASURY_EXPLAINED']);
    await carryOut(order, 'C2-02/1');
    expect(await found(booked)).toEqual([]);
    expect(await found()).toEqual(['TREASURY_BOOKED']);
    expect(await found({ ...booked, documentNumber: 'C2-02/2' })).toEqual([
      'TREASURY_EXPLAINED',
      'TREASURY_BOOKED',
    ]);
  });
});
