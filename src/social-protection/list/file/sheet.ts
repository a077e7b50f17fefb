/** A sheet of a workbook, or the one that a file without sheets is. */
import type { CellRow } from '../raw-row.js';

export interface Sheet {
  /** Absent in a file without sheets. */
  readonly name?: string;
  readonly isHidden: boolean;
  /** To be read once, before the next sheet. */
  readonly rows: AsyncIterable<CellRow>;
}
