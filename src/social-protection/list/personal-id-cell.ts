/** Personal ids as they stand in lists. A spreadsheet that takes them for numbers drops their leading zeros, or writes them with a
 *  point or an exponent. No digit is made up or moved here: lost zeros are put back where everything else proves them, and whatever
 *  else is not 12 digits is refused. */
import { personalIdFacts, personalIdProblem, type PersonalId } from '../../values/index.js';
import type { Gender } from './choice-word.js';
import { cellText, type Cell } from './raw-row.js';

/** What the same row says of the person, to hold a number against. */
export interface PersonSaid {
  readonly yearOfBirth?: number | undefined;
  readonly gender?: Gender | undefined;
}

export type ReadPersonalId = { readonly personalId: string } | { readonly problem: string };

/** Grouped alike from end to end: `037 145 000 001`, `037.145.000.001`, `0371 4500 0001`. */
const GROUPED = /^(?:\d{2,3}([ .-])\d{3}(?:\1\d{3})*|\d{4}([ .-])\d{4}\2\d{4})$/;

/** The digits of a cell, whole; undefined for a point that is no separator, an exponent, or letters. */
export function digitsOfCell(cell: Cell): string | undefined {
  if (typeof cell === 'number') return Number.isSafeInteger(cell) && cell >= 0 ? String(cell) : undefined;
  const text = cellText(cell).trim().replace(/^'/, '');
  if (/^\d+$/.test(text)) return text;
  if (GROUPED.test(text) || /^[\d ]+$/.test(text)) return text.replace(/[ .-]/g, '');
  return undefined;
}

/** @param cell filled @param said what the number must not contradict where zeros are put back */
export function readPersonalId(cell: Cell, said: PersonSaid): ReadPersonalId {
  const digits = digitsOfCell(cell);
  if (digits === undefined) return { problem: spoiltText(cell) };
  if (digits.length === 9) return { problem: 'đây là số CMND 9 số; ghi vào cột Số CMND cũ' };
  const personalId = digits.length === 12 ? digits : withLostZeros(digits, said);
  if (personalId === undefined) return { problem: 'phải đủ 12 chữ số, kể cả số 0 ở đầu' };
  if (personalIdProblem(personalId) !== undefined)
    return { problem: 'mã nơi đăng ký khai sinh hoặc năm sinh trong số không đúng' };
  return { personalId };
}

function spoiltText(cell: Cell): string {
  return /[.,]\d*(?:e\+?\d+)?$|e\+\d+$/i.test(cellText(cell))
    ? 'bảng tính đã đổi số này thành số thập phân; định dạng cột là Văn bản (Text) rồi nhập lại'
    : 'chỉ gồm 12 chữ số';
}

/** A number that begins with 0 has lost none: a digit is missing elsewhere. With one zero put back it must be a number that there can
 *  be, of the year and the gender that the row says; two zeros need the year to agree. */
function withLostZeros(digits: string, said: PersonSaid): string | undefined {
  if (!/^[1-9]\d{9,10}$/.test(digits)) return undefined;
  const whole = digits.padStart(12, '0');
  if (personalIdProblem(whole) !== undefined) return undefined;
  const facts = personalIdFacts(whole as PersonalId);
  if (said.yearOfBirth === undefined ? digits.length < 11 : said.yearOfBirth !== facts.yearOfBirth)
    return undefined;
  const isOtherGender = said.gender !== undefined && said.gender !== 'OTHER' && said.gender !== facts.gender;
  return isOtherGender ? undefined : whole;
}
