/** From files to rows: what is accepted, and the one clear error of a file that is no list. */
import { randomBytes } from 'node:crypto';
import { readFile, truncate, writeFile } from 'node:fs/promises';
import ExcelJS from 'exceljs';
import { describe, expect, it } from '@jest/globals';
import {
  ListError,
  openReferenceBook,
  parseRow,
  readList,
  writeRefused,
  writeTemplate,
  type RawRow,
} from '../../src/social-protection/list/index.js';
import { csvFile, DATA_DIR, soundCells, temporaryFile, TODAY, xlsxFile } from './list-file.js';

async function rowsOf(path: string): Promise<RawRow[]> {
  const rows: RawRow[] = [];
  for await (const row of (await readList(path)).rows) rows.push(row);
  return rows;
}

const problemOf = (path: string) =>
  rowsOf(path).then(
    () => 'none',
    (error: unknown) => (error instanceof ListError ? error.problem : `not a ListError: ${String(error)}`),
  );

describe('a list is read from CSV', () => {
  it.each([
    ['UTF-8 with commas', {}],
    ['UTF-8 with a byte-order mark', { bom: true }],
    ['semicolons', { separator: ';' }],
    ['tabs', { separator: '\t' }],
    ['a title above the headings', { above: 'UBND XÃ VÍ DỤ,,\r\nDANH SÁCH NGƯỜI HƯỞNG,,\r\n' }],
  ])('with %s', async (_title, options) => {
    const path = await csvFile([soundCells({ address: 'Tổ 4, thôn Hạ' })], options);

    const [row] = await rowsOf(path);

    expect(row?.cells.fullName).toBe('Nguyễn Thị Ví Dụ');
    expect(row?.cells.address).toBe('Tổ 4, thôn Hạ');
  });

  it('with decomposed letters, as some systems write them', async () => {
    const path = await csvFile([soundCells({ fullName: 'Nguyễn Thị Hoà'.normalize('NFD') })]);

    expect((await rowsOf(path))[0]?.cells.fullName).toBe('Nguyễn Thị Hoà');
  });

  it('without its blank rows, its column numbers and its total', async () => {
    const path = await csvFile([
      { ordinal: '1', fullName: '2', birth: '3', gender: '4' },
      soundCells(),
      {},
      { ordinal: 'Tổng cộng', amount: '540.000' },
    ]);

    expect(await rowsOf(path)).toHaveLength(1);
  });
});

describe('a list is read from XLSX', () => {
  it('with date cells and number cells', async () => {
    const path = await xlsxFile([soundCells({ birth: new Date('1945-09-02T00:00:00Z'), amount: 540000 })]);

    const [row] = await rowsOf(path);

    expect(row?.cells.birth).toEqual(new Date('1945-09-02T00:00:00Z'));
    expect(row?.cells.amount).toBe(540000);
    expect(row?.original).toContain('02/09/1945');
  });

  it('with titles above the headings and sheets of notes before it', async () => {
    const path = await xlsxFile([soundCells(), soundCells()], {
      sheets: ['Hướng dẫn', 'Danh mục'],
      above: ['UBND XÃ VÍ DỤ', 'DANH SÁCH'],
    });

    const rows = await rowsOf(path);

    expect(rows.map((row) => row.number)).toEqual([4, 5]);
  });

  it('of the template, whose example row is sound', async () => {
    const path = await temporaryFile('mau.xlsx');
    await writeTemplate(path, DATA_DIR);

    const [example] = await rowsOf(path);

    const book = openReferenceBook(DATA_DIR, TODAY);
    expect(parseRow(example!, { book, today: TODAY })).toMatchObject({
      row: { programmeCode: 'HTXH', monthlyAmount: 540_000n, account: { institutionCode: 'BIDV' } },
    });
  });
});

describe('a file that is no list gets one clear error', () => {
  it('when it does not exist', async () => {
    expect(await problemOf('/nowhere/danh-sach.xlsx')).toBe('NOT_FOUND');
  });

  it('when it is empty', async () => {
    const path = await temporaryFile('danh-sach.csv');
    await writeFile(path, '');

    expect(await problemOf(path)).toBe('EMPTY');
  });

  it('when it is a text file renamed to .xlsx', async () => {
    const path = await temporaryFile('danh-sach.xlsx');
    await writeFile(path, 'không phải tệp Excel');

    expect(await problemOf(path)).toBe('DAMAGED');
  });

  it.each([40, 400, 3000])('when a workbook is cut off after %i bytes', async (length) => {
    const path = await xlsxFile([soundCells()]);
    await truncate(path, length);

    expect(await problemOf(path)).toBe('DAMAGED');
  });

  it('when bytes in the middle of a workbook are damaged', async () => {
    const path = await xlsxFile(Array.from({ length: 50 }, () => soundCells()));
    const bytes = await readFile(path);
    randomBytes(2000).copy(bytes, 1000);
    await writeFile(path, bytes);

    expect(['DAMAGED', 'NO_HEADINGS', 'EMPTY']).toContain(await problemOf(path));
  });

  it('when it is a picture', async () => {
    const path = await temporaryFile('danh-sach.csv');
    await writeFile(path, Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n\0', 'latin1'), randomBytes(500)]));

    expect(await problemOf(path)).toBe('NOT_A_LIST');
  });

  it('when it is an Excel file of before 2007', async () => {
    const path = await temporaryFile('danh-sach.xls');
    await writeFile(path, Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]));

    expect(await problemOf(path)).toBe('NOT_A_LIST');
  });

  it('when it is in a Vietnamese 8-bit code', async () => {
    const path = await temporaryFile('danh-sach.csv');
    await writeFile(path, Buffer.from('Hä vµ tªn,Ngµy sinh\r\n', 'latin1'));

    expect(await problemOf(path)).toBe('NOT_A_LIST');
  });

  it('when no row is a heading row', async () => {
    const path = await temporaryFile('danh-sach.csv');
    await writeFile(path, 'một,hai,ba\r\nbốn,năm,sáu\r\n');

    expect(await problemOf(path)).toBe('NO_HEADINGS');
  });

  it('when every sheet is of something else', async () => {
    const workbook = new ExcelJS.Workbook();
    workbook.addWorksheet('Ghi chú').addRow(['một', 'hai']);
    const path = await temporaryFile('danh-sach.xlsx');
    await workbook.xlsx.writeFile(path);

    expect(await problemOf(path)).toBe('NO_HEADINGS');
  });

  it('when a required column is missing, naming it', async () => {
    const path = await temporaryFile('danh-sach.csv');
    await writeFile(path, 'Họ và tên,Ngày sinh,Mã xã,Mã chế độ\r\n');

    await expect(readList(path)).rejects.toThrow('Số định danh cá nhân');
  });
});

describe('refused rows', () => {
  it('are written with a byte-order mark, in the columns of the list, and can be mended and read again', async () => {
    const path = await csvFile([soundCells({ fullName: '', address: '=1+1' })]);
    const list = await readList(path);
    const refused = `${path}.refused.csv`;

    await writeRefused(refused, list.tables, refusedOf(list.rows));

    const text = await readFile(refused, 'utf8');
    expect(text.startsWith('\ufeff')).toBe(true);
    expect(text).toContain('Lý do');
    expect(text).toContain("'=1+1");
    const [row] = await rowsOf(refused);
    expect(row?.cells.address).toBe('=1+1');
  });

  async function* refusedOf(rows: AsyncIterable<RawRow>) {
    for await (const row of rows)
      yield { table: row.table, original: row.original, reason: 'Thiếu họ và tên [MISSING_NAME]' };
  }
});
