/** What an institution wrote, as the hub can keep it. */
import { describe, expect, it } from '@jest/globals';

import type { PaymentNotice } from '../../../adapters/kit/index.js';
import { withReportId } from '../../../adapters/kit/worker/report-id.js';
import {
  accountCheckReport,
  citizenCheckReport,
  paymentReport,
} from '../../../adapters/kit/worker/wire-tasks.js';

const occurredAt = new Date('2026-11-22T03:00:00Z');
const notice = (other: Partial<PaymentNotice> = {}): PaymentNotice => ({
  ...{ reference: 'ABC', status: 'SETTLED', evidence: 'STATEMENT', amount: 5n, occurredAt },
  ...other,
});

describe('what an institution says of a payment', () => {
  it('loses the NULs that a field is filled up with, and halves of characters', () => {
    const report = paymentReport(
      notice({ externalReference: 'FT26\0\0\0', reasonText: 'hết tiền \ud83d', account: '\u0000970\u0000' }),
    );

    expect(report).toMatchObject({
      externalReference: 'FT26',
      reasonText: 'hết tiền \ufffd',
      account: '970',
    });
  });

  it('is a repeat when it says the same again, also without a time that could be one', () => {
    const timeless = notice({ occurredAt: new Date(Number.NaN) });

    const [one, other] = [paymentReport(timeless), paymentReport({ ...timeless })];

    expect(other.reportId).toBe(one.reportId);
    expect(Number.isNaN(Date.parse(one.occurredAt))).toBe(false);
  });

  it.each([
    ['no time', new Date(Number.NaN)],
    ['a year 0', new Date('0000-03-01T00:00:00Z')],
    ['a year of five digits', new Date(8.64e15)],
  ])('is of now where it names %s', (_what, time) => {
    const before = Date.now();

    expect(Date.parse(paymentReport(notice({ occurredAt: time })).occurredAt)).toBeGreaterThanOrEqual(before);
    expect(
      Date.parse(citizenCheckReport('tsk_1', { verdict: 'MATCH', checkedAt: time }).checkedAt),
    ).toBeGreaterThanOrEqual(before);
  });

  it('keeps its id where nothing had to be mended', () => {
    const said = { ...notice(), amount: 5, occurredAt: occurredAt.toISOString() };

    expect(paymentReport(notice()).reportId).toBe(withReportId(said, 'ABC').reportId);
  });
});

it('an account’s holder is named as far as the hub keeps a name', () => {
  const answer = {
    accountState: 'OPEN' as const,
    checkedAt: occurredAt,
    returnedName: `A\0${'B'.repeat(300)}`,
  };

  expect(accountCheckReport('tsk_1', answer).returnedName).toBe(`A${'B'.repeat(198)}`);
});
