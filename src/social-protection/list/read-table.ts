/** Reads the table of one sheet: finds its heading, and gives every row of people below it, whatever stands between them. */
import { cellText, type Cell, type CellRow, type RawRow } from './raw-row.js';
import { headingAmidst, unitDeclaredBy, withUnit, type Table } from './heading/find-table.js';
import { REASON_HEADING, type ColumnKey } from './heading/list-column.js';
import { looksLikeAmount, speaksOfMoney } from './heading/money-heading.js';
import type { MoneyUnit } from './heading/money-unit.js';
import { joinParts } from './join-parts.js';
import { placeOf, type ReadingNotes } from './reading-notes.js';
import type { Refusal } from './refusal.js';
import { hasOwn, isClosing, rowKindOf } from './row-kind.js';
import { hasTwoReadings } from './text/legacy-font.js';

const NAMES: readonly ColumnKey[] = ['fullName', 'accountHolder', 'receiverName'];

export interface TableReader {
  readonly sheet: string | undefined;
  readonly notes: ReadingNotes;
  /** Takes a table up and gives its number. */
  readonly addTable: (table: Table) => number;
}

/** @param rows what stands below the heading */
export async function* readTable(
  first: Table,
  rows: AsyncIterable<CellRow>,
  reader: TableReader,
): AsyncGenerator<RawRow> {
  const body = new TableBody(first, reader);
  for await (const row of rows) {
    const person = body.take(row);
    if (person) yield person;
  }
}

class TableBody {
  private number = 0;
  private isBelowClosing = false;

  constructor(
    private table: Table,
    private readonly reader: TableReader,
  ) {
    this.begin(table);
  }

  /** The row, if it is a person's. */
  take(row: CellRow): RawRow | undefined {
    const { cells, faults } = joinParts(namedCells(row, this.table));
    const heading = hasOwn(cells) ? undefined : headingAmidst(row, this.table);
    if (heading) {
      if (heading === this.table) this.isBelowClosing = false;
      else this.begin(heading);
      return undefined;
    }
    const texts = row.cells.map((cell) => cellText(cell).trim());
    const kind = rowKindOf(cells, texts, this.isBelowClosing);
    if (kind === 'PERSON') return this.person(row, cells, texts, faults);
    this.isBelowClosing ||= texts.some(isClosing);
    this.declareUnit(unitDeclaredBy(row));
    if (kind === 'REMARK')
      this.reader.notes.passOver(placeOf({ number: row.number, sheet: this.reader.sheet }));
    return undefined;
  }

  private begin(table: Table): void {
    const { sheet, notes, addTable } = this.reader;
    this.table = table;
    this.number = addTable(table);
    this.isBelowClosing = false;
    for (const { text, key } of table.columns) {
      if (key === undefined && text !== '' && text !== REASON_HEADING) notes.addUnread(text, sheet);
    }
  }

  /** What follows is another table, whose refused rows say in which unit they are. */
  private declareUnit(unit: MoneyUnit | undefined): void {
    if (unit === undefined || unit === this.table.unit) return;
    this.table = withUnit(this.table, this.table.unit === undefined ? unit : 'UNKNOWN');
    this.number = this.reader.addTable(this.table);
  }

  private person(
    row: CellRow,
    cells: RawRow['cells'],
    texts: readonly string[],
    faults: readonly Refusal[],
  ): RawRow {
    const { table, number } = this;
    const { sheet, notes } = this.reader;
    noteHeadless(row, table, sheet, notes);
    return {
      number: row.number,
      ...(sheet === undefined ? {} : { sheet }),
      table: number,
      cells,
      ...(table.unit === undefined ? {} : { unit: table.unit }),
      original: Array.from({ length: Math.max(table.headings.length, 1) }, (_, at) => texts[at] ?? ''),
      faults: [...faults, ...unreadableCells(row, table), ...unreadAmounts(row, table)],
      hasTwoReadings: NAMES.some((key) => hasTwoReadings(cellText(cells[key]))),
    };
  }
}

function namedCells(
  { cells }: CellRow,
  { columns }: Table,
): { key: ColumnKey; heading: string; cell: Cell }[] {
  return columns.flatMap(({ key, text }, at) => {
    const cell = cells[at];
    if (key === undefined || cell === undefined || cellText(cell).trim() === '') return [];
    return [{ key, heading: text, cell }];
  });
}

/** What stands in a column without a heading is read by nobody. */
function noteHeadless(
  { cells }: CellRow,
  { columns }: Table,
  sheet: string | undefined,
  notes: ReadingNotes,
): void {
  for (const [at, cell] of cells.entries()) {
    if ((columns[at]?.text ?? '') === '' && columns[at]?.key === undefined && cellText(cell).trim() !== '')
      notes.addUnread(`cột ${columnLetters(at)}, không có tiêu đề`, sheet);
  }
}

/** 0 → A, 26 → AA. */
function columnLetters(at: number): string {
  return `${at < 26 ? '' : columnLetters(Math.floor(at / 26) - 1)}${String.fromCharCode(65 + (at % 26))}`;
}

function unreadableCells({ unreadable = [] }: CellRow, { columns }: Table): readonly Refusal[] {
  return unreadable.flatMap((at) => {
    const { key, text = '' } = columns[at] ?? {};
    return key === undefined
      ? []
      : [{ code: 'OLD_FONT' as const, detail: `cột “${text}”; gõ lại bằng phông Unicode` }];
  });
}

/** Where no column of amounts is understood, the law's amount would stand in for what another column may say. */
function unreadAmounts({ cells }: CellRow, { columns }: Table): readonly Refusal[] {
  if (columns.some(({ key }) => key === 'amount')) return [];
  const width = Math.max(columns.length, cells.length);
  for (let at = 0; at < width; at++) {
    const { text = '', key } = columns[at] ?? {};
    if (key !== undefined || cellText(cells[at]).trim() === '') continue;
    if (speaksOfMoney(text) || looksLikeAmount(cells[at]))
      return [{ code: 'UNREAD_AMOUNT', detail: `đổi tiêu đề cột “${text}” thành Mức hưởng rồi nhập lại` }];
  }
  return [];
}
