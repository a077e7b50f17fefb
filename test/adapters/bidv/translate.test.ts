import { describe, expect, it } from '@jest/globals';
import { errorCodes, translateAccount, translatePayment } from '../../../adapters/bidv/translate.js';

describe('what BIDV says about a payment', () => {
  // prettier-ignore
  it.each([
    // code   status word         reason   about        hub status    hub reason
    ['000', 'RECEIVED',         undefined, 'transfer', 'SUBMITTED',  undefined],
    ['000', 'PROCESSING',       undefined, 'transfer', 'ACCEPTED',   undefined],
    ['000', 'BOOKED',           undefined, 'transfer', 'ACCEPTED',   undefined],
    ['000', 'PENDING_APPROVAL', undefined, 'inquiry',  'HELD',       undefined],
    ['000', 'CREDITED',         undefined, 'transfer', 'SETTLED',    undefined],
    ['000', 'CREDITED',         undefined, 'inquiry',  'SETTLED',    undefined],
    ['000', 'CANCELLED',        undefined, 'inquiry',  'CANCELLED',  undefined],
    ['000', 'REVERSED',         '102',     'inquiry',  'RETURNED',   'ACCOUNT_CLOSED'],
    ['000', 'REJECTED',         '103',     'inquiry',  'REJECTED',   'ACCOUNT_BLOCKED'],
    ['000', 'REJECTED',         '777',     'inquiry',  'REJECTED',   'REFUSED'],
    ['000', 'IN_SUSPENSE',      undefined, 'transfer', 'UNKNOWN',    'TECHNICAL'],
    ['000', 'credited',         undefined, 'transfer', 'UNKNOWN',    'TECHNICAL'],
    ['000', undefined,          undefined, 'transfer', 'UNKNOWN',    'TECHNICAL'],
    ['002', undefined,          undefined, 'transfer', 'REJECTED',   'TECHNICAL'],
    ['002', undefined,          undefined, 'inquiry',  'UNKNOWN',    'TECHNICAL'],
    ['004', undefined,          undefined, 'transfer', 'UNKNOWN',    'SOURCE_ACCOUNT'],
    ['005', undefined,          undefined, 'transfer', 'UNKNOWN',    'TECHNICAL'],
    ['101', undefined,          undefined, 'transfer', 'REJECTED',   'ACCOUNT_NOT_FOUND'],
    ['111', undefined,          undefined, 'transfer', 'REJECTED',   'SOURCE_ACCOUNT'],
    ['112', undefined,          undefined, 'transfer', 'REJECTED',   'FUNDS'],
    ['120', undefined,          undefined, 'transfer', 'UNKNOWN',    'DUPLICATE'],
    ['121', undefined,          undefined, 'inquiry',  'UNKNOWN',    'NOT_RECEIVED'],
    ['199', undefined,          undefined, 'transfer', 'UNKNOWN',    'TECHNICAL'],
    ['999', undefined,          undefined, 'transfer', 'UNKNOWN',    'TECHNICAL'],
    [undefined, 'CREDITED',     undefined, 'transfer', 'UNKNOWN',    'TECHNICAL'],
  ] as const)('code %s, word %s, cause %s after a %s is %s %s', (errorCode, status, reasonCode, about, to, reason) => {
    const translated = translatePayment({ errorCode, status, reasonCode }, about);

    expect([translated.status, translated.reason]).toEqual([to, reason]);
  });

  it('never settles a payment on an error code, whatever the status word beside it says', () => {
    for (const { code } of errorCodes) {
      for (const about of ['transfer', 'inquiry'] as const) {
        expect(translatePayment({ errorCode: code, status: 'CREDITED' }, about).status).not.toBe('SETTLED');
      }
    }
  });

  it('repeats no free text of the bank, which may hold a name', () => {
    const { meaning } = translatePayment({ errorCode: '000', status: 'Chờ Nguyễn Văn An' }, 'transfer');

    expect(meaning).not.toContain('An');
  });
});

describe('what BIDV says about an account', () => {
  // prettier-ignore
  it.each([
    ['000', 'ACTIVE',  'OPEN'],
    ['000', 'DORMANT', 'BLOCKED'],
    ['000', 'BLOCKED', 'BLOCKED'],
    ['000', 'CLOSED',  'CLOSED'],
    ['000', 'FROZEN?', 'UNAVAILABLE'],
    ['000', undefined, 'UNAVAILABLE'],
    ['101', undefined, 'NOT_FOUND'],
    ['102', undefined, 'CLOSED'],
    ['103', undefined, 'BLOCKED'],
    ['105', undefined, 'NOT_FOUND'],
    ['005', 'ACTIVE',  'UNAVAILABLE'],
    [undefined, undefined, 'UNAVAILABLE'],
  ] as const)('code %s and word %s is %s', (errorCode, accountStatus, state) => {
    expect(translateAccount({ errorCode, accountStatus })).toBe(state);
  });
});
