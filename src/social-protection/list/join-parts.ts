/** Puts together what a list says in several columns: a birth under "Nam" or "Nữ", day, month and year apart, commune, district and
 *  province apart, and one field in two columns, which must agree. */
import type { ColumnKey } from './heading/list-column.js';
import { parseBirth } from './parse-date.js';
import { cellText, isUncomputed, type Cell } from './raw-row.js';
import type { Refusal } from './refusal.js';
import { foldKey } from './text/fold-text.js';

type Cells = Partial<Record<ColumnKey, Cell>>;

export interface JoinedCells {
  readonly cells: Readonly<Cells>;
  readonly faults: readonly Refusal[];
}

/** Two columns of one of these that differ leave no doubt that one of them is wrong for the row. Of the others the first counts. */
const SAME_IN_BOTH: ReadonlySet<ColumnKey> = new Set([
  'fullName', 'birth', 'personalId', 'commune', 'programme', 'amount', 'institution', 'accountNumber', 'receiverPersonalId',
  'receiverAccountNumber',
] as const); // prettier-ignore

/** @param found the filled cells of a row, in the order of the columns */
export function joinParts(
  found: readonly { readonly key: ColumnKey; readonly heading: string; readonly cell: Cell }[],
): JoinedCells {
  const cells: Cells = {};
  const faults: Refusal[] = [];
  for (const { key, heading, cell } of found) {
    const first = cells[key];
    if (first === undefined) cells[key] = cell;
    else if (SAME_IN_BOTH.has(key) && foldKey(cellText(first)) !== foldKey(cellText(cell)))
      faults.push({ code: 'TWO_VALUES', detail: `cột “${heading}” ghi khác cột cùng loại` });
  }
  return { cells: withPlace(withBirth(withName(cells, faults), faults)), faults };
}

/** A name in two columns is one name: nobody is called `Kiểm` alone. */
function withName(cells: Cells, faults: Refusal[]): Cells {
  const { familyName, givenName, nameRest, ...rest } = cells;
  const [family, given, more] = [familyName, givenName, nameRest].map((cell) => cellText(cell).trim());
  const whole = cellText(rest.fullName).trim();
  if (whole === '') return given === '' ? rest : { ...rest, fullName: `${family} ${given}`.trim() };
  if (more === '' || whole.endsWith(` ${more}`)) return rest;
  if (!CAPITALISED.test(more!)) {
    faults.push({ code: 'TWO_VALUES', detail: 'họ tên ghi ở hai cột; ghi cả họ tên vào cột Họ và tên' });
    return rest;
  }
  return { ...rest, fullName: `${whole} ${more}` };
}

/** One or two words of a name; a remark begins small, or is longer. */
const CAPITALISED = /^\p{Lu}[\p{L}\p{M}'’]*(?: \p{Lu}[\p{L}\p{M}'’]*)?$/u;

const MARKS = /^(?:x+|v|1|có|✓|✔|√|\+|nam|nữ)$/iu;

/** Under "Nam" and "Nữ" stands a birth, or a mark; either says which of the two the person is. */
function withBirth(cells: Cells, faults: Refusal[]): Cells {
  const { male, female, birthDay, birthMonth, birthYear, ...rest } = cells;
  const birth = rest.birth ?? joinedBirth(birthDay, birthMonth, birthYear);
  const own = male ?? female;
  const joined = { ...rest, ...(birth === undefined ? {} : { birth }) };
  if (own === undefined) return joined;
  if (male !== undefined && female !== undefined) {
    faults.push({ code: 'TWO_VALUES', detail: 'ghi cả hai cột Nam và Nữ' });
    return joined;
  }
  const gender = rest.gender ?? (male === undefined ? 'Nữ' : 'Nam');
  if (!isUncomputed(own) && MARKS.test(cellText(own).trim())) return { ...joined, gender };
  return { ...joined, gender, birth: birth ?? own };
}

function joinedBirth(day?: Cell, month?: Cell, year?: Cell): Cell | undefined {
  if (year === undefined) return day;
  if (parseBirth(year, '9999-12-31')?.date !== undefined) return year;
  const parts = [day, month, year].map((part) => cellText(part).trim()).filter((part) => part !== '');
  return day !== undefined && month === undefined ? undefined : parts.join('/');
}

/** The commune as an address is written: with its district and its province behind it. */
function withPlace(cells: Cells): Cells {
  const { district, province, ...rest } = cells;
  if (rest.commune === undefined || (district === undefined && province === undefined)) return rest;
  const above = [
    district === undefined ? '' : districtText(district),
    province === undefined ? '' : provinceText(province),
  ];
  return { ...rest, commune: [cellText(rest.commune), ...above.filter((part) => part !== '')].join(', ') };
}

/** The column says what it is; the cell need not. */
function districtText(cell: Cell): string {
  const text = cellText(cell).trim();
  return text === '' || /^(?:huyện|quận|thị xã|thành phố|tp|tx|h|q)[\s.]/iu.test(text)
    ? text
    : `Huyện ${text}`;
}

function provinceText(cell: Cell): string {
  const text = cellText(cell).trim();
  return text === '' || /^(?:tỉnh|thành phố|tp|t)[\s.]/iu.test(text) ? text : `Tỉnh ${text}`;
}
