/** What a list's reader did besides reading rows: what it left out, and what it changed. Nothing is left out quietly. */
import type { LegacyFont } from './text/legacy-font.js';

/** What became of a sheet. */
export type SheetOutcome = 'READ' | 'HIDDEN' | 'NO_LIST';

export interface SheetNote {
  readonly name: string;
  readonly outcome: SheetOutcome;
  /** The required columns that it lacks, by their headings, where it has some of a list's. */
  readonly missing?: readonly string[];
}

export interface UnreadColumn {
  readonly heading: string;
  readonly sheet?: string;
}

/** Rows that are named of each kind; the others are counted. */
const PLACES_MAX = 20;
/** Columns that are named. */
const COLUMNS_MAX = 100;

/** Complete when the rows of the list have been read. */
export class ReadingNotes {
  readonly sheets: SheetNote[] = [];
  readonly unreadColumns: UnreadColumn[] = [];
  /** Cells that were converted. */
  readonly fonts = new Map<LegacyFont, number>();
  /** Rows that are no person's, such as sections, sums and signatures. */
  passedOver = 0;
  /** Where the first of them stand. */
  readonly passedOverAt: string[] = [];

  passOver(place: string): void {
    this.passedOver += 1;
    if (this.passedOver <= PLACES_MAX) this.passedOverAt.push(place);
  }

  countFont(font: LegacyFont): void {
    this.fonts.set(font, (this.fonts.get(font) ?? 0) + 1);
  }

  addUnread(heading: string, sheet: string | undefined): void {
    if (this.unreadColumns.length >= COLUMNS_MAX) return;
    const isKnown = this.unreadColumns.some((column) => column.heading === heading && column.sheet === sheet);
    if (!isKnown) this.unreadColumns.push({ heading, ...(sheet === undefined ? {} : { sheet }) });
  }
}

/** `dòng 7`, or `trang tính Kim Bảng, dòng 7`. */
export function placeOf({
  number,
  sheet,
}: {
  readonly number: number;
  readonly sheet?: string | undefined;
}): string {
  return sheet === undefined ? `dòng ${number}` : `trang tính ${sheet}, dòng ${number}`;
}
