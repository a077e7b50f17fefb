/** Lists as offices and programs write them, cell by cell, and what the reader makes of them. */
import { writeFile } from 'node:fs/promises';
import ExcelJS from 'exceljs';
import {
  openReferenceBook,
  parseRow,
  readList,
  type ListRow,
  type ReadingNotes,
  type RefusalCode,
} from '../../src/social-protection/list/index.js';
import { DATA_DIR, temporaryFile, TODAY } from './list-file.js';

export const book = openReferenceBook(DATA_DIR, TODAY);

export type Line = readonly (ExcelJS.CellValue | undefined)[];

export interface SheetToWrite {
  readonly name: string;
  readonly lines: readonly Line[];
  readonly state?: ExcelJS.WorksheetState;
  /** `C2:D2`. */
  readonly merged?: readonly string[];
  /** Of a column, by its letter. */
  readonly formats?: Readonly<Record<string, string>>;
}

export async function workbookOf(...sheets: readonly SheetToWrite[]): Promise<string> {
  const workbook = new ExcelJS.Workbook();
  for (const { name, lines, state, merged = [], formats = {} } of sheets) {
    const sheet = workbook.addWorksheet(name, state === undefined ? {} : { state });
    for (const line of lines) sheet.addRow(line.map((value) => value ?? null));
    for (const range of merged) sheet.mergeCells(range);
    for (const [column, format] of Object.entries(formats)) sheet.getColumn(column).numFmt = format;
  }
  const path = await temporaryFile('danh-sach.xlsx');
  await workbook.xlsx.writeFile(path);
  return path;
}

export async function csvOf(lines: readonly (readonly string[])[], name = 'danh-sach.csv'): Promise<string> {
  const text = lines.map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','));
  return fileOf(`${text.join('\r\n')}\r\n`, name);
}

export async function fileOf(content: string | Buffer, name: string): Promise<string> {
  const path = await temporaryFile(name);
  await writeFile(path, content);
  return path;
}

export interface Understood {
  readonly rows: readonly ListRow[];
  /** Of each refused row, every reason. */
  readonly refused: readonly (readonly RefusalCode[])[];
  /** Every reason with its details. */
  readonly reasons: readonly string[];
  readonly notes: ReadingNotes;
  readonly tables: readonly { readonly headings: readonly string[] }[];
}

export async function understand(path: string, provinceCode?: string): Promise<Understood> {
  const list = await readList(path);
  const rows: ListRow[] = [];
  const refused: RefusalCode[][] = [];
  const reasons: string[] = [];
  for await (const raw of list.rows) {
    const parsed = parseRow(raw, { book, today: TODAY, ...(provinceCode ? { provinceCode } : {}) });
    if ('row' in parsed) rows.push(parsed.row);
    else {
      refused.push(parsed.refusals.map(({ code }) => code));
      reasons.push(...parsed.refusals.map(({ detail = '' }) => detail));
    }
  }
  return { rows, refused, reasons, notes: list.notes, tables: list.tables };
}

/** A sound list of one person, of which a test changes headings, cells and what stands above. */
export const HEADINGS = ['STT', 'Họ và tên', 'Ngày sinh', 'Giới tính', 'Số CCCD', 'Mã xã', 'Mã chế độ', 'Mức hưởng', 'Tổ chức chi trả', 'Số tài khoản'] as const; // prettier-ignore
export type Heading = (typeof HEADINGS)[number];
export const SOUND: Readonly<Record<Heading, string>> = {
  STT: '1',
  'Họ và tên': 'Trần Thị Kiểm Thử',
  'Ngày sinh': '02/09/1945',
  'Giới tính': 'Nữ',
  'Số CCCD': '037145100001',
  'Mã xã': '13285',
  'Mã chế độ': 'HTXH',
  'Mức hưởng': '540.000',
  'Tổ chức chi trả': 'AGRIBANK',
  'Số tài khoản': '3300000100002',
};

export interface ListOfOne {
  readonly headings?: Readonly<Partial<Record<Heading, string>>>;
  readonly cells?: Readonly<Partial<Record<Heading, string>>>;
  readonly above?: readonly (readonly string[])[];
  readonly below?: readonly (readonly string[])[];
  /** Columns that the list does not have. */
  readonly without?: readonly Heading[];
}

export async function listOfOne({
  headings = {},
  cells = {},
  above = [],
  below = [],
  without = [],
}: ListOfOne): Promise<string> {
  const columns = HEADINGS.filter((heading) => !without.includes(heading));
  const row = { ...SOUND, ...cells };
  return csvOf([
    ...above,
    columns.map((heading) => headings[heading] ?? heading),
    columns.map((heading) => row[heading]),
    ...below,
  ]);
}

/** What becomes of one person's row. */
export async function understandOne(list: ListOfOne, provinceCode?: string): Promise<Understood> {
  return understand(await listOfOne(list), provinceCode);
}
