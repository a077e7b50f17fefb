import { describe, expect, it } from '@jest/globals';
import { resultCodes, translateResult, translateWallet } from '../../../adapters/momo/translate.js';

/** MoMo's published list (developers.momo.vn v3, result-handling/resultcode) and 8000 of its earlier edition. */
// prettier-ignore
const published = [0, 10, 11, 12, 13, 20, 21, 22, 40, 41, 42, 43, 45, 47, 98, 99, 1000, 1001, 1002, 1003, 1004, 1005, 1006,
  1007, 1017, 1026, 1080, 1081, 1088, 2019, 4001, 4002, 4100, 7000, 7002, 8000, 9000];

describe('what a resultCode of MoMo says about a payment', () => {
  // prettier-ignore
  it.each([
    // code   answer to a payment            inquiry or notification        reason
    [0,    'SETTLED',   'SETTLED',   null],
    [7000, 'ACCEPTED',  'ACCEPTED',  null],
    [7002, 'ACCEPTED',  'ACCEPTED',  null],
    [8000, 'HELD',      'HELD',      null],
    [9000, 'HELD',      'HELD',      null],
    [1000, 'HELD',      'HELD',      null],
    [10,   'UNKNOWN',   'UNKNOWN',   'TECHNICAL'],
    [11,   'UNKNOWN',   'UNKNOWN',   'SOURCE_ACCOUNT'],
    [12,   'UNKNOWN',   'UNKNOWN',   'SOURCE_ACCOUNT'],
    [13,   'UNKNOWN',   'UNKNOWN',   'SOURCE_ACCOUNT'],
    [20,   'REJECTED',  'UNKNOWN',   'TECHNICAL'],
    [21,   'REJECTED',  'UNKNOWN',   'AMOUNT'],
    [22,   'REJECTED',  'UNKNOWN',   'AMOUNT'],
    [40,   'UNKNOWN',   'UNKNOWN',   'DUPLICATE'],
    [41,   'UNKNOWN',   'UNKNOWN',   'DUPLICATE'],
    [42,   'UNKNOWN',   'UNKNOWN',   'NOT_RECEIVED'],
    [43,   'UNKNOWN',   'UNKNOWN',   'DUPLICATE'],
    [45,   'UNKNOWN',   'UNKNOWN',   'DUPLICATE'],
    [47,   'REJECTED',  'REJECTED',  'REFUSED'],
    [98,   'UNKNOWN',   'UNKNOWN',   'TECHNICAL'],
    [99,   'UNKNOWN',   'UNKNOWN',   'TECHNICAL'],
    [1001, 'REJECTED',  'REJECTED',  'FUNDS'],
    [1002, 'REJECTED',  'REJECTED',  'REFUSED'],
    [1003, 'CANCELLED', 'CANCELLED', null],
    [1004, 'REJECTED',  'REJECTED',  'LIMIT_EXCEEDED'],
    [1005, 'REJECTED',  'REJECTED',  'CUTOFF'],
    [1006, 'REJECTED',  'REJECTED',  'REFUSED'],
    [1007, 'REJECTED',  'REJECTED',  'ACCOUNT_NOT_FOUND'],
    [1017, 'CANCELLED', 'CANCELLED', null],
    [1026, 'REJECTED',  'REJECTED',  'REFUSED'],
    [1080, 'UNKNOWN',   'UNKNOWN',   'TECHNICAL'],
    [1081, 'UNKNOWN',   'UNKNOWN',   'TECHNICAL'],
    [1088, 'UNKNOWN',   'UNKNOWN',   'TECHNICAL'],
    [2019, 'REJECTED',  'REJECTED',  'SOURCE_ACCOUNT'],
    [4001, 'REJECTED',  'REJECTED',  'ACCOUNT_BLOCKED'],
    [4002, 'REJECTED',  'REJECTED',  'KYC_INCOMPLETE'],
    [4100, 'REJECTED',  'REJECTED',  'REFUSED'],
    // refused: codes that no list names
    [7777, 'UNKNOWN',   'UNKNOWN',   'TECHNICAL'],
    [-1,   'UNKNOWN',   'UNKNOWN',   'TECHNICAL'],
    [1,    'UNKNOWN',   'UNKNOWN',   'TECHNICAL'],
  ] as const)('%i is %s as a reply and %s as news of the order (%s)', (code, reply, order, reason) => {
    expect([translateResult(code, 'reply').status, translateResult(code, 'order').status]).toEqual([reply, order]);
    expect(translateResult(code, 'reply').reason).toBe(reason);
  });

  it('covers every code that MoMo publishes', () => {
    expect(resultCodes.map(({ code }) => code).sort((a, b) => a - b)).toEqual(published);
  });

  it('ends a payment only on a code that MoMo calls final, or on a request refused before there was an order', () => {
    const ending = resultCodes.filter(({ reply }) => ['SETTLED', 'REJECTED', 'CANCELLED'].includes(reply));

    expect(ending.filter(({ isFinal }) => !isFinal).map(({ code }) => code)).toEqual([20, 21, 22, 47]);
  });
});

describe('what a resultCode says about a wallet', () => {
  // prettier-ignore
  it.each([
    [0,    true,  { accountState: 'OPEN', institutionMatch: 'MATCH', personalIdMatches: true }],
    [0,    false, { accountState: 'OPEN', institutionMatch: 'MATCH' }],
    [47,   true,  { accountState: 'OPEN', institutionMatch: 'NO_MATCH' }],
    [1007, true,  { accountState: 'NOT_FOUND', institutionMatch: 'UNKNOWN' }],
    [4001, true,  { accountState: 'BLOCKED', institutionMatch: 'UNKNOWN' }],
    [4002, true,  { accountState: 'BLOCKED', institutionMatch: 'UNKNOWN' }],
    [10,   true,  { accountState: 'UNAVAILABLE', institutionMatch: 'UNAVAILABLE' }],
    [13,   true,  { accountState: 'UNAVAILABLE', institutionMatch: 'UNAVAILABLE' }],
    [7777, false, { accountState: 'UNAVAILABLE', institutionMatch: 'UNAVAILABLE' }],
  ] as const)('%i (personal id sent: %s)', (code, isSent, verdict) => {
    expect(translateWallet(code, isSent)).toEqual(verdict);
  });
});
