import { describe, expect, it } from '@jest/globals';
import {
  subReturnCodes,
  translateOrder,
  translateRefusal,
  translateTransfer,
  translateWallet,
} from '../../../adapters/zalopay/translate.js';

/** Every sub_return_code that ZaloPay publishes for disbursement. */
const published = [
  -68, -101, -102, -103, -104, -105, -106, -107, -401, -402, -406, -500, -503, -1011, -1102, -1103, -1104,
];

describe('what an answer of ZaloPay says about a payment', () => {
  // prettier-ignore
  it.each([
    // return_code, status, sub_return_code   to a transfer           to a query
    [1, '1',       undefined, 'SETTLED',  undefined,           'SETTLED'],
    [1, '2',       undefined, 'REJECTED', 'REFUSED',           'REJECTED'],
    [1, '2',       -1011,     'REJECTED', 'ACCOUNT_BLOCKED',   'REJECTED'],
    [1, '2',       -500,      'REJECTED', 'REFUSED',           'REJECTED'],
    [1, '3',       undefined, 'ACCEPTED', undefined,           'ACCEPTED'],
    [1, '4',       undefined, 'HELD',     undefined,           'HELD'],
    [3, '3',       undefined, 'ACCEPTED', undefined,           'ACCEPTED'],
    [3, '4',       undefined, 'HELD',     undefined,           'HELD'],
    [3, undefined, undefined, 'ACCEPTED', undefined,           'ACCEPTED'],

    [2, undefined, -68,       'UNKNOWN',  'DUPLICATE',         undefined],
    [2, '1',       -68,       'UNKNOWN',  'DUPLICATE',         undefined],
    [2, undefined, -101,      'REJECTED', 'ACCOUNT_NOT_FOUND', 'UNKNOWN'],
    [2, undefined, -102,      'UNKNOWN',  'SOURCE_ACCOUNT',    undefined],
    [2, undefined, -103,      'UNKNOWN',  'SOURCE_ACCOUNT',    undefined],
    [2, undefined, -104,      'REJECTED', 'NAME_MISMATCH',     undefined],
    [2, undefined, -105,      'REJECTED', 'ACCOUNT_INVALID',   undefined],
    [2, undefined, -106,      'REJECTED', 'ACCOUNT_INVALID',   undefined],
    [2, undefined, -107,      'UNKNOWN',  'TECHNICAL',         undefined],
    [2, undefined, -401,      'REJECTED', 'AMOUNT',            undefined],
    [2, undefined, -402,      'UNKNOWN',  'SOURCE_ACCOUNT',    undefined],
    [2, undefined, -406,      'REJECTED', 'LIMIT_EXCEEDED',    undefined],
    [2, undefined, -500,      'UNKNOWN',  'TECHNICAL',         undefined],
    [2, undefined, -503,      'UNKNOWN',  'TECHNICAL',         undefined],
    [2, undefined, -1011,     'REJECTED', 'ACCOUNT_BLOCKED',   undefined],
    [2, undefined, -1102,     'REJECTED', 'TECHNICAL',         undefined],
    [2, undefined, -1103,     'REJECTED', 'KYC_INCOMPLETE',    undefined],
    [2, undefined, -1104,     'REJECTED', 'NAME_MISMATCH',     undefined],
    [2, '2',       -406,      'REJECTED', 'LIMIT_EXCEEDED',    undefined],

    // words that no list names, and words that contradict each other
    [1, '9',       undefined, 'UNKNOWN',  'TECHNICAL',         'UNKNOWN'],
    [1, 'SUCCESS', undefined, 'UNKNOWN',  'TECHNICAL',         'UNKNOWN'],
    [1, undefined, undefined, 'UNKNOWN',  'TECHNICAL',         'UNKNOWN'],
    [3, '1',       undefined, 'UNKNOWN',  'TECHNICAL',         'UNKNOWN'],
    [3, '2',       undefined, 'UNKNOWN',  'TECHNICAL',         'UNKNOWN'],
    [2, undefined, -7777,     'UNKNOWN',  'TECHNICAL',         undefined],
    [2, undefined, undefined, 'UNKNOWN',  'TECHNICAL',         undefined],
    [2, '1',       -101,      'UNKNOWN',  'TECHNICAL',         undefined],
    [2, '3',       -406,      'UNKNOWN',  'TECHNICAL',         undefined],
    [0, undefined, undefined, 'UNKNOWN',  'TECHNICAL',         undefined],
    [4, '1',       undefined, 'UNKNOWN',  'TECHNICAL',         undefined],
  ] as const)('return_code %i with status %s and sub_return_code %s', (returnCode, status, subReturnCode, transfer, reason, order) => {
    const answer = { returnCode, status, subReturnCode };

    expect(translateTransfer(answer)).toMatchObject({ status: transfer });
    expect(translateTransfer(answer).reason).toBe(reason);
    expect(translateOrder(answer)?.status).toBe(order);
  });

  it('covers every sub_return_code that ZaloPay publishes', () => {
    expect(subReturnCodes.map(({ code }) => code).sort((a, b) => b - a)).toEqual(published);
  });

  it('takes only -101 to a query for never received', () => {
    const reasons = published.map(
      (subReturnCode) => translateOrder({ returnCode: 2, subReturnCode })?.reason,
    );

    expect(reasons).toEqual(published.map((code) => (code === -101 ? 'NOT_RECEIVED' : undefined)));
  });
});

describe('what a verification says', () => {
  // prettier-ignore
  it.each([
    [1, undefined, 'm1',      true,  'OPEN',        'MATCH'],
    [1, undefined, 'm1',      false, 'OPEN',        'UNKNOWN'],
    [1, undefined, undefined, true,  'UNAVAILABLE', 'UNAVAILABLE'],
    [2, -101,      undefined, true,  'NOT_FOUND',   'UNKNOWN'],
    [2, -1011,     undefined, true,  'BLOCKED',     'UNKNOWN'],
    [2, -1103,     undefined, true,  'BLOCKED',     'UNKNOWN'],
    [2, -1104,     undefined, true,  'OPEN',        'NO_MATCH'],
    [2, -104,      undefined, true,  'OPEN',        'NO_MATCH'],
    [2, -406,      undefined, true,  'OPEN',        'UNKNOWN'],
    [2, -402,      undefined, true,  'UNAVAILABLE', 'UNAVAILABLE'],
    [2, -503,      undefined, true,  'UNAVAILABLE', 'UNAVAILABLE'],
    [2, -7777,     undefined, true,  'UNAVAILABLE', 'UNAVAILABLE'],
    [3, undefined, 'm1',      true,  'UNAVAILABLE', 'UNAVAILABLE'],
  ] as const)('about a wallet: %s, %s, identity %s (name compared: %s)', (returnCode, subReturnCode, walletIdentity, isCompared, accountState, institutionMatch) => {
    const answer = { returnCode, subReturnCode, walletIdentity };

    expect(translateWallet(answer, isCompared)).toEqual({ accountState, institutionMatch });
  });

  it('refuses a payment by a listed failure only', () => {
    expect(translateRefusal({ returnCode: 2, subReturnCode: -1011 })?.status).toBe('REJECTED');
    expect(translateRefusal({ returnCode: 2, subReturnCode: -7777 })).toBeUndefined();
    expect(translateRefusal({ returnCode: 1, subReturnCode: -1011 })).toBeUndefined();
  });
});
