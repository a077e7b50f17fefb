/** Takes the cell that names a commune apart: its code, its name, and the district and the province behind it, as they are now or were
 *  before 1/7/2025: `Phường Quang Trung, Thành phố Phủ Lý, Tỉnh Hà Nam`, `P. Quang Trung (TP Phủ Lý cũ)`. */
import type { ReferenceBook } from './reference-book.js';
import { hasCommuneType } from './unit-names.js';

export interface PlaceText {
  readonly code?: string;
  readonly name: string;
  readonly district?: string;
  /** Codes of provinces that are named, of today or of before; of both where they share a name. */
  readonly provinces: readonly string[];
  /** A district, or a province that has ended, is named: the name is one of before. */
  readonly isOld: boolean;
}

const SEPARATOR = /[,;()[\]]|\s[-–—]\s|\s*\/\s*/;
/** Names that have the sign themselves. */
const HYPHENATED = /(bà rịa|thừa thiên|phan rang)\s*[-–—]\s*(?=vũng tàu|huế|tháp chàm)/giu;
const FORMERLY = /^(?:nay )?thuộc\s+|\s+(?:cũ|trước đây|trước kia)$/giu;

export function readPlace(book: ReferenceBook, cell: string): PlaceText {
  const text =
    /nay là\s+(.+?)\)?\s*$/iu.exec(cell.normalize('NFC'))?.[1] ??
    cell.normalize('NFC').replace(HYPHENATED, '$1 ');
  const [, first, behind = ''] = /^\s*(\d{3,5})\s*(?:[-–—:.,]?\s*(\D.*))?$/.exec(text) ?? [];
  const [, before = '', last] =
    first === undefined ? (/^(.*?)\s*[-–—(:]?\s*(\d{5})\s*\)?$/.exec(text) ?? []) : [];
  const code = (first ?? last)?.padStart(5, '0');
  const rest = first !== undefined ? behind : last === undefined ? text : before;
  const parts = rest
    .split(SEPARATOR)
    .map((part) => part.trim().replace(FORMERLY, '').replace(/\s+/g, ' ').trim())
    .filter((part) => part !== '');
  const at = Math.max(0, parts.findIndex(hasCommuneType));
  return {
    name: parts[at] ?? '',
    ...(code === undefined ? {} : { code }),
    ...readAbove(book, parts.slice(at + 1)),
  };
}

/** The last part that names a province is one; a district is one that there was. It says its province where none is named. */
function readAbove(book: ReferenceBook, parts: readonly string[]): Omit<PlaceText, 'name' | 'code'> {
  const at = parts.findLastIndex((part) => book.provincesNamed(part).length > 0);
  const named = at < 0 ? [] : book.provincesNamed(parts[at]!);
  const isIn = (code: string) =>
    named.length === 0 || named.includes(code) || named.includes(book.provinceToday(code));
  const district = (at < 0 ? parts : parts.slice(0, at)).findLast((part) =>
    book.provincesOfDistrict(part).some(isIn),
  );
  if (district === undefined) return { provinces: named, isOld: named.some(book.isFormerProvince) };
  return { district, provinces: named.length > 0 ? named : book.provincesOfDistrict(district), isOld: true };
}
