/** What a list says in several rows of headings, or in several columns: births, names, receivers, places. */
import { describe, expect, it } from '@jest/globals';
import { csvOf, HEADINGS, SOUND, understand, understandOne, workbookOf } from './understand-list.js';

describe('headings of two rows', () => {
  const people = (male: string, female: string) => [
    '1',
    'Trần Thị Cột',
    male,
    female,
    '037145100065',
    '13285',
    'HTXH',
    '540.000',
  ];
  const rowsUnder = async (group: string, parts: readonly string[], line: readonly string[]) => {
    const lines = [
      ['DANH SÁCH NGƯỜI HƯỞNG'],
      ['STT', 'Họ và tên', group, '', 'Số CCCD', 'Mã xã', 'Mã chế độ', 'Mức hưởng'],
      ['', '', ...parts, '', '', '', ''],
      line,
    ];
    return understand(await workbookOf({ name: 'Danh sách', lines, merged: ['C2:D2'] }));
  };

  it.each([
    ['Ngày, tháng, năm sinh', '', '02/09/1945', { gender: 'FEMALE', dateOfBirth: '1945-09-02' }],
    ['Ngày, tháng, năm sinh', '02/09/1945', '', { gender: 'MALE', dateOfBirth: '1945-09-02' }],
    ['Năm sinh', '', '1945', { gender: 'FEMALE', yearOfBirth: 1945 }],
    ['Giới tính', '', 'x', { gender: 'FEMALE' }],
    ['Giới tính', 'X', '', { gender: 'MALE' }],
  ])('%p over Nam and Nữ: %p, %p', async (group, male, female, person) => {
    const { rows } = await rowsUnder(group, ['Nam', 'Nữ'], people(male, female));

    expect(rows[0]?.person).toMatchObject(person);
  });

  it('a birth under both is refused', async () => {
    const { refused } = await rowsUnder('Năm sinh', ['Nam', 'Nữ'], people('1945', '1945'));

    expect(refused).toEqual([['TWO_VALUES']]);
  });

  it('and its refused rows have headings of one row that are read again', async () => {
    const { tables } = await rowsUnder('Năm sinh', ['Nam', 'Nữ'], people('1945', '1945'));

    const again = await understand(await csvOf([tables[0]!.headings, people('', '1945')]));

    expect(again.rows[0]?.person).toMatchObject({ gender: 'FEMALE', yearOfBirth: 1945 });
  });

  it('with day, month and year apart', async () => {
    const path = await csvOf([
      ['STT', 'Họ và tên', 'Ngày, tháng, năm sinh', '', '', 'Số CCCD', 'Mã xã', 'Mã chế độ'],
      ['', '', 'Ngày', 'Tháng', 'Năm', '', '', ''],
      ['1', 'Trần Thị Kiểm', '2', '9', '1945', '037145100065', '13285', 'HTXH'],
      ['2', 'Trần Thị Hai', '', '9', '1946', '037146100066', '13285', 'HTXH'],
      ['3', 'Trần Thị Ba', '', '', '1947', '037147100067', '13285', 'HTXH'],
    ]);

    const { rows } = await understand(path);

    expect(rows.map(({ person }) => person.dateOfBirth ?? person.yearOfBirth)).toEqual([
      '1945-09-02',
      1946,
      1947,
    ]);
  });

  it('with a unit below the amount', async () => {
    const path = await csvOf([
      HEADINGS,
      HEADINGS.map((heading) => (heading === 'Mức hưởng' ? '(nghìn đồng)' : '')),
      HEADINGS.map((heading) => ({ ...SOUND, 'Mức hưởng': '540' })[heading]),
    ]);

    expect((await understand(path)).rows[0]?.monthlyAmount).toBe(540_000n);
  });

  it('with groups above: the second name is that of the receiver', async () => {
    const path = await csvOf([
      ['UBND XÃ VÍ DỤ'],
      ['STT', 'Người hưởng', '', '', 'Chế độ', '', 'Người được uỷ quyền', '', '', ''],
      [
        '',
        'Họ và tên',
        'Số CCCD',
        'Mã xã',
        'Mã chế độ',
        'Mức hưởng',
        'Họ và tên',
        'Số CCCD',
        'Quan hệ',
        'Giấy uỷ quyền',
      ],
      [
        '1',
        'Trần Thị Kiểm',
        '037145100065',
        '13285',
        'HTXH',
        '540.000',
        'Trần Văn Nhận',
        '037075000002',
        'Con',
        'GUQ 1',
      ],
    ]);

    const { rows } = await understand(path);

    expect(rows[0]).toMatchObject({
      person: { fullName: 'Trần Thị Kiểm', personalId: '037145100065' },
      receiver: { fullName: 'Trần Văn Nhận', personalId: '037075000002' },
    });
  });

  it('with the number, the day and the place of a card', async () => {
    const path = await csvOf([
      ['STT', 'Họ và tên', 'Căn cước công dân', '', '', 'Mã xã', 'Mã chế độ'],
      ['', '', 'Số', 'Ngày cấp', 'Nơi cấp', '', ''],
      ['1', 'Trần Thị Kiểm', '037145100065', '01/01/2022', 'Cục CS', '13285', 'HTXH'],
    ]);

    const { rows, notes } = await understand(path);

    expect(rows[0]?.person.personalId).toBe('037145100065');
    expect(notes.unreadColumns.map(({ heading }) => heading)).toEqual([
      'Căn cước công dân – Ngày cấp',
      'Căn cước công dân – Nơi cấp',
    ]);
  });

  it('with commune, district and province apart', async () => {
    const path = await csvOf([
      ['STT', 'Họ và tên', 'Nơi cư trú', '', '', '', 'Số CCCD', 'Mã chế độ'],
      ['', '', 'Thôn', 'Xã/Phường', 'Huyện/TP', 'Tỉnh', '', ''],
      [
        '1',
        'Trần Thị Kiểm',
        'Tổ 4',
        'Phường Quang Trung',
        'Thành phố Phủ Lý',
        'Hà Nam',
        '037145100065',
        'HTXH',
      ],
    ]);

    const { rows } = await understand(path, '37');

    expect(rows[0]).toMatchObject({ address: 'Tổ 4' });
    expect(rows).toHaveLength(1);
  });
});

describe('a name in two columns is one name', () => {
  const rest = ['Số CCCD', 'Mã xã', 'Mã chế độ'];
  const values = ['037145100065', '13285', 'HTXH'];

  it.each([
    [
      'with headings of their own',
      [
        ['Họ và đệm', 'Tên', ...rest],
        ['Trần Thị', 'Kiểm', ...values],
      ],
      'Trần Thị Kiểm',
    ],
    [
      'below one heading',
      [
        ['Họ và tên', '', ...rest],
        ['Họ', 'Tên', '', '', ''],
        ['Trần Thị', 'Kiểm', ...values],
      ],
      'Trần Thị Kiểm',
    ],
    [
      'of which one has no heading',
      [
        ['Họ và tên', '', ...rest],
        ['Trần Thị', 'Kiểm', ...values],
      ],
      'Trần Thị Kiểm',
    ],
    [
      'of which one repeats the given name',
      [
        ['Họ và tên', 'Tên', ...rest],
        ['Trần Thị Kiểm', 'Kiểm', ...values],
      ],
      'Trần Thị Kiểm',
    ],
  ])('%s', async (_how, lines, name) => {
    expect((await understand(await csvOf(lines))).rows[0]?.person.fullName).toBe(name);
  });

  it('and a remark beside a name is none', async () => {
    const path = await csvOf([
      ['Họ và tên', '', ...rest],
      ['Trần Thị Kiểm', 'đã chuyển đi', ...values],
    ]);

    expect((await understand(path)).refused).toEqual([['TWO_VALUES']]);
  });

  it('and what stands in another column without a heading is named', async () => {
    const path = await csvOf([
      ['Họ và tên', ...rest, ''],
      ['Trần Thị Kiểm', ...values, 'đã chuyển đi'],
    ]);

    expect((await understand(path)).notes.unreadColumns).toEqual([{ heading: 'cột E, không có tiêu đề' }]);
  });
});

describe('a month or a year without a day', () => {
  it.each([
    '09/1945',
    '9-1945',
    'tháng 9/1945',
    'tháng 9 năm 1945',
    '00/09/1945',
    '__/09/1945',
    'T9/1945',
    '1945',
    'năm 1945',
    'Sinh năm 1945',
    '1945.0',
  ])('%p is the year', async (birth) => {
    const { rows } = await understandOne({ cells: { 'Ngày sinh': birth } });

    expect(rows[0]?.person.dateOfBirth).toBeUndefined();
    expect(rows[0]?.person.yearOfBirth).toBe(1945);
  });

  it.each(['13/1945', '12/2026', '09/45', '1945-13'])('%p is refused', async (birth) => {
    expect((await understandOne({ cells: { 'Ngày sinh': birth } })).refused).toEqual([['BAD_DATE']]);
  });

  it.each([
    '1945-09-02 00:00:00',
    '1945-09-02T00:00:00',
    'ngày 2 tháng 9 năm 1945',
    '2 / 9 / 1945',
    '02/09/1945 00:00',
  ])('%p is a day', async (birth) => {
    expect((await understandOne({ cells: { 'Ngày sinh': birth } })).rows[0]?.person.dateOfBirth).toBe(
      '1945-09-02',
    );
  });

  it.each([
    ['mm/yyyy', { yearOfBirth: 1945 }],
    ['yyyy', { yearOfBirth: 1945 }],
    ['dd/mm/yyyy', { yearOfBirth: 1945, dateOfBirth: '1945-09-01' }],
  ])('a date cell that shows %s says no more than it shows', async (format, birth) => {
    const line = HEADINGS.map((heading) =>
      heading === 'Ngày sinh' ? new Date('1945-09-01T00:00:00Z') : SOUND[heading],
    );

    const { rows } = await understand(
      await workbookOf({ name: 'Danh sách', lines: [HEADINGS, line], formats: { C: format } }),
    );

    const { fullName: _name, personalId: _id, gender: _gender, ...said } = rows[0]!.person;
    expect(said).toEqual(birth);
  });
});
