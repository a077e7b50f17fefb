/** Which rows of a table are people. Lists also have column numbers, sections ("I. Người cao tuổi"), sums, amounts in words, places,
 *  dates and signatures: they are passed over, and said to be, so that no person is lost among them. */
import { cellText, type Cell, type RawRow } from './raw-row.js';
import type { ColumnKey } from './heading/list-column.js';
import { looksLikeAmount } from './heading/money-heading.js';

type Cells = RawRow['cells'];

/** What only a person has: a number, a birth, an account. */
const OWN: readonly ColumnKey[] = [
  'personalId',
  'oldIdNumber',
  'birth',
  'accountNumber',
  'receiverPersonalId',
];
/** So many of the weaker signs together make a person too, whose number was forgotten. */
const SIGNS_MIN = 3;
/** Of a longer text the beginning is looked at. */
const SIGN_CHARS_MAX = 100;

const SUM =
  /^(?:[ivx\d]+[.)]?\s*)?(?:tổng|cộng|luỹ kế|lũy kế|số tiền bằng chữ|bằng chữ|ấn định|tổng số|cộng dồn|chuyển trang|mang sang)(?:\s|[:.(]|$)/iu;
const CLOSING =
  /(?:người lập|kế toán|thủ trưởng|chủ tịch|thủ quỹ|phụ trách|giám đốc|trưởng phòng|cán bộ|công chức|xác nhận của|ký tên|ký, (?:ghi|họ|đóng)|đóng dấu|nơi nhận|bằng chữ|ấn định|ngày\s+.{0,6}tháng\s+.{0,6}năm\s)|^(?:tm|kt|tl|tuq)\.|^uỷ ban|^ubnd|^ủy ban/iu;

const BIRTH = /^(?=.*(?:18|19|20)\d\d)[^\p{L}]*(?:(?:sinh|ngày|tháng|năm|th|t)[^\p{L}]*)*$/iu;

export type RowKind = 'PERSON' | 'BLANK' | 'COLUMN_NUMBERS' | 'REMARK';

/** @param isBelowClosing a line of the table's end was met above: what follows are signatures */
export function rowKindOf(cells: Cells, texts: readonly string[], isBelowClosing: boolean): RowKind {
  const filled = texts.filter((text) => text !== '');
  if (filled.length === 0) return 'BLANK';
  if (isColumnNumbers(filled)) return 'COLUMN_NUMBERS';
  if (hasOwn(cells)) return 'PERSON';
  if (isBelowClosing || isSum(filled) || filled.some(isClosing)) return 'REMARK';
  // A second right of the person above, whose cells were made one over both rows, is somebody's.
  const isRight = cellText(cells.programme).trim() !== '' && looksLikeAmount(cells.amount);
  return isRight || signsOf(cells) >= SIGNS_MIN ? 'PERSON' : 'REMARK';
}

/** Whether there is what only a person has. */
export function hasOwn(cells: Cells): boolean {
  return OWN.some((key) => isOwn(cells[key], key));
}

/** A line with which tables end. */
export function isClosing(text: string): boolean {
  return CLOSING.test(text.normalize('NFC').trim());
}

function isSum(filled: readonly string[]): boolean {
  return filled.slice(0, 2).some((text) => SUM.test(text.normalize('NFC')));
}

/** `A B C`, `1 2 3`, `(1) (2)`, `[1]`, `(9)=(7)x(8)`: no name is as short. */
function isColumnNumbers(filled: readonly string[]): boolean {
  const isMark = (text: string) =>
    /^[([]?(?:[A-ZĐ]{1,2}|\d{1,2}[a-z]?|[IVX]{1,4})[)\]]?$/.test(text) ||
    /^\(?\d{1,2}\)?\s*=\s*[\d()[\]+x*×.:/ -]+$/.test(text);
  return filled.length >= 3 && filled.every(isMark);
}

function isOwn(cell: Cell | undefined, key: ColumnKey): boolean {
  const text = cellText(cell).trim().slice(0, SIGN_CHARS_MAX);
  if (key === 'birth') return BIRTH.test(text) && !isClosing(text);
  return text.replace(/\D/g, '').length >= 5;
}

function signsOf(cells: Cells): number {
  const filled = (key: ColumnKey) => cellText(cells[key]).trim() !== '';
  return [
    /^\d{1,6}\.?$/.test(cellText(cells.ordinal).trim()),
    /^[\p{L}'’. -]+ [\p{L}'’. -]+$/u.test(cellText(cells.fullName).trim()),
    filled('gender') && cellText(cells.gender).trim().length <= 4,
    filled('commune'),
    filled('programme'),
    filled('coefficient'),
    filled('institution'),
    looksLikeAmount(cells.amount),
    filled('personalId'),
  ].filter(Boolean).length;
}
