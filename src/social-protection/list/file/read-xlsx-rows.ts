/** Reads the rows of a workbook's sheets as streams, so that a province's list fits into bounded memory. Written here because the
 *  library that writes our workbooks breaks letters apart when it reads a stream. */
import type { Cell, CellRow } from '../raw-row.js';
import type { Sheet } from './sheet.js';
import { readSharedStrings, readWorkbook, stringOf, type DateStyle, type Workbook } from './read-workbook.js';
import type { SharedStrings } from './shared-strings.js';
import { attributeOf, piecesOf, tokensOf } from './sheet-xml.js';
import { damaged, readPart, type ArchivePart } from './zip-archive.js';

const DAY_MS = 86_400_000;
/** Day 0 of each way of counting; that of 1900 has a 29 February that never was, which no birth on a list lies before. */
const EPOCH_1900_MS = Date.UTC(1899, 11, 30);
const EPOCH_1904_MS = Date.UTC(1904, 0, 1);

/** Every sheet in the order of the tabs. Hidden ones have no rows here.
 *  @throws ListError DAMAGED when the archive is not whole */
export async function* readXlsxSheets(path: string): AsyncGenerator<Sheet> {
  const workbook = await readWorkbook(path);
  const strings = await readSharedStrings(path, workbook);
  try {
    for (const { name, isHidden, part } of workbook.sheets) {
      yield {
        name,
        isHidden,
        rows: isHidden ? noRows() : rowsOf(path, part, { ...workbook, texts: strings }),
      };
    }
  } finally {
    await strings.close();
  }
}

// eslint-disable-next-line @typescript-eslint/require-await
async function* noRows(): AsyncGenerator<CellRow> {
  yield* [];
}

interface ReadableWorkbook extends Workbook {
  readonly texts: SharedStrings;
}

/** About how many rows the visible sheets have. Reads every part to its end, so that a damaged file is refused as a whole.
 *  @throws ListError DAMAGED */
export async function countXlsxRows(path: string): Promise<number> {
  const { sheets } = await readWorkbook(path);
  let rows = 0;
  for (const { part } of sheets.filter(({ isHidden }) => !isHidden)) {
    for await (const chunk of readPart(path, part)) {
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
  // A result of nothing is written as an empty text; a formula without a result was never computed.
  if (type === 'e' || (value === '' && type !== 'str' && FORMULA.test(content)))
    return { formula: formulaText(content, value) };
  if (value === '') return undefined;
  switch (type) {
    case 's':
      return sharedText(workbook, Number(value));
    case 'n':
      return numberOrDate(
        Number(value),
        workbook.dateStyles[Number(attributeOf(attributes, 's') ?? 0)],
        workbook.is1904,
      );
    case 'd':
      return new Date(value.length === 10 ? `${value}T00:00:00Z` : value);
    case 'b':
      return value === '1' ? 'x' : undefined;
    default:
      return value;
  }
}

/** A text that is not there is damage: taken for an empty cell it would change what the row says. */
function sharedText({ texts }: ReadableWorkbook, number: number): string | undefined {
  const text = texts.at(number);
  if (text === undefined) throw damaged();
  return text === '' ? undefined : text;
}

const FORMULA = /<(?:[\w.-]+:)?f[\s/>]/;

/** What a spreadsheet program would show for it. */
function formulaText(content: string, value: string): string {
  if (value !== '') return value;
  let text = '';
  let isFormula = false;
  for (const token of tokensOf(content)) {
    if (token.kind === 'text') text += isFormula ? token.text : '';
    else if (token.name === 'f') isFormula = token.kind === 'open' && !token.isEmpty;
  }
  return `=${text}`;
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

/** Of a date whose format shows no day, no day was written: Excel makes it the first. */
function numberOrDate(number: number, style: DateStyle, is1904: boolean): Cell {
  if (style === undefined) return number;
  const date = new Date((is1904 ? EPOCH_1904_MS : EPOCH_1900_MS) + Math.round(number * DAY_MS));
  if (style === 'DAY' || Number.isNaN(date.getTime())) return date;
  const [year, month] = date.toISOString().split('-');
  return style === 'YEAR' ? year! : `${month}/${year}`;
}
