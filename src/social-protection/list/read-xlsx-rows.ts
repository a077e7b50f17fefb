/** Reads the rows of a workbook's list sheet as a stream, so that a province's list fits into bounded memory. */
import ExcelJS from 'exceljs';
import { headingRowOf, HEADING_ROWS_MAX, type CellRow } from './heading-row.js';
import { ListError } from './list-error.js';
import type { Cell } from './raw-row.js';

/** The first sheet that has a heading row is the list; sheets of notes and drop-downs stand before or behind it.
 *  @throws ListError DAMAGED when the archive cannot be read, NO_SHEET when no sheet is a list */
export async function* readXlsxRows(path: string): AsyncGenerator<CellRow> {
  let hasRows = false;
  try {
    const workbook = new ExcelJS.stream.xlsx.WorkbookReader(path, {
      worksheets: 'emit',
      sharedStrings: 'cache',
      styles: 'cache',
      hyperlinks: 'ignore',
      entries: 'ignore',
    });
    for await (const sheet of workbook) {
      let isList = false;
      const before: CellRow[] = [];
      for await (const row of sheet) {
        const cells = { number: row.number, cells: cellsOf(row) };
        hasRows ||= cells.cells.length > 0;
        if (isList) {
          yield cells;
        } else if (headingRowOf(cells)) {
          isList = true;
          yield* before;
          yield cells;
        } else if (before.push(cells) >= HEADING_ROWS_MAX) {
          break;
        }
      }
      if (isList) return;
    }
  } catch (error) {
    if (error instanceof ListError) throw error;
    throw new ListError(
      'DAMAGED',
      'Tệp XLSX hỏng hoặc không mở được. Mở bằng Excel, lưu lại rồi thử lại.',
      error,
    );
  }
  if (!hasRows) throw new ListError('EMPTY', 'Tệp không có dòng nào.');
  throw new ListError(
    'NO_HEADINGS',
    'Không trang tính nào có dòng tiêu đề cột (Họ và tên, Số định danh cá nhân, Mã xã, Mã chế độ …). ' +
      'Tải mẫu bằng lệnh: hub import --template mau.xlsx',
  );
}

function cellsOf(row: ExcelJS.Row): (Cell | undefined)[] {
  const values = row.values as readonly unknown[];
  return Array.from({ length: Math.max(values.length - 1, 0) }, (_, at) => plainValue(values[at + 1]));
}

/** Formulas give their result, rich text and links their text; an error value is kept as text and refused later. */
function plainValue(value: unknown): Cell | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'string') return value.normalize('NFC');
  if (typeof value === 'number' || value instanceof Date) return value;
  if (typeof value === 'boolean') return value ? 'x' : '';
  const object = value as {
    readonly result?: unknown;
    readonly text?: unknown;
    readonly richText?: readonly { readonly text: string }[];
    readonly error?: string;
  };
  if (object.richText)
    return object.richText
      .map((part) => part.text)
      .join('')
      .normalize('NFC');
  if (object.error !== undefined) return object.error;
  return plainValue(object.result ?? object.text);
}
