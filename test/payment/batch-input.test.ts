/** What a batch may be made for. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createPaymentSubgraph } from '../../src/payment/index.js';
import { findBatchInputFault } from '../../src/payment/check-batch-input.js';
import { DEFAULT_PAYMENT_POLICY } from '../../src/payment/payment-policy.js';
import {
  addMonths,
  calendarDateOf,
  formatId,
  parseCalendarDate,
  parsePeriod,
  periodOfDate,
} from '../../src/values/index.js';
import { askingOf, type Asking } from '../account/subgraph-world.js';
import { PROVINCE, seedPeople } from '../setup/payable-people.js';
import { officer, openPaymentBench, type PaymentBench } from './payment-bench.js';

describe('the period of a batch', () => {
  const faultOf = (today: string, period: string, periodsAheadMax = DEFAULT_PAYMENT_POLICY.periodsAheadMax) =>
    findBatchInputFault(
      { name: 'x', kind: 'REGULAR', period: parsePeriod(period) },
      { periodsAheadMax },
      parseCalendarDate(today),
    );

  it.each([
    ['2026-11-30', '2024-01', undefined, undefined],
    ['2026-11-30', '2026-11', undefined, undefined],
    ['2026-11-30', '2026-12', undefined, undefined],
    ['2026-11-30', '2027-01', undefined, '2026-12'],
    ['2026-12-01', '2027-01', undefined, undefined],
    ['2026-12-01', '2027-02', undefined, '2027-01'],
    ['2026-12-31', '2099-12', undefined, '2027-01'],
    ['2027-01-15', '2027-03', 2, undefined],
    ['2027-01-15', '2027-04', 2, '2027-03'],
    ['2027-01-15', '2027-02', 0, '2027-01'],
  ])('on %s, %s with %s months ahead: the last one is %s', (today, period, ahead, last) => {
    const fault = faultOf(today, period, ahead);

    expect(fault).toEqual(
      last === undefined
        ? undefined
        : { kind: 'INVALID', field: 'period', message: `The last period that can be paid now is ${last}.` },
    );
  });
});

describe('a batch in the API', () => {
  let bench: PaymentBench;
  let ask: Asking['ask'];
  beforeAll(async () => {
    bench = await openPaymentBench();
    await bench.reset();
    await seedPeople(bench.database.pool, { count: 2 });
    const payment = { ...bench.deps, policy: DEFAULT_PAYMENT_POLICY };
    // Nothing here follows the log or waits for work.
    const unused = { events: {} as never, signal: {} as never, version: 'test' };
    ({ ask } = askingOf(createPaymentSubgraph({ payment, ...unused })));
  });
  afterAll(() => bench.database.drop());

  const thisMonth = periodOfDate(calendarDateOf(new Date()));

  it.each([
    ['a month after the next', { period: addMonths(thisMonth, 2) }, 'period', addMonths(thisMonth, 1)],
    ['emergency relief', { period: thisMonth, kind: 'EMERGENCY' }, 'kind', 'EMERGENCY cannot be paid yet'],
    ['a gift', { period: thisMonth, kind: 'GIFT' }, 'kind', 'GIFT cannot be paid yet'],
    ['funeral support', { period: thisMonth, kind: 'FUNERAL' }, 'kind', 'FUNERAL cannot be paid yet'],
  ])('is refused for %s, and pays nobody', async (_what, input, field, words) => {
    const { createPaymentBatch } = await ask(
      officer,
      `mutation ($input: CreatePaymentBatchInput!) { createPaymentBatch(input: $input) {
        __typename ... on UserError { code message field } } }`,
      { input: { area: PROVINCE, ...input } },
    );

    expect(createPaymentBatch).toEqual({
      __typename: 'InvalidInput',
      code: 'INVALID_INPUT',
      message: expect.stringContaining(words),
      field: ['input', field],
    });
    expect(await bench.column('SELECT count(*)::int AS value FROM payment.batch')).toEqual([0]);
  });

  it('says when it was made and when it ended, and who took it back and why', async () => {
    const { id } = await bench.makeBatch();

    const { cancelPaymentBatch } = await ask(
      officer,
      `mutation ($id: ID!) { cancelPaymentBatch(id: $id, reason: "nhầm kỳ") { ... on CancelPaymentBatchSuccess {
        batch { createdAt releasedAt completedAt cancelledAt cancelledBy cancelReason } } } }`,
      { id: formatId('bat', id) },
    );

    expect(cancelPaymentBatch).toEqual({
      batch: {
        createdAt: expect.any(String),
        ...{ releasedAt: null, completedAt: null },
        ...{ cancelledAt: expect.any(String), cancelledBy: 'officer', cancelReason: 'nhầm kỳ' },
      },
    });
  });
});
