import { describe, expect, it } from '@jest/globals';

import { Books, decideByBooks, type Decision, type OpenException } from './decide-by-books.js';

const ACCOUNT = '1001';
const open: OpenException = {
  ...{ id: '1', kind: 'CONTRADICTION', reference: 'R', status: 'REJECTED', amount: 500n, paid_amount: null },
  ...{ account_number: ACCOUNT, named_amount: 500n, recovering: 0n, institution_code: 'BIDV' },
  ...{ is_unsent: false, open_seconds: 0 },
};

const booksOf = (right: readonly number[], elsewhere: readonly number[] = []): Books =>
  new Books(
    [
      ...right.map((amount) => [ACCOUNT, amount] as const),
      ...elsewhere.map((amount) => ['9', amount] as const),
    ].map(([account, amount]) => ({
      ...{ system: 'bidv', reference: 'R', account, amount },
      ...{ externalReference: 'FT', bookedAt: '2026-11-30T00:00:00Z' },
    })),
  );

const otherwise = (paidAmount: bigint) => ({ decision: 'PAID_OTHER_AMOUNT', paidAmount });
const settled = { status: 'SETTLED' } as const;
const toRecover = { ...settled, kind: 'TO_RECOVER' } as const;

const rows: readonly (readonly [string, Partial<OpenException>, Books, Decision | undefined])[] = [
  ['refused, and booked', {}, booksOf([500]), { decision: 'WAS_PAID' }],
  ['refused, and not booked', {}, booksOf([]), { decision: 'WAS_NOT_PAID' }],
  ['refused, and booked with less', {}, booksOf([400]), otherwise(400n)],
  ['refused, and booked elsewhere', {}, booksOf([], [500]), { decision: 'PAID_OTHER_ACCOUNT' }],
  ['settled, as the books have it', settled, booksOf([500]), { decision: 'WAS_PAID' }],
  ['settled, and given back', settled, booksOf([500, -500]), { decision: 'WAS_NOT_PAID' }],
  ['settled, and booked twice', settled, booksOf([500, 500]), otherwise(1_000n)],
  ['settled, and booked elsewhere too', settled, booksOf([500], [500]), otherwise(1_000n)],
  ['settled short, as is known', { ...settled, paid_amount: 400n }, booksOf([400]), otherwise(400n)],
  [
    'settled, the rest on record',
    { ...settled, recovering: 500n },
    booksOf([500, 500]),
    { decision: 'WAS_PAID' },
  ],
  ['under way', { status: 'UNKNOWN' }, booksOf([]), undefined],
  ['to be recovered, and still there', toRecover, booksOf([500, 500]), { decision: 'WRITTEN_OFF' }],
  ['to be recovered, and come back', toRecover, booksOf([500]), { decision: 'RECOVERED' }],
];

describe('people who can read the books', () => {
  it.each(rows)('decide about what is %s', (_what, change, books, decision) => {
    expect(decideByBooks({ ...open, ...change }, books)).toEqual(decision);
  });
});
