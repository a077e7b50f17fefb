/** Numbers that spreadsheets and programs spoil: no digit is made up, and none is moved. */
import { describe, expect, it } from '@jest/globals';
import { readAccountNumber } from '../../src/social-protection/list/account-number-cell.js';
import { readPersonalId } from '../../src/social-protection/list/personal-id-cell.js';
import { understandOne, workbookOf, understand, HEADINGS, SOUND } from './understand-list.js';

describe('a personal id', () => {
  const said = { yearOfBirth: 1945, gender: 'FEMALE' } as const;

  it.each([
    ['037145100778', said, '037145100778'],
    ['037 145 100 778', said, '037145100778'],
    ['037.145.100.778', said, '037145100778'],
    ['037-145-100-778', said, '037145100778'],
    ["'037145100778", said, '037145100778'],
    [37145100778, said, '037145100778'],
    ['37145100778', said, '037145100778'],
    ['37.145.100.778', said, '037145100778'],
    [1145100778, { yearOfBirth: 1945 }, '001145100778'],
    [37145100778, {}, '037145100778'],
    [145145100778, said, '145145100778'],
    // Refused: another number, or nothing that proves the zeros.
    [37145100778, { yearOfBirth: 1950 }, undefined],
    [37145100778, { yearOfBirth: 1945, gender: 'MALE' }, undefined],
    [1145100778, {}, undefined],
    ['37212345678.0', { yearOfBirth: 2012, gender: 'FEMALE' }, undefined],
    ['37145100778.0', said, undefined],
    ['037145100778.0', said, undefined],
    ['37145100778,0', said, undefined],
    ['3.7145100778E+10', said, undefined],
    ['3,7145E+10', said, undefined],
    ['37145100778.', said, undefined],
    [37145100778.5, said, undefined],
    [-37145100778, said, undefined],
    [1e21, said, undefined],
    ['03714510077', said, undefined],
    ['0371451007788', said, undefined],
    ['0371.45.100778', said, undefined],
    ['37145100', said, undefined],
    ['99145100778', said, undefined],
    ['168123456', said, undefined],
  ] as const)('%p beside %p is %p', (cell, beside, personalId) => {
    const read = readPersonalId(cell, beside);

    expect('personalId' in read ? read.personalId : undefined).toBe(personalId);
  });

  it.each([
    ['a number cell', 37075000002, '037075000002'],
    ['text without its zero', '37075000002', '037075000002'],
    ['a decimal', '37075000002.0', undefined],
    ['two lost zeros', 1075000002, undefined],
  ])('of a receiver as %s is filled as a beneficiary’s is', async (_what, cell, personalId) => {
    const headings = [
      ...HEADINGS,
      'Người được uỷ quyền',
      'CCCD người được uỷ quyền',
      'Quan hệ',
      'Giấy uỷ quyền',
    ];
    const line = [...HEADINGS.map((heading) => SOUND[heading]), 'Trần Văn Nhận', cell, 'Con', 'GUQ 1'];

    const { rows, refused } = await understand(
      await workbookOf({ name: 'Danh sách', lines: [headings, line] }),
    );

    expect(rows[0]?.receiver?.personalId).toBe(personalId);
    if (personalId === undefined) expect(refused).toEqual([['BAD_RECEIVER']]);
  });

  it('is not the receiver’s own in another form', async () => {
    const headings = [
      ...HEADINGS,
      'Người được uỷ quyền',
      'CCCD người được uỷ quyền',
      'Quan hệ',
      'Giấy uỷ quyền',
    ];
    const line = [
      ...HEADINGS.map((heading) => SOUND[heading]),
      'Trần Thị Kiểm Thử',
      37145100001,
      'Con',
      'GUQ 1',
    ];

    expect(
      (await understand(await workbookOf({ name: 'Danh sách', lines: [headings, line] }))).refused,
    ).toEqual([['BAD_RECEIVER']]);
  });
});

describe('an account number', () => {
  it.each([
    ['0123456784122', false, '0123456784122'],
    ['2200 2051 23456', false, '2200205123456'],
    ['2200.205.123456', false, '2200205123456'],
    ["'0011004123456", false, '0011004123456'],
    [3300000100015, false, '3300000100015'],
    [123456784122, false, '123456784122'],
    ['3300000100015.0', false, undefined],
    ['3300000100015,00', false, undefined],
    ['1.23457E12', false, undefined],
    ['3,3E+12', false, undefined],
    ['3.3E+12', false, undefined],
    [1.5, false, undefined],
    [1234567890123456, false, undefined],
    [1e21, false, undefined],
    ['ABCDEF', false, undefined],
    ['+84 912 345 678', true, '0912345678'],
    ['+84912345678', true, '0912345678'],
    ['(+84) 912 345 678', true, '0912345678'],
    ['+84 (0) 912 345 678', true, '0912345678'],
    ['0084912345678', true, '0912345678'],
    ['84912345678', true, '0912345678'],
    [84912345678, true, '0912345678'],
    ['0912.345.678', true, '0912345678'],
    [912345678, true, '0912345678'],
    ['912345678', true, '0912345678'],
    ['912345678.0', true, undefined],
    ['0212345678', true, undefined],
    ['00912345678', true, undefined],
    ['091234567', true, undefined],
    ['09123456789', true, undefined],
  ] as const)('%p (mobile: %p) is %p', (cell, isMobile, number) => {
    const read = readAccountNumber(cell, isMobile);

    expect('number' in read ? read.number : undefined).toBe(number);
  });

  it('of a bank is never filled with zeros', async () => {
    const line = HEADINGS.map((heading) => (heading === 'Số tài khoản' ? 300000100002 : SOUND[heading]));

    const { rows } = await understand(await workbookOf({ name: 'Danh sách', lines: [HEADINGS, line] }));

    expect(rows[0]?.account?.number).toBe('300000100002');
  });

  it('of a wallet is one number, however it is written', async () => {
    const { rows } = await understandOne({
      cells: { 'Tổ chức chi trả': 'MoMo', 'Số tài khoản': '+84 912 345 678' },
    });

    expect(rows[0]).toMatchObject({
      paymentMethod: 'WALLET',
      account: { institutionCode: 'MOMO', number: '0912345678' },
    });
  });
});
