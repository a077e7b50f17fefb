/** Reading recipient lists (Phụ lục 2): from a file to rows that are understood or refused with their reasons. */
export { findMethod, type Gender, type NoAccountReason, type PaymentMethod } from './choice-word.js';
export { LIST_COLUMNS, type ColumnKey } from './heading/list-column.js';
export { ListError, type ListProblem } from './list-error.js';
export type { ListedAccountCell, ListedPerson, ListedReceiver, ListRow } from './list-row.js';
export { parseRow, type ParsedRow, type RowContext } from './parse-row.js';
export { openReferenceBook, type ReferenceBook } from './place/reference-book.js';
export type { Cell, RawRow } from './raw-row.js';
export { readList, type ReadList } from './read-list.js';
export { placeOf, type ReadingNotes, type SheetNote, type UnreadColumn } from './reading-notes.js';
export { REFUSALS, refusalText, type Refusal, type RefusalCode } from './refusal.js';
export { writeRefused, type RefusedRow } from './write-refused.js';
export { writeTemplate } from './write-template.js';
