/** A row as it stands in the file, before anything is believed of it. */
import type { ColumnKey } from './heading/list-column.js';
import type { MoneyUnit } from './heading/money-unit.js';
import type { Refusal } from './refusal.js';

/** A formula whose result the file does not hold, or holds as an error: nobody knows what stands there. */
export interface Uncomputed {
  readonly formula: string;
}

/** Text as typed; a number or a date where the spreadsheet holds one. */
export type Cell = string | number | Date | Uncomputed;

/** A row of a sheet or a file, by the places of its columns. */
export interface CellRow {
  /** As a spreadsheet program shows it. */
  readonly number: number;
  readonly cells: readonly (Cell | undefined)[];
  /** The places of cells whose letters nobody can read with certainty. */
  readonly unreadable?: readonly number[];
}

export interface RawRow {
  /** The row's number in its sheet or file, as a spreadsheet program shows it. */
  readonly number: number;
  /** The sheet that it stands on; absent in a file without sheets. */
  readonly sheet?: string;
  /** Which of the file's tables it is of: `ReadList.tables`. */
  readonly table: number;
  readonly cells: Readonly<Partial<Record<ColumnKey, Cell>>>;
  /** What its table states amounts in. */
  readonly unit?: MoneyUnit;
  /** Every cell as text, in the file's own order, for the file of refused rows. */
  readonly original: readonly string[];
  /** What is wrong with it already. */
  readonly faults?: readonly Refusal[];
  /** Its names could be other names in an old font: refused where the list has such a font elsewhere. */
  readonly hasTwoReadings?: boolean;
}

/** A cell as a person would read it: dates as dd/MM/yyyy. */
export function cellText(cell: Cell | null | undefined): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'string') return cell;
  if (typeof cell === 'number') return String(cell);
  if (!(cell instanceof Date)) return cell.formula;
  if (Number.isNaN(cell.getTime())) return '';
  const [year, month, day] = cell.toISOString().slice(0, 10).split('-');
  return `${day}/${month}/${year}`;
}

export function isUncomputed(cell: Cell | undefined): cell is Uncomputed {
  return typeof cell === 'object' && !(cell instanceof Date);
}
