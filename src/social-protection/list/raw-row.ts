/** A row as it stands in the file, before anything is believed of it. */
import type { ColumnKey } from './list-column.js';

/** Text as typed; a number or a date where the spreadsheet holds one. */
export type Cell = string | number | Date;

export interface RawRow {
  /** The row's number in the file, as a spreadsheet program shows it. */
  readonly number: number;
  readonly cells: Readonly<Partial<Record<ColumnKey, Cell>>>;
  /** Every cell as text, in the file's own order, for the file of refused rows. */
  readonly original: readonly string[];
}

export interface ReadList {
  readonly format: 'XLSX' | 'CSV';
  /** The file's own headings, in its own order. */
  readonly headings: readonly string[];
  /** About how many rows the file has, for progress. */
  readonly rowsExpected: number;
  /** To be read once. */
  readonly rows: AsyncIterable<RawRow>;
}

/** A cell as a person would read it: dates as dd/MM/yyyy. */
export function cellText(cell: Cell | null | undefined): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'string') return cell;
  if (typeof cell === 'number') return String(cell);
  const [year, month, day] = cell.toISOString().slice(0, 10).split('-');
  return `${day}/${month}/${year}`;
}
