/** Amounts mean what the list says: in which unit they are, in which column they stand, and that a formula has a result. */
import { describe, expect, it } from '@jest/globals';
import { parseAmount, readAmount } from '../../src/social-protection/list/parse-amount.js';
import { understand, understandOne, workbookOf, HEADINGS, SOUND, csvOf } from './understand-list.js';

const amountOf = async (list: Parameters<typeof understandOne>[0]) => {
  const { rows, refused } = await understandOne(list);
  return rows[0]?.monthlyAmount ?? refused[0]?.[0];
};

describe('an amount is in the unit that its heading states', () => {
  it.each([
    ['Mức hưởng (nghìn đồng)', '540', 540_000n],
    ['Mức hưởng (ngàn đồng)', '540', 540_000n],
    ['Mức hưởng (1.000đ)', '540', 540_000n],
    ['Mức hưởng (1000 đồng)', '1.080', 1_080_000n],
    ['Mức hưởng (nghìn đồng/tháng)', '540,5', 540_500n],
    ['Mức hưởng (ĐVT: 1.000 đồng)', '540', 540_000n],
    ['Mức hưởng (đơn vị tính: nghìn đồng)', '540', 540_000n],
    ['Mức hưởng (000đ)', '540', 540_000n],
    ['Mức hưởng - nghìn đồng', '540', 540_000n],
    ['Mức hưởng nghìn đồng', '540', 540_000n],
    ['MUC HUONG (NGHIN DONG)', '540', 540_000n],
    ['Mức trợ cấp (triệu đồng)', '1,08', 1_080_000n],
    ['Mức hưởng (triệu đồng)', '0,540', 540_000n],
    ['Mức hưởng (tr.đ)', '0.54', 540_000n],
    ['Số tiền (VNĐ)', '540.000', 540_000n],
    ['Mức hưởng (đồng/tháng)', '540.000', 540_000n],
    ['Mức hưởng (nghìn đồng)', '540.000', 'BAD_AMOUNT'],
    ['Mức hưởng (nghìn đồng hoặc đồng)', '540', 'BAD_AMOUNT'],
    ['Mức hưởng (USD)', '540', 'BAD_AMOUNT'],
    ['Mức hưởng (nghìn đồng)', '540.000 đồng', 'BAD_AMOUNT'],
    ['Mức hưởng (nghìn đồng)', '0,0005', 'BAD_AMOUNT'],
    ['Mức hưởng', '540', 'BAD_AMOUNT'],
  ])('under %p %p is %p', async (heading, cell, amount) => {
    expect(await amountOf({ headings: { 'Mức hưởng': heading }, cells: { 'Mức hưởng': cell } })).toBe(amount);
  });
});

describe('an amount is in the unit that a line of the list declares', () => {
  it.each([
    [['Đơn vị tính: nghìn đồng'], '540', 540_000n],
    [['', '', '', 'ĐVT: 1.000đ'], '540', 540_000n],
    [['Đơn vị tính:', 'triệu đồng'], '0,54', 540_000n],
    [['DANH SÁCH CHI TRẢ (Đvt: ngàn đồng)'], '540', 540_000n],
    [['Đơn vị: 1000 VNĐ'], '540', 540_000n],
    [['Đơn vị tính: đồng'], '540.000', 540_000n],
    [['Đơn vị tính: USD'], '540', 'BAD_AMOUNT'],
    [['Đơn vị tính: lượng'], '540', 'BAD_AMOUNT'],
    [['Đơn vị: UBND xã Ví Dụ'], '540.000', 540_000n],
    [['Đơn vị tính: người'], '540.000', 540_000n],
  ])('%p: %p is %p', async (line, cell, amount) => {
    expect(await amountOf({ above: [line], cells: { 'Mức hưởng': cell } })).toBe(amount);
  });

  it('below the headings too', async () => {
    const path = await csvOf([
      HEADINGS,
      ['', '', 'Đơn vị tính: nghìn đồng'],
      HEADINGS.map((heading) => ({ ...SOUND, 'Mức hưởng': '540' })[heading]),
    ]);

    expect((await understand(path)).rows[0]?.monthlyAmount).toBe(540_000n);
  });

  it('in the middle of the list, for what follows', async () => {
    const line = (id: string, amount: string) =>
      HEADINGS.map((heading) => ({ ...SOUND, 'Số CCCD': id, 'Mức hưởng': amount })[heading]);
    const path = await csvOf([
      HEADINGS,
      line('037145100001', '540.000'),
      ['II. Người khuyết tật', '', 'Đơn vị tính: nghìn đồng'],
      line('037145100002', '810'),
    ]);

    const { rows, tables } = await understand(path);

    expect(rows.map(({ monthlyAmount }) => monthlyAmount)).toEqual([540_000n, 810_000n]);
    expect(tables.map(({ headings }) => headings[7])).toEqual(['Mức hưởng', 'Mức hưởng (nghìn đồng)']);
  });

  it('and is refused where heading and line disagree', async () => {
    const list = {
      above: [['Đơn vị tính: nghìn đồng']],
      headings: { 'Mức hưởng': 'Mức hưởng (đồng)' },
      cells: { 'Mức hưởng': '540' },
    };

    expect(await amountOf(list)).toBe('BAD_AMOUNT');
  });

  it('and keeps its unit in the headings of the refused rows', async () => {
    const { tables } = await understandOne({
      above: [['Đơn vị tính: nghìn đồng']],
      cells: { 'Họ và tên': '' },
    });

    expect(tables[0]?.headings).toContain('Mức hưởng (nghìn đồng)');
  });
});

describe('an amount in words of its own', () => {
  it.each([
    ['540 nghìn', undefined, 540_000n],
    ['540k', undefined, 540_000n],
    ['1,5 triệu đồng', undefined, 1_500_000n],
    ['1.500.000 đ', undefined, 1_500_000n],
    ['540 nghìn', 1_000, 540_000n],
    [540, 1_000, 540_000n],
    [0.54, 1_000_000, 540_000n],
    [1.08, 1_000_000, 1_080_000n],
    [540_000, undefined, 540_000n],
    ['540000.0', undefined, 540_000n],
    ['540 nghìn', 1, undefined],
    ['540 đô la', undefined, undefined],
    [540, undefined, undefined],
    [540_000, 1_000, undefined],
    ['99.999.999.999', undefined, undefined],
    [1e-7, 1_000_000_000, undefined],
  ] as const)('%p in units of %p is %p', (cell, unit, amount) => {
    expect(parseAmount(cell, unit)).toBe(amount);
  });

  it('that is too small says that the unit may be missing', () => {
    expect(readAmount('540')).toBe('TOO_SMALL');
  });
});

describe('an amount is never quietly the one of the law', () => {
  it.each([
    'Mức TC',
    'Số tiền TC',
    'Số tiền được hưởng',
    'Mức trợ cấp/tháng',
    'Mức trợ cấp hàng tháng',
    'Số tiền hỗ trợ',
    'Tiền trợ cấp',
    'Mức hưởng TCXH',
    'Trợ cấp được hưởng',
  ])('when its column is headed %p', async (heading) => {
    expect(await amountOf({ headings: { 'Mức hưởng': heading }, cells: { 'Mức hưởng': '900.000' } })).toBe(
      900_000n,
    );
  });

  it.each([
    ['Thành tiền quý', '900.000'],
    ['Mức chuẩn', '540'],
    ['Mức hưởng (truy lĩnh)', '900.000'],
    ['Cột 9', '900.000'],
    ['', '900.000'],
  ])('when a column %p is not understood: its rows are refused', async (heading, cell) => {
    const { refused, notes } = await understandOne({
      headings: { 'Mức hưởng': heading },
      cells: { 'Mức hưởng': cell },
    });

    expect(refused).toEqual([['UNREAD_AMOUNT']]);
    expect(notes.unreadColumns.map((column) => column.heading)).toEqual([
      heading === '' ? 'cột H, không có tiêu đề' : heading,
    ]);
  });

  it('when the list has no amounts it is', async () => {
    expect(await amountOf({ without: ['Mức hưởng'] })).toBe(540_000n);
  });

  it('when two columns of amounts differ: the row is refused', async () => {
    const path = await csvOf([
      [...HEADINGS, 'Số tiền'],
      [...HEADINGS.map((heading) => SOUND[heading]), '1.620.000'],
    ]);

    expect((await understand(path)).refused).toEqual([['TWO_VALUES']]);
  });

  it.each([
    ['without a result', { formula: '900000*1' }],
    ['with an error', { formula: '1/0', result: { error: '#DIV/0!' } }],
  ] as const)('when it is a formula %s: the row is refused', async (_how, value) => {
    const line = HEADINGS.map((heading) => (heading === 'Mức hưởng' ? value : SOUND[heading]));

    const { refused } = await understand(await workbookOf({ name: 'Danh sách', lines: [HEADINGS, line] }));

    expect(refused[0]).toContain('UNCOMPUTED');
  });

  it('when it is a formula with a result it is the result', async () => {
    const line = HEADINGS.map((heading) =>
      heading === 'Mức hưởng' ? { formula: '900000*1', result: 900_000 } : SOUND[heading],
    );

    const { rows } = await understand(await workbookOf({ name: 'Danh sách', lines: [HEADINGS, line] }));

    expect(rows[0]?.monthlyAmount).toBe(900_000n);
  });

  it('whichever other column has a formula without a result', async () => {
    const line = HEADINGS.map((heading) => (heading === 'Số tài khoản' ? { formula: 'A1' } : SOUND[heading]));

    expect(
      (await understand(await workbookOf({ name: 'Danh sách', lines: [HEADINGS, line] }))).refused[0],
    ).toContain('UNCOMPUTED');
  });
});
