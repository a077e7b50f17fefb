/** Finds the heading row: lists begin with the names of authorities, a title and remarks. */
import { findColumn, missingColumns, type ColumnKey } from './list-column.js';
import { ListError } from './list-error.js';
import { cellText, type Cell, type RawRow } from './raw-row.js';

/** How far down a heading row is looked for. */
export const HEADING_ROWS_MAX = 30;
/** Fewer known headings than this is a title or a remark. */
const HEADINGS_MIN = 3;

export interface CellRow {
  readonly number: number;
  readonly cells: readonly (Cell | undefined)[];
}

export interface HeadingRow {
  readonly number: number;
  readonly headings: readonly string[];
  readonly columns: readonly (ColumnKey | undefined)[];
}

/** The heading row that this row is, or undefined. Of a heading that stands twice the first counts. */
export function headingRowOf(row: CellRow): HeadingRow | undefined {
  const headings = row.cells.map((cell) => cellText(cell).trim());
  const seen = new Set<ColumnKey>();
  const columns = headings.map((heading) => {
    const column = heading === '' ? undefined : findColumn(heading);
    if (column === undefined || seen.has(column)) return undefined;
    seen.add(column);
    return column;
  });
  if (seen.size < HEADINGS_MIN) return undefined;
  return { number: row.number, headings, columns };
}

/** Splits a stream of rows into its heading row and the rows below it.
 *  @throws ListError NO_HEADINGS, MISSING_COLUMNS, EMPTY */
export async function splitHeadings(
  rows: AsyncIterator<CellRow>,
): Promise<{ readonly heading: HeadingRow; readonly body: AsyncIterable<RawRow> }> {
  try {
    return await findHeadings(rows);
  } catch (error) {
    await rows.return?.();
    throw error;
  }
}

async function findHeadings(
  rows: AsyncIterator<CellRow>,
): Promise<{ readonly heading: HeadingRow; readonly body: AsyncIterable<RawRow> }> {
  let isEmpty = true;
  for (let tried = 0; tried < HEADING_ROWS_MAX; tried++) {
    const next = await rows.next();
    if (next.done) break;
    isEmpty &&= next.value.cells.every((cell) => cellText(cell).trim() === '');
    const heading = headingRowOf(next.value);
    if (!heading) continue;
    const missing = missingColumns(new Set(heading.columns.filter((column) => column !== undefined)));
    if (missing.length > 0) {
      throw new ListError('MISSING_COLUMNS', `Danh sách thiếu cột: ${missing.join(', ')}.`);
    }
    return { heading, body: bodyRows(rows, heading) };
  }
  if (isEmpty) throw new ListError('EMPTY', 'Tệp không có dòng nào.');
  throw new ListError(
    'NO_HEADINGS',
    'Không tìm thấy dòng tiêu đề cột (Họ và tên, Số định danh cá nhân, Mã xã, Mã chế độ …). ' +
      'Tải mẫu bằng lệnh: npm run hub -- import --template mau.xlsx',
  );
}

async function* bodyRows(rows: AsyncIterator<CellRow>, heading: HeadingRow): AsyncGenerator<RawRow> {
  try {
    for (let next = await rows.next(); !next.done; next = await rows.next()) {
      const row = toRawRow(next.value, heading);
      if (row) yield row;
    }
  } finally {
    await rows.return?.();
  }
}

/** Blank rows, column numbers under the headings ("1 2 3 …") and a total at the foot are no persons. */
function toRawRow({ number, cells }: CellRow, { columns, headings }: HeadingRow): RawRow | undefined {
  const width = Math.max(headings.length, 1);
  const original = Array.from({ length: width }, (_, at) => cellText(cells[at]).trim());
  const filled = original.filter((text) => text !== '');
  if (filled.length === 0 || isColumnNumbers(filled) || isTotal(filled)) return undefined;
  const named: Partial<Record<ColumnKey, Cell>> = {};
  columns.forEach((column, at) => {
    const cell = cells[at];
    if (column === undefined || cell === undefined || cell === '') return;
    // The apostrophe is what the file of refused rows puts before a formula sign.
    named[column] = typeof cell === 'string' ? cell.replace(/^'(?=[=+\-@])/, '') : cell;
  });
  return { number, cells: named, original };
}

function isColumnNumbers(filled: readonly string[]): boolean {
  return filled.length >= 3 && filled.every((text, at) => text === String(at + 1) || text === `(${at + 1})`);
}

function isTotal(filled: readonly string[]): boolean {
  return filled.length <= 3 && /^(tổng|cộng|tổng cộng|tổng số)/i.test((filled[0] ?? '').normalize('NFC'));
}
