/** How single cells of a list are understood: a row per spelling, refused spellings included. */
import { describe, expect, it } from '@jest/globals';
import { findMethod } from '../../src/social-protection/list/index.js';
import { findColumn } from '../../src/social-protection/list/heading/find-column.js';
import { parseAmount, parseCoefficient } from '../../src/social-protection/list/parse-amount.js';
import { parseBirth, parseMonthOrDay } from '../../src/social-protection/list/parse-date.js';

const TODAY = '2026-11-22';

describe('an amount is whole đồng however it is written', () => {
  it.each([
    ['1.500.000', 1_500_000n],
    ['1,500,000', 1_500_000n],
    ['1 500 000', 1_500_000n],
    ['1\u00a0500\u00a0000', 1_500_000n],
    ['1500000 đ', 1_500_000n],
    ['1.500.000đ', 1_500_000n],
    ['1.500.000 đồng', 1_500_000n],
    ['540.000 VND', 540_000n],
    ['1.500.000,00', 1_500_000n],
    ['1,500,000.00', 1_500_000n],
    ['1500000.00', 1_500_000n],
    ['540000', 540_000n],
    [540000, 540_000n],
    ['0', undefined],
    [0, undefined],
    ['-540.000', undefined],
    [-540000, undefined],
    ['540.000,5', undefined],
    [540000.5, undefined],
    ['1.5', undefined],
    ['15.00.000', undefined],
    ['1.500,000', undefined],
    ['1.500.000.00', undefined],
    ['1,5E+06', undefined],
    ['năm trăm nghìn', undefined],
    ['', undefined],
    ['99999999999999999999', undefined],
    [new Date('2026-01-01'), undefined],
  ])('%p is %p', (cell, expected) => {
    expect(parseAmount(cell)).toBe(expected);
  });
});

describe('a birth is a day or a year', () => {
  it.each([
    ['02/09/1945', '1945-09-02', 1945],
    ['2/9/1945', '1945-09-02', 1945],
    ['02-09-1945', '1945-09-02', 1945],
    ['02.09.1945', '1945-09-02', 1945],
    ['1945-09-02', '1945-09-02', 1945],
    [new Date('1945-09-02T00:00:00Z'), '1945-09-02', 1945],
    ['1945', undefined, 1945],
    [1945, undefined, 1945],
    ['00/00/1945', undefined, 1945],
    ['//1945', undefined, 1945],
  ])('%p', (cell, date, year) => {
    expect(parseBirth(cell, TODAY)).toEqual(date === undefined ? { year } : { date, year });
  });

  it.each(['31/02/1945', '13/13/1945', '02/09/45', '23/11/2026', '2027', '1850', 16682, 'không rõ'])(
    '%p is refused',
    (cell) => {
      expect(parseBirth(cell, TODAY)).toBeUndefined();
    },
  );
});

describe('a right begins on a day, or with a month', () => {
  it.each([
    ['07/2026', '2026-07-01'],
    ['7/2026', '2026-07-01'],
    ['tháng 7/2026', '2026-07-01'],
    ['T7/2026', '2026-07-01'],
    ['2026-07', '2026-07-01'],
    ['15/07/2026', '2026-07-15'],
    [new Date('2026-07-01T00:00:00Z'), '2026-07-01'],
    ['13/2026', undefined],
    ['2026', undefined],
  ])('%p is %p', (cell, expected) => {
    expect(parseMonthOrDay(cell)).toBe(expected);
  });
});

describe('a coefficient has a comma or a point', () => {
  it.each([
    ['1,5', '1.5'],
    ['2.0', '2.0'],
    [1, '1.0'],
    [2.5, '2.5'],
    ['0', undefined],
    ['-1', undefined],
    ['nhiều', undefined],
  ])('%p is %p', (cell, expected) => {
    expect(parseCoefficient(cell)).toBe(expected);
  });
});

describe('headings and choices are known in any accents, case and spacing', () => {
  it.each([
    ['HỌ VÀ TÊN', 'fullName'],
    ['ho va ten', 'fullName'],
    ['  Họ  và\ntên ', 'fullName'],
    ['Ngày tháng năm sinh', 'birth'],
    ['Số định danh cá nhân/CCCD', 'personalId'],
    ['Mã xã/Xã phường', 'commune'],
    ['Mã chế độ/Đối tượng', 'programme'],
    ['Mức hưởng (đồng)', 'amount'],
    ['Mức hưởng (nghìn đồng hoặc đồng)', 'amount'],
    ['Người được ủy quyền', 'receiverName'],
    ['Ghi chú', undefined],
  ])('%p names the column %p', (heading, column) => {
    expect(findColumn(heading)).toBe(column);
  });

  it.each([
    ['chuyển khoản', 'BANK'],
    ['VÍ ĐIỆN TỬ', 'WALLET'],
    ['Uỷ quyền', 'AUTHORISED_RECEIVER'],
    ['ủy quyền', 'AUTHORISED_RECEIVER'],
    ['tiền mặt', 'CASH'],
    ['séc', undefined],
  ])('the method %p is %p', (word, method) => {
    expect(findMethod(word)).toBe(method);
  });
});
