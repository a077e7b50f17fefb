/** Which rows of a list are understood, and every reason for which one is refused. */
import { describe, expect, it } from '@jest/globals';
import {
  openReferenceBook,
  parseRow,
  type ListRow,
  type RefusalCode,
} from '../../src/social-protection/list/index.js';
import { DATA_DIR, soundCells, TODAY, type Cells } from './list-file.js';

const book = openReferenceBook(DATA_DIR, TODAY);
const parse = (cells: Cells, provinceCode?: string) =>
  parseRow(
    { number: 2, cells: soundCells(cells) },
    { book, today: TODAY, ...(provinceCode ? { provinceCode } : {}) },
  );

function rowOf(cells: Cells, provinceCode?: string): ListRow {
  const parsed = parse(cells, provinceCode);
  if ('refusals' in parsed) throw new Error(JSON.stringify(parsed.refusals));
  return parsed.row;
}

function refusalsOf(cells: Cells, provinceCode?: string) {
  const parsed = parse(cells, provinceCode);
  return 'refusals' in parsed ? parsed.refusals : [];
}

describe('a sound row', () => {
  it('gives person, commune, right and method', () => {
    expect(
      rowOf({
        institution: 'Ngân hàng Nông nghiệp',
        accountNumber: '2200 2051 23456',
        accountHolder: 'NGUYEN THI VI DU',
      }),
    ).toEqual({
      rowNumber: 2,
      person: {
        fullName: 'Nguyễn Thị Ví Dụ',
        personalId: '037145000001',
        dateOfBirth: '1945-09-02',
        yearOfBirth: 1945,
        gender: 'FEMALE',
      },
      areaId: book.findUnit('13285')?.id,
      programmeCode: 'HTXH',
      coefficient: '1.0',
      monthlyAmount: 540_000n,
      validFrom: '2026-07-01',
      legalBasis: 'Luật 41/2024/QH15 Đ21; NĐ 176/2025/NĐ-CP',
      paymentMethod: 'BANK',
      account: { institutionCode: 'AGRIBANK', number: '2200205123456', holderName: 'NGUYEN THI VI DU' },
    });
  });

  it('without an amount gets the lawful one', () => {
    expect(rowOf({ amount: '', programme: 'Người khuyết tật nặng' }).monthlyAmount).toBe(810_000n);
  });

  it('with an authorised receiver keeps the mandate and the account of the receiver', () => {
    const row = rowOf({
      receiverName: 'Nguyễn Văn Ví Dụ',
      receiverPersonalId: '037075000002',
      relationship: 'Con',
      mandate: 'GUQ 1',
      mandateUntil: '31/12/2026',
      receiverInstitution: 'BIDV',
      receiverAccountNumber: '12010001234567',
    });

    expect(row.paymentMethod).toBe('AUTHORISED_RECEIVER');
    expect(row.receiver).toMatchObject({
      validTo: '2026-12-31',
      account: { institutionCode: 'BIDV', holderName: 'Nguyễn Văn Ví Dụ' },
    });
  });

  it('keeps a wallet for what it is when the list says bank transfer', () => {
    expect(
      rowOf({ method: 'Chuyển khoản', institution: 'MoMo', accountNumber: '0912345678' }).paymentMethod,
    ).toBe('WALLET');
  });

  it('mends a personal id whose leading zeros a spreadsheet took', () => {
    expect(rowOf({ personalId: 37145000001 }).person.personalId).toBe('037145000001');
  });

  it('may have an old identity card in place of a personal id', () => {
    const { person } = rowOf({ personalId: '', oldIdNumber: '168123456' });

    expect(person.personalId).toBeUndefined();
    expect(person.oldIdNumber).toBe('168123456');
  });
});

describe('a row is refused with the reason', () => {
  it.each<[string, Cells, RefusalCode]>([
    ['no name', { fullName: ' ' }, 'MISSING_NAME'],
    ['a number for a name', { fullName: '0123' }, 'BAD_NAME'],
    ['no personal id', { personalId: '' }, 'MISSING_PERSONAL_ID'],
    ['a personal id that is too short', { personalId: '03714500001' }, 'BAD_PERSONAL_ID'],
    ['an old card number in its place', { personalId: '168123456' }, 'BAD_PERSONAL_ID'],
    ['a province that never was', { personalId: '003145000001' }, 'BAD_PERSONAL_ID'],
    ['a day that never was', { birth: '31/02/1945' }, 'BAD_DATE'],
    ['a birth that is still to come', { birth: '01/01/2030' }, 'BAD_DATE'],
    ['an unknown gender', { gender: 'xyz' }, 'BAD_GENDER'],
    ['no commune', { commune: '' }, 'MISSING_COMMUNE'],
    ['an unknown commune code', { commune: '99999' }, 'UNKNOWN_COMMUNE'],
    ['an unknown commune name', { commune: 'Xã Không Có' }, 'UNKNOWN_COMMUNE'],
    ['no programme', { programme: '' }, 'MISSING_PROGRAMME'],
    ['an unknown programme', { programme: 'ABC' }, 'UNKNOWN_PROGRAMME'],
    ['a bad coefficient', { coefficient: 'nhiều' }, 'BAD_COEFFICIENT'],
    ['a negative amount', { amount: '-540.000' }, 'BAD_AMOUNT'],
    ['an amount of nothing', { amount: '0' }, 'BAD_AMOUNT'],
    ['a fraction of a đồng', { amount: '540.000,5' }, 'BAD_AMOUNT'],
    ['no amount where a decision names it', { programme: 'NCC-TB', amount: '' }, 'MISSING_AMOUNT'],
    ['an unknown method', { method: 'séc' }, 'BAD_METHOD'],
    [
      'an unknown institution',
      { institution: 'Ngân hàng Sao Hoả', accountNumber: '123456789' },
      'UNKNOWN_INSTITUTION',
    ],
    ['an account nowhere', { accountNumber: '123456789' }, 'MISSING_INSTITUTION'],
    [
      'a wallet that is no phone number',
      { institution: 'MOMO', accountNumber: '12345' },
      'BAD_ACCOUNT_NUMBER',
    ],
    [
      'an account number of strange signs',
      { institution: 'BIDV', accountNumber: '12#45' },
      'BAD_ACCOUNT_NUMBER',
    ],
    [
      'a receiver without a mandate',
      { receiverName: 'Nguyễn Văn A', receiverPersonalId: '037075000002' },
      'BAD_RECEIVER',
    ],
    ['an unknown reason', { noAccountReason: 'vì mưa' }, 'BAD_REASON'],
  ])('%s', (_title, cells, code) => {
    expect(refusalsOf(cells).map((refusal) => refusal.code)).toContain(code);
  });

  it('and everything that is wrong is said at once', () => {
    const codes = refusalsOf({ fullName: '', personalId: '1', amount: '0' }).map((refusal) => refusal.code);

    expect(codes).toEqual(['MISSING_NAME', 'BAD_PERSONAL_ID', 'BAD_AMOUNT']);
  });
});

describe('a commune', () => {
  const codeOf = (cells: Cells, provinceCode?: string) => {
    const { areaId } = rowOf(cells, provinceCode);
    return (
      ['13285', '00160', '00166', '00004', '26882'].find((code) => book.findUnit(code)?.id === areaId) ??
      areaId
    );
  };

  it.each([
    ["today's code", { commune: '13285' }, '13285'],
    ['code and name', { commune: '13285 - Phường Phủ Lý' }, '13285'],
    ['a name with its province', { commune: 'Phường Phủ Lý, tỉnh Ninh Bình' }, '13285'],
    ['a name with its former province', { commune: 'Phường Phủ Lý, Hà Nam' }, '13285'],
    [
      'a name, its province in the address',
      { commune: 'P. Phủ Lý', address: 'Tổ 4, tỉnh Ninh Bình' },
      '13285',
    ],
    ['the code of a ward that ended', { commune: '26881' }, '26882'],
    [
      "a former ward's code and name, though the code is another's today",
      { commune: '26882 Phường 14' },
      '26882',
    ],
  ])('is found by %s', (_title, cells, code) => {
    expect(codeOf(cells)).toBe(code);
  });

  it('of a name that many provinces have is found within the province of the list', () => {
    expect(refusalsOf({ commune: 'Xã Bình Minh' })[0]?.code).toBe('AMBIGUOUS_COMMUNE');
    expect(rowOf({ commune: 'Xã Bình Minh' }, '37').areaId).toBe(
      book.listCommunes('Xã Bình Minh').find((unit) => book.provinceOf(unit)?.code === '37')?.id,
    );
  });

  it('that was divided is refused with its candidates', () => {
    const [refusal] = refusalsOf({ commune: '00167' });

    expect(refusal?.code).toBe('AMBIGUOUS_COMMUNE');
    expect(refusal?.detail).toContain('00160');
    expect(refusal?.detail).toContain('00166');
  });

  it('whose code and name disagree is refused', () => {
    expect(refusalsOf({ commune: '13285 Phường Ba Đình' })[0]?.code).toBe('AMBIGUOUS_COMMUNE');
  });
});
