/** Which rows of a list are people: nobody is refused who is none, and nobody is passed over who is one. */
import { describe, expect, it } from '@jest/globals';
import { csvOf, HEADINGS, SOUND, understand, understandOne, type Heading } from './understand-list.js';

const person = (cells: Readonly<Partial<Record<Heading, string>>> = {}) =>
  HEADINGS.map((heading) => ({ ...SOUND, ...cells })[heading]);
const only = (cells: Readonly<Partial<Record<Heading, string>>>) =>
  HEADINGS.map((heading) => cells[heading] ?? '');

describe('rows that are nobody’s are passed over, and named', () => {
  it.each([
    ['a section with a roman number', only({ STT: 'I', 'Họ và tên': 'Người cao tuổi' })],
    ['a section in one cell', only({ STT: 'II. Người khuyết tật' })],
    [
      'a section with its sum',
      only({ STT: 'A', 'Họ và tên': 'Thôn Ví Dụ', 'Giới tính': '2 người', 'Mức hưởng': '1.080.000' }),
    ],
    ['a sum', only({ 'Họ và tên': 'Tổng cộng', 'Giới tính': '2 người', 'Mức hưởng': '1.350.000' })],
    ['a sum of a hamlet', only({ 'Họ và tên': 'Cộng thôn 1', 'Mức hưởng': '540.000' })],
    ['an amount in words', only({ STT: 'Bằng chữ: Một triệu ba trăm năm mươi nghìn đồng' })],
    ['a statement of the count', only({ STT: 'Ấn định danh sách này có 02 người' })],
    ['a place and a day', only({ 'Mức hưởng': 'Ninh Bình, ngày 30 tháng 11 năm 2026' })],
    [
      'signatories',
      only({
        'Họ và tên': 'NGƯỜI LẬP BIỂU',
        'Mã xã': 'KẾ TOÁN',
        'Mã chế độ': 'TM. UBND XÃ',
        'Mức hưởng': 'CHỦ TỊCH',
      }),
    ],
    ['hints for signatures', only({ 'Họ và tên': '(Ký, ghi rõ họ tên)', 'Mức hưởng': '(Ký tên, đóng dấu)' })],
    ['a remark', only({ STT: 'Ghi chú: danh sách đã được rà soát' })],
  ])('%s', async (_what, line) => {
    const { rows, refused, notes } = await understand(await csvOf([HEADINGS, person(), line]));

    expect([rows.length, refused.length]).toEqual([1, 0]);
    expect(notes.passedOverAt).toEqual(['dòng 3']);
  });

  it('so are the names below signatories', async () => {
    const { rows, refused } = await understand(
      await csvOf([
        HEADINGS,
        person(),
        only({ 'Họ và tên': 'NGƯỜI LẬP BIỂU', 'Mức hưởng': 'TM. UBND XÃ' }),
        only({
          'Họ và tên': 'Lê Thị Lập',
          'Mã xã': 'Bùi Thị Sổ',
          'Mã chế độ': 'Trần Thị Thu',
          'Mức hưởng': 'Phạm Văn Ký',
        }),
      ]),
    );

    expect([rows.length, refused.length]).toEqual([1, 0]);
  });

  it.each([
    ['letters and numbers', ['A', 'B', 'C', '1', '2', '3', '4', '5', '6', '7']],
    ['numbers', ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10']],
    ['numbers in brackets', ['(1)', '(2)', '(3)', '(4)', '(5)', '(6)', '(7)', '(8)=(6)x(7)', '(9)', '(10)']],
    ['a formula of columns', ['1', '2', '3', '4', '5', '6', '7', '8=6*7', '9', '10']],
  ])('column numbers as %s are no row at all', async (_what, line) => {
    const { rows, refused, notes } = await understand(await csvOf([HEADINGS, line, person()]));

    expect([rows.length, refused.length, notes.passedOver]).toEqual([1, 0, 0]);
  });
});

describe('nobody is passed over for what is missing', () => {
  it.each([
    ['the number', person({ 'Số CCCD': '' }), 'MISSING_PERSONAL_ID'],
    ['the name', person({ 'Họ và tên': '' }), 'MISSING_NAME'],
    ['the programme', person({ 'Mã chế độ': '' }), 'MISSING_PROGRAMME'],
    ['everything but a number', only({ 'Số CCCD': '037145100001' }), 'MISSING_NAME'],
    [
      'number, birth and account',
      person({ 'Số CCCD': '', 'Ngày sinh': '', 'Số tài khoản': '' }),
      'MISSING_PERSONAL_ID',
    ],
    [
      'all but place in the list, name and amount',
      only({ STT: '7', 'Họ và tên': 'Nguyễn Văn Quên', 'Mức hưởng': '540.000' }),
      'MISSING_PERSONAL_ID',
    ],
    [
      'the number of somebody called Cộng',
      person({ 'Họ và tên': 'Cộng Thị Lan', 'Số CCCD': '' }),
      'MISSING_PERSONAL_ID',
    ],
  ])('%s', async (_what, line, code) => {
    const { refused } = await understand(await csvOf([HEADINGS, line]));

    expect(refused[0]).toContain(code);
  });

  it('a second right below a name that stands over both rows', async () => {
    const path = await csvOf([HEADINGS, person(), only({ 'Mã chế độ': 'KT-NANG', 'Mức hưởng': '810.000' })]);

    expect((await understand(path)).refused[0]).toContain('MISSING_NAME');
  });

  it.each(['Tống Thị Hoa', 'Công Văn An', 'Tổng Văn Hai', 'Ký Thị Ba'])('%s is a person', async (name) => {
    expect((await understandOne({ cells: { 'Họ và tên': name } })).rows).toHaveLength(1);
  });

  it('people below the signatures are people', async () => {
    const { rows } = await understand(
      await csvOf([HEADINGS, only({ 'Họ và tên': 'NGƯỜI LẬP BIỂU' }), person()]),
    );

    expect(rows).toHaveLength(1);
  });
});

describe('headings in the middle of a list', () => {
  it('of the next page are no row', async () => {
    const { rows, refused } = await understand(
      await csvOf([HEADINGS, person(), HEADINGS, person({ 'Số CCCD': '037145100002' })]),
    );

    expect([rows.length, refused.length]).toEqual([2, 0]);
  });

  it('of another table are those of what follows', async () => {
    const other = ['TT', 'Số CCCD', 'Họ tên', 'Chế độ', 'Xã', 'Số tiền (nghìn đồng)'];
    const path = await csvOf([
      HEADINGS,
      person(),
      [],
      ['II. Người khuyết tật'],
      other,
      ['1', '037145100002', 'Trần Thị Hai', 'KT-NANG', '13285', '810'],
    ]);

    const { rows, tables } = await understand(path);

    expect(rows[1]).toMatchObject({
      person: { fullName: 'Trần Thị Hai' },
      programmeCode: 'KT-NANG',
      monthlyAmount: 810_000n,
    });
    expect(tables).toHaveLength(2);
  });
});
