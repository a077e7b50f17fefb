/** Finds today's commune that a list means. Codes were given again on 1/7/2025, so a code alone is today's unit; a code with
 *  a former name is the former unit, and stands for its successor when it has one only. */
import type { UnitVersion } from '../reference/unit-version.js';
import { foldText } from './fold-text.js';
import type { Refusal } from './refusal.js';
import type { ReferenceBook } from './reference-book.js';

/** How many candidates a refusal names. */
const CANDIDATES_MAX = 5;

export interface UnitQuestion {
  /** The cell `Mã xã`: a code, a name, or both. */
  readonly text: string;
  /** The address, for the province that it names. */
  readonly address: string;
  /** The province that the list is of, when its reader knows. */
  readonly provinceCode?: string;
}

export function resolveUnit(book: ReferenceBook, question: UnitQuestion): UnitVersion | Refusal {
  const [, digits, rest = ''] = /^\s*(\d{4,5})\s*[-–—:.,]?\s*(.*)$/.exec(question.text) ?? [];
  if (digits === undefined) return resolveName(book, question, question.text);
  const code = digits.padStart(5, '0');
  const unit = book.findUnit(code);
  const former = book.findFormerUnit(code);
  if (!unit && !former) return { code: 'UNKNOWN_COMMUNE', detail: `mã ${code} không có trong danh mục` };
  const name = withoutProvince(rest);
  if (unit && (name === '' || isNamed(unit, name))) return asCommune(unit);
  if (former && (!unit || isNamed(former, name))) return soleSuccessor(book, former.successorCodes);
  return {
    code: 'AMBIGUOUS_COMMUNE',
    detail: `mã ${code} nay là ${unit?.name ?? ''}, không khớp tên đã ghi; ghi lại mã hoặc tên hiện nay`,
  };
}

function resolveName(book: ReferenceBook, question: UnitQuestion, text: string): UnitVersion | Refusal {
  const name = withoutProvince(text);
  const provinces = provincesMeant(book, question);
  const isMeant = (code: string | undefined) =>
    code !== undefined && (provinces.length === 0 || provinces.includes(code));
  const current = book.listCommunes(name).filter((unit) => isMeant(book.provinceOf(unit)?.code));
  if (current.length === 1) return current[0]!;
  if (current.length > 1) return ambiguous(book, current);
  const former = book
    .listFormerCommunes(name)
    .flatMap((each) => each.successorCodes)
    .filter((code) => isMeant(successorProvince(book, code)));
  if (former.length > 0) return soleSuccessor(book, [...new Set(former)]);
  return { code: 'UNKNOWN_COMMUNE', detail: 'ghi mã xã 5 chữ số hoặc đúng tên xã/phường hiện nay' };
}

/** The province written with the commune outranks the one in the address, and both the one that the list is of. */
function provincesMeant(
  book: ReferenceBook,
  { text, address, provinceCode }: UnitQuestion,
): readonly string[] {
  const tail = (value: string) => value.split(',').slice(1).join(',');
  const written = book.provincesNamedIn(tail(text));
  if (written.length > 0) return written;
  if (provinceCode !== undefined) return [provinceCode];
  return book.provincesNamedIn(tail(address));
}

function soleSuccessor(book: ReferenceBook, codes: readonly string[]): UnitVersion | Refusal {
  const units = codes.map((code) => book.findUnit(code)).filter((unit) => unit !== undefined);
  if (units.length === 1) return units[0]!;
  if (units.length === 0)
    return { code: 'UNKNOWN_COMMUNE', detail: 'đơn vị cũ không có đơn vị kế tiếp trong danh mục' };
  return ambiguous(book, units);
}

function ambiguous(book: ReferenceBook, units: readonly UnitVersion[]): Refusal {
  const named = units
    .slice(0, CANDIDATES_MAX)
    .map((unit) => `${unit.code} ${unit.name} (${book.provinceOf(unit)?.name ?? ''})`);
  const more = units.length > CANDIDATES_MAX ? ` và ${units.length - CANDIDATES_MAX} đơn vị khác` : '';
  return { code: 'AMBIGUOUS_COMMUNE', detail: `chọn một trong: ${named.join('; ')}${more}` };
}

function asCommune(unit: UnitVersion): UnitVersion | Refusal {
  return unit.level === 'COMMUNE'
    ? unit
    : { code: 'UNKNOWN_COMMUNE', detail: 'phải là xã, phường hoặc đặc khu' };
}

function isNamed(unit: UnitVersion, name: string): boolean {
  const plain = (text: string) => foldText(text).replace(/^(xa|phuong|dac khu|thi tran|p|x|tt) /, '');
  return plain(unit.name) === plain(name);
}

function successorProvince(book: ReferenceBook, code: string): string | undefined {
  const unit = book.findUnit(code);
  return unit ? book.provinceOf(unit)?.code : undefined;
}

function withoutProvince(text: string): string {
  return (text.split(',')[0] ?? '').trim();
}
