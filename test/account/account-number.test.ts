import { describe, expect, it } from '@jest/globals';
import { parseAccountNumber, type AccountKind } from '../../src/account/account-number.js';

type Row = [kind: AccountKind, institution: string, text: string, number: string | null];

const numbers: Row[] = [
  ['BANK', 'BIDV', '123456', '123456'],
  ['BANK', 'BIDV', '1234567890123456789', '1234567890123456789'],
  ['BANK', 'BIDV', '4831 0001.234-567', '48310001234567'],
  ['BANK', 'BIDV', '12345', null],
  ['BANK', 'BIDV', '12345678901234567890', null],
  ['BANK', 'BIDV', '48310001234A', null],
  ['BANK', 'BIDV', '', null],
  ['WALLET', 'MOMO', '0987654321', '0987654321'],
  ['WALLET', 'MOMO', '0912 345 678', '0912345678'],
  ['WALLET', 'MOMO', '+84 912 345 678', '0912345678'],
  ['WALLET', 'MOMO', '84912345678', '0912345678'],
  ['WALLET', 'MOMO', '0521234567', '0521234567'],
  ['WALLET', 'MOMO', '0212345678', null],
  ['WALLET', 'MOMO', '091234567', null],
  ['WALLET', 'MOMO', '123456789', null],
  ['MOBILE_MONEY', 'VIETTEL_MONEY', '0321234567', '0321234567'],
  ['MOBILE_MONEY', 'VIETTEL_MONEY', '0861234567', '0861234567'],
  ['MOBILE_MONEY', 'VIETTEL_MONEY', '0971234567', '0971234567'],
  ['MOBILE_MONEY', 'VIETTEL_MONEY', '0911234567', null],
  ['MOBILE_MONEY', 'VNPT_MONEY', '0911234567', '0911234567'],
  ['MOBILE_MONEY', 'VNPT_MONEY', '0851234567', '0851234567'],
  ['MOBILE_MONEY', 'VNPT_MONEY', '0861234567', null],
  ['MOBILE_MONEY', 'MOBIFONE_MONEY', '0701234567', '0701234567'],
  ['MOBILE_MONEY', 'MOBIFONE_MONEY', '0791234567', '0791234567'],
  ['MOBILE_MONEY', 'MOBIFONE_MONEY', '0711234567', null],
];

describe('an account number', () => {
  it.each(numbers)('of a %s at %s, %j, is kept as %j', (kind, institution, text, number) => {
    const parsed = parseAccountNumber(kind, institution, text);

    expect(parsed.isValid ? parsed.number : null).toBe(number);
  });

  it('is never repeated in what is said of it', () => {
    const parsed = parseAccountNumber('BANK', 'BIDV', '12345');

    expect(JSON.stringify(parsed)).not.toContain('12345');
  });
});
