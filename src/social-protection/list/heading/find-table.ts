/** Finds the table of a sheet: lists begin with the names of authorities, a title, remarks and the unit of the amounts. */
import { cellText, type CellRow } from '../raw-row.js';
import { namesReceiver } from './find-column.js';
import { layOut, writtenHeading, type HeadingColumn } from './heading-layout.js';
import { headingOf, missingColumns, type ColumnKey } from './list-column.js';
import { declaredUnit, unitOf, type MoneyUnit } from './money-unit.js';

/** How far down a heading row is looked for. */
export const HEADING_ROWS_MAX = 40;
/** Fewer known headings than this is a title or a remark. */
const HEADINGS_MIN = 3;
/** Rows that may stand below the first row of a heading. */
const SUB_ROWS_MAX = 2;

export interface Table {
  readonly columns: readonly HeadingColumn[];
  /** What its file of refused rows is headed by: the same columns, in one row that says the same. */
  readonly headings: readonly string[];
  /** How many rows its heading has. */
  readonly rows: number;
  /** What its amounts are stated in; undefined: nothing is said of it. */
  readonly unit?: MoneyUnit;
}

export interface FoundTable {
  readonly table: Table;
  /** How many of the rows lie above the first row of people. */
  readonly bodyAt: number;
}

export type TableSearch = FoundTable | { readonly missing?: readonly string[] };

/** @param rows the first rows of a sheet */
export function findTable(rows: readonly CellRow[]): TableSearch {
  let missing: readonly string[] | undefined;
  for (const [at, row] of rows.entries()) {
    if (knownIn(layOut({ rows: [row] })).size < HEADINGS_MIN) continue;
    const end = endOfHeading(rows, at);
    const columns = columnsFrom(rows, at, end);
    const lacking = missingColumns(knownIn(columns));
    if (lacking.length === 0) return { table: tableOf(columns, rows.slice(0, at), end - at), bodyAt: end };
    if (missing === undefined || lacking.length < missing.length) missing = lacking;
  }
  return missing === undefined ? {} : { missing };
}

/** The heading that this row is in the middle of a list: that of the next page, or of another table. */
export function headingAmidst(row: CellRow, table: Table): Table | undefined {
  const columns = layOut({ rows: [row] });
  const known = knownIn(columns);
  if (known.size < HEADINGS_MIN) return undefined;
  if (missingColumns(known).length === 0) {
    const isSame = columns.every((column, at) => column.text === '' || column.key === table.columns[at]?.key);
    return isSame ? table : tableOf(columns, [], 1, table.unit);
  }
  const again = columns.filter((column, at) => column.text !== '' && column.key === table.columns[at]?.key);
  return again.length >= HEADINGS_MIN ? table : undefined;
}

function knownIn(columns: readonly HeadingColumn[]): ReadonlySet<ColumnKey> {
  return new Set(columns.flatMap(({ key }) => (key === undefined ? [] : [key])));
}

/** The group row above counts where it makes more of the columns, or says that some are about somebody else. */
function columnsFrom(rows: readonly CellRow[], at: number, end: number): readonly HeadingColumn[] {
  const heading = rows.slice(at, end);
  const alone = layOut({ rows: heading });
  const above = rows[at - 1];
  if (above === undefined) return alone;
  const grouped = layOut({ above, rows: heading });
  const gain = knownIn(grouped).size - knownIn(alone).size;
  const namesOthers = above.cells.some((cell) => namesReceiver(cellText(cell)));
  return gain > 0 || (gain === 0 && namesOthers) ? grouped : alone;
}

function endOfHeading(rows: readonly CellRow[], at: number): number {
  let end = at + 1;
  while (end < rows.length && end <= at + SUB_ROWS_MAX && isBelow(rows.slice(at, end), rows[end]!)) end += 1;
  return end;
}

/** A row of sub-headings: nothing in it is a person's, and every word of it names a part of what stands above. */
function isBelow(heading: readonly CellRow[], row: CellRow): boolean {
  const filled = row.cells.flatMap((cell, at) => (cellText(cell).trim() === '' ? [] : [{ cell, at }]));
  if (filled.length === 0 || filled.some(({ cell }) => typeof cell !== 'string' || isDatum(cell)))
    return false;
  const above = layOut({ rows: heading });
  const together = layOut({ rows: [...heading, row] });
  const isPart = ({ at }: { at: number }) => together[at]?.key !== undefined || above[at]?.key === undefined;
  return filled.every(isPart) && filled.some(({ at }) => together[at]?.key !== undefined);
}

function isDatum(text: string): boolean {
  return /\d{3}/.test(text) && unitOf(text.replace(/[()]/g, '')) === undefined;
}

function tableOf(
  columns: readonly HeadingColumn[],
  above: readonly CellRow[],
  rows: number,
  inherited?: MoneyUnit,
): Table {
  const stated = columns.find(({ key }) => key === 'amount')?.unit;
  const declared = above.map(unitDeclaredBy).findLast((unit) => unit !== undefined) ?? inherited;
  const unit =
    stated === undefined || declared === undefined || stated === declared ? (stated ?? declared) : 'UNKNOWN';
  const named = columns.map((column, at): HeadingColumn =>
    isRestOfName(columns, at) ? { ...column, key: 'nameRest' } : column,
  );
  return withUnit({ columns: named, headings: [], rows }, unit);
}

/** The same table with its amounts in this unit. */
export function withUnit(table: Omit<Table, 'unit'>, unit: MoneyUnit | undefined): Table {
  const { columns, rows } = table;
  const headings = columns.map((column) =>
    column.key === 'nameRest' ? headingOf('nameRest') : writtenHeading(column, rows, unit),
  );
  return { columns, rows, headings, ...(unit === undefined ? {} : { unit }) };
}

/** "Họ và tên" over two columns that were made one leaves the second without a heading. */
function isRestOfName(columns: readonly HeadingColumn[], at: number): boolean {
  return columns[at]?.text === '' && columns[at - 1]?.key === 'fullName';
}

/** The unit that a line above or within a table declares for its amounts. */
export function unitDeclaredBy(row: CellRow): MoneyUnit | undefined {
  return declaredUnit(
    row.cells
      .map((cell) => cellText(cell).trim())
      .filter((text) => text !== '')
      .join(' '),
  );
}
