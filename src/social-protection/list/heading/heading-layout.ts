/** What the columns of a table are, from one heading row or from several that stand above each other: a group over its parts
 *  ("Ngày, tháng, năm sinh" over "Nam" and "Nữ", "Người được uỷ quyền" over "Họ và tên"), a unit under an amount. */
import { cellText, type CellRow } from '../raw-row.js';
import { findColumn, namesReceiver, ofReceiver } from './find-column.js';
import { headingOf, type ColumnKey } from './list-column.js';
import { unitInHeading, unitOf, type MoneyUnit } from './money-unit.js';

export interface HeadingColumn {
  /** The heading as it stands, the group first. */
  readonly text: string;
  readonly key?: ColumnKey;
  readonly unit?: MoneyUnit;
}

export interface HeadingRows {
  /** The row above, whose texts may be groups of columns. */
  readonly above?: CellRow;
  /** Rows that stand above each other as one heading, the lowest last. */
  readonly rows: readonly CellRow[];
}

export function layOut({ above, rows }: HeadingRows): readonly HeadingColumn[] {
  const texts = rows.map(textsOf);
  const groups = above === undefined ? [] : textsOf(above);
  // The name of the list stands over its first column, and over no group.
  const first = texts[0]?.findIndex((text) => text !== '') ?? 0;
  const levels =
    above === undefined ? texts : [groups.map((text, at) => (at <= first ? '' : text)), ...texts];
  const width = Math.max(0, ...levels.map((row) => row.length));
  return Array.from({ length: width }, (_, at) => columnAt(levels, at));
}

function textsOf(row: CellRow): readonly string[] {
  return row.cells.map((cell) => cellText(cell).replace(/\s+/g, ' ').trim());
}

function columnAt(texts: readonly (readonly string[])[], at: number): HeadingColumn {
  const parts = texts
    .map((row, level) => ((row[at] ?? '') === '' ? groupOver(texts, level, at) : row[at]!))
    .filter((part) => part !== '');
  const text = parts.join(' – ');
  if (parts.length === 0) return { text };
  const key = keyOfParts(parts);
  const unit = key === 'amount' ? unitOfParts(parts) : undefined;
  return { text, ...(key === undefined ? {} : { key }), ...(unit === undefined ? {} : { unit }) };
}

function unitOfParts(parts: readonly string[]): MoneyUnit | undefined {
  return parts.map((part) => unitInHeading(part) ?? unitOf(part)).findLast((unit) => unit !== undefined);
}

/** The text to the left that this column stands under: every column from there on has a heading of its own below it. */
function groupOver(texts: readonly (readonly string[])[], level: number, at: number): string {
  const below = texts.slice(level + 1);
  for (let left = at; left >= 0; left--) {
    if (!below.some((row) => (row[left] ?? '') !== '')) return '';
    const group = texts[level]?.[left] ?? '';
    if (group !== '') return group;
  }
  return '';
}

function keyOfParts(parts: readonly string[]): ColumnKey | undefined {
  const leaf = parts.at(-1)!;
  const groups = parts.slice(0, -1);
  if (groups.length === 0) return findColumn(leaf);
  const group = groups.join(' ');
  const over = findColumn(groups.at(-1)!);
  const part = partOf(over, leaf);
  if (part !== undefined) return part;
  const own = findColumn(leaf);
  if (namesReceiver(group)) return own === undefined ? undefined : ofReceiver(own);
  if (over !== undefined && (own === undefined || own === over) && saysNothing(leaf)) return over;
  return own ?? findColumn(`${leaf} ${group}`) ?? findColumn(`${group} ${leaf}`);
}

/** Below a birth or a gender stand its parts. `Năm` is told from `Nam` by its accent. */
function partOf(over: ColumnKey | undefined, leaf: string): ColumnKey | undefined {
  if (over !== 'birth' && over !== 'gender') return undefined;
  const word = leaf
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}]+/gu, '');
  const parts: Readonly<Record<string, ColumnKey>> = {
    nam: 'male', nữ: 'female', nu: 'female', ngày: 'birthDay', ngay: 'birthDay', tháng: 'birthMonth', thang: 'birthMonth',
    năm: 'birthYear',
  }; // prettier-ignore
  return parts[word];
}

/** A unit, or a word such as "Số" that only means the number of what stands above. */
function saysNothing(leaf: string): boolean {
  return (
    unitOf(leaf.replace(/[()]/g, '')) !== undefined ||
    /^\(?(?:số|mã|ghi rõ|tên)\)?$/iu.test(leaf.normalize('NFC'))
  );
}

/** The heading that says the same in one row, for the file of refused rows: it is read again as it is written. */
export function writtenHeading(
  { text, key }: HeadingColumn,
  parts: number,
  unit: MoneyUnit | undefined,
): string {
  if (key === 'amount')
    return unit === undefined || unit === 1
      ? parts > 1
        ? headingOf(key)
        : text
      : `${headingOf(key)} (${UNIT_WORDS[unit]})`;
  return key !== undefined && parts > 1 ? headingOf(key) : text;
}

const UNIT_WORDS: Readonly<Record<MoneyUnit, string>> = {
  1: 'đồng', 1000: 'nghìn đồng', 1000000: 'triệu đồng', 1000000000: 'tỷ đồng', UNKNOWN: 'đơn vị tính chưa rõ',
}; // prettier-ignore
