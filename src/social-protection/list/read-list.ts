/** Opens a recipient list, whatever its format, and gives its tables and a stream of its rows. */
import { createReadStream } from 'node:fs';
import { readCsvRows } from './file/read-csv-rows.js';
import { countXlsxRows, readXlsxSheets } from './file/read-xlsx-rows.js';
import { formatOf, type ListFormat } from './file/list-format.js';
import type { Sheet } from './file/sheet.js';
import { findTable, HEADING_ROWS_MAX, type Table } from './heading/find-table.js';
import { ListError } from './list-error.js';
import type { CellRow, RawRow } from './raw-row.js';
import { readTable } from './read-table.js';
import { ReadingNotes } from './reading-notes.js';
import { cleanText } from './text/clean-text.js';
import { withoutApostrophes } from './text/formula-sign.js';

export interface ReadList {
  readonly format: ListFormat;
  /** About how many rows the file has, for progress. */
  readonly rowsExpected: number;
  /** To be read once. */
  readonly rows: AsyncIterable<RawRow>;
  /** By their number, each as soon as a row of it was given: the headings for the file of refused rows. */
  readonly tables: readonly Pick<Table, 'headings'>[];
  readonly notes: ReadingNotes;
}

/** The format is told by the content, not by the name: lists are renamed often.
 *  @throws ListError when the file is no list; nothing has been read then */
export async function readList(path: string): Promise<ReadList> {
  const format = await formatOf(path);
  const rowsExpected = format === 'XLSX' ? await countXlsxRows(path) : await countLines(path);
  const sheets = format === 'XLSX' ? readXlsxSheets(path) : oneSheet(readCsvRows(path));
  const tables: Table[] = [];
  const notes = new ReadingNotes();
  const rows = readSheets(sheets, tables, notes);
  // The heading is found before anything else is done with the list.
  const first = await rows.next();
  return { format, rowsExpected, rows: withFirst(first, rows), tables, notes };
}

async function* withFirst(
  first: IteratorResult<RawRow>,
  rest: AsyncGenerator<RawRow>,
): AsyncGenerator<RawRow> {
  try {
    if (first.done) return;
    yield first.value;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}

/** Every visible sheet that holds a list is read, and the others are named.
 *  @throws ListError when none does */
async function* readSheets(
  sheets: AsyncIterable<Sheet>,
  tables: Table[],
  notes: ReadingNotes,
): AsyncGenerator<RawRow> {
  const failure = new SearchFailure();
  for await (const { name, isHidden, rows } of sheets) {
    if (isHidden) {
      notes.sheets.push({ name: name ?? '', outcome: 'HIDDEN' });
      continue;
    }
    const cleaned = cleanRows(rows, notes)[Symbol.asyncIterator]();
    const head: CellRow[] = [];
    for (let next = await cleaned.next(); !next.done; next = await cleaned.next()) {
      head.push(next.value);
      if (head.length >= HEADING_ROWS_MAX) break;
    }
    const found = findTable(head);
    if ('table' in found) {
      if (name !== undefined) notes.sheets.push({ name, outcome: 'READ' });
      const addTable = (table: Table) => tables.push(table) - 1;
      yield* readTable(found.table, chain(head.slice(found.bodyAt), cleaned), {
        sheet: name,
        notes,
        addTable,
      });
      continue;
    }
    await cleaned.return(undefined);
    failure.note(head, found.missing);
    if (name !== undefined && head.length > 0)
      notes.sheets.push({
        name,
        outcome: 'NO_LIST',
        ...(found.missing === undefined ? {} : { missing: found.missing }),
      });
  }
  if (tables.length === 0) throw failure.error();
}

async function* chain(first: readonly CellRow[], rest: AsyncGenerator<CellRow>): AsyncGenerator<CellRow> {
  try {
    yield* first;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}

async function* cleanRows(rows: AsyncIterable<CellRow>, notes: ReadingNotes): AsyncGenerator<CellRow> {
  for await (const { number, cells } of rows) {
    const unreadable: number[] = [];
    const clean = cells.map((cell, at) => {
      if (typeof cell !== 'string') return cell;
      const { text, font, isUnreadable } = cleanText(cell);
      if (font !== undefined) notes.countFont(font);
      if (isUnreadable) unreadable.push(at);
      return withoutApostrophes(text);
    });
    yield { number, cells: clean, ...(unreadable.length > 0 ? { unreadable } : {}) };
  }
}

/** Why no sheet of a file is a list. */
class SearchFailure {
  private hasRows = false;
  private isOldFont = false;
  private missing: readonly string[] | undefined;

  note(head: readonly CellRow[], missing: readonly string[] | undefined): void {
    this.hasRows ||= head.some(({ cells }) => cells.some((cell) => cell !== undefined && cell !== ''));
    this.isOldFont ||= head.some(({ unreadable }) => unreadable !== undefined);
    this.missing ??= missing;
  }

  error(): ListError {
    if (!this.hasRows)
      return new ListError('EMPTY', { vi: 'Tệp không có dòng nào.', en: 'The file has no rows.' });
    if (this.isOldFont) return new ListError('OLD_FONT', OLD_FONT);
    if (this.missing === undefined) return new ListError('NO_HEADINGS', NO_HEADINGS);
    const columns = this.missing.join(', ');
    return new ListError('MISSING_COLUMNS', {
      vi: `Danh sách thiếu cột: ${columns}.`,
      en: `The list lacks columns: ${columns}.`,
    });
  }
}

const OLD_FONT = {
  vi: 'Chữ trong tệp không phải Unicode (phông TCVN3/.VnTime, VNI hoặc sai bảng mã). Đổi sang Unicode bằng UniKey rồi nhập lại.',
  en: 'The text is not Unicode (a TCVN3 or VNI font, or a wrong encoding). Convert it to Unicode, with UniKey for one, and import it again.',
};
const NO_HEADINGS = {
  vi:
    'Không tìm thấy dòng tiêu đề cột (Họ và tên, Số định danh cá nhân, Mã xã, Mã chế độ …). ' +
    'Tải mẫu bằng lệnh: npm run hub -- import --template mau.xlsx',
  en:
    'There is no row of headings (Họ và tên, Số định danh cá nhân, Mã xã, Mã chế độ …). ' +
    'For a template: npm run hub -- import --template mau.xlsx',
};

async function* oneSheet(rows: AsyncIterable<CellRow>): AsyncGenerator<Sheet> {
  yield await Promise.resolve({ isHidden: false, rows });
}

async function countLines(path: string): Promise<number> {
  let lines = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) lines += 1;
  }
  return lines;
}
