/** Reads the rows of a workbook's list sheet as a stream, so that a province's list fits into bounded memory. Written here
 *  because the library that writes our workbooks breaks letters apart when it reads a stream. */
import { headingRowOf, HEADING_ROWS_MAX, type CellRow } from './heading-row.js';
import { ListError } from './list-error.js';
import type { Cell } from './raw-row.js';
import { readSharedStrings, readWorkbook, stringOf, type Workbook } from './read-workbook.js';
import type { SharedStrings } from './shared-strings.js';
import { attributeOf, piecesOf, tokensOf } from './sheet-xml.js';
import { readPart, type ArchivePart } from './zip-archive.js';

const DAY_MS = 86_400_000;
/** Day 0 of each way of counting; that of 1900 has a 29 February that never was, which no birth on a list lies before. */
const EPOCH_1900_MS = Date.UTC(1899, 11, 30);
const EPOCH_1904_MS = Date.UTC(1904, 0, 1);

/** The first sheet that has a heading row is the list; sheets of notes and drop-downs stand before or behind it.
 *  @throws ListError DAMAGED when the archive is not whole, EMPTY, NO_HEADINGS when no sheet is a list */
export async function* readXlsxRows(path: string): AsyncGenerator<CellRow> {
  const workbook = await readWorkbook(path);
  const strings = await readSharedStrings(path);
  try {
    yield* listRowsOf(path, { ...workbook, strings });
  } finally {
    await strings.close();
  }
}

interface ReadableWorkbook extends Workbook {
  readonly strings: SharedStrings;
}

async function* listRowsOf(path: string, workbook: ReadableWorkbook): AsyncGenerator<CellRow> {
  let hasRows = false;
  for (const sheet of workbook.sheets) {
    const before: CellRow[] = [];
    let isList = false;
    for await (const row of rowsOf(path, sheet, workbook)) {
      hasRows ||= row.cells.length > 0;
      if (isList) {
        yield row;
      } else if (headingRowOf(row)) {
        isList = true;
        yield* before;
        yield row;
      } else if (before.push(row) >= HEADING_ROWS_MAX) {
        break;
      }
    }
    if (isList) return;
  }
  if (!hasRows) throw new ListError('EMPTY', 'Tệp không có dòng nào.');
  throw new ListError(
    'NO_HEADINGS',
    'Không trang tính nào có dòng tiêu đề cột (Họ và tên, Số định danh cá nhân, Mã xã, Mã chế độ …). ' +
      'Tải mẫu bằng lệnh: npm run hub -- import --template mau.xlsx',
  );
}

/** About how many rows the sheets have. Reads every part to its end, so that a damaged file is refused as a whole.
 *  @throws ListError DAMAGED */
export async function countXlsxRows(path: string): Promise<number> {
  const { sheets } = await readWorkbook(path);
  let rows = 0;
  for (const sheet of sheets) {
    for await (const chunk of readPart(path, sheet)) {
      for (let at = chunk.indexOf('<row '); at !== -1; at = chunk.indexOf('<row ', at + 5)) rows += 1;
    }
  }
  return rows;
}

async function* rowsOf(
  path: string,
  sheet: ArchivePart,
  workbook: ReadableWorkbook,
): AsyncGenerator<CellRow> {
  let number = 0;
  for await (const piece of piecesOf(readPart(path, sheet), 'row')) {
    const opening = piece.slice(0, piece.indexOf('>') + 1);
    number = Number(attributeOf(opening, 'r') ?? number + 1);
    yield { number, cells: cellsOf(piece, workbook) };
  }
}

/** Cells say where they stand; one that does not stands behind the one before. */
function cellsOf(row: string, workbook: ReadableWorkbook): (Cell | undefined)[] {
  const cells: (Cell | undefined)[] = [];
  for (const [, attributes = '', content = ''] of row.matchAll(CELL)) {
    const reference = attributeOf(attributes, 'r');
    const column = reference === undefined ? cells.length : columnOf(reference);
    if (column > COLUMNS_MAX) continue;
    while (cells.length < column) cells.push(undefined);
    cells[column] = valueOf(attributes, content, workbook);
  }
  return cells;
}

const CELL = /<(?:[\w.-]+:)?c((?:\s(?:[^>"'/]|"[^"]*"|'[^']*')*)?)(?:\/>|>([\s\S]*?)<\/(?:[\w.-]+:)?c>)/g;
/** Excel has 16,384 columns; a list has a few dozen. */
const COLUMNS_MAX = 500;

function columnOf(reference: string): number {
  let column = 0;
  for (const letter of /^[A-Z]+/.exec(reference)?.[0] ?? 'A')
    column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}

function valueOf(attributes: string, content: string, workbook: ReadableWorkbook): Cell | undefined {
  const type = attributeOf(attributes, 't') ?? 'n';
  if (type === 'inlineStr') return stringOf(content) || undefined;
  const value = valueText(content);
  if (value === '') return undefined;
  switch (type) {
    case 's':
      return workbook.strings.at(Number(value));
    case 'n':
      return numberOrDate(Number(value), Number(attributeOf(attributes, 's') ?? 0), workbook);
    case 'd':
      return new Date(value.length === 10 ? `${value}T00:00:00Z` : value);
    case 'b':
      return value === '1' ? 'x' : undefined;
    default:
      // A formula's text, or the name of an error, which is refused where it matters.
      return value.normalize('NFC');
  }
}

function valueText(content: string): string {
  let text = '';
  let isValue = false;
  for (const token of tokensOf(content)) {
    if (token.kind === 'text') text += isValue ? token.text : '';
    else if (token.name === 'v') isValue = token.kind === 'open' && !token.isEmpty;
  }
  return text;
}

function numberOrDate(number: number, style: number, { isDateStyle, is1904 }: Workbook): Cell {
  if (!isDateStyle[style]) return number;
  return new Date((is1904 ? EPOCH_1904_MS : EPOCH_1900_MS) + Math.round(number * DAY_MS));
}
