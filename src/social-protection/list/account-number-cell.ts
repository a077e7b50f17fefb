/** Account numbers as they stand in lists. A zero that a spreadsheet took from a bank's number is nowhere to be known from, so that
 *  nothing is put back; a mobile number has one form, however it is written. */
import { cellText, type Cell } from './raw-row.js';

/** Bank, wallet and mobile-money numbers of the institutions here; the longest is a SWIFT-like 34. */
const ACCOUNT_NUMBER = /^[A-Z0-9]{4,34}$/;
/** Prefixes of mobile numbers, without the zero of calls within the country. */
const MOBILE = /^[35789]\d{8}$/;
/** A spreadsheet keeps 15 digits of a number; the others become zeros. */
const NUMBER_CELL_MAX = 1e15;

export type ReadAccountNumber = { readonly number: string } | { readonly problem?: string };

const TEXT_COLUMN = 'định dạng cột là Văn bản (Text) rồi nhập lại';

/** @param isMobile the account is a wallet's or mobile money's, whose number is a telephone number */
export function readAccountNumber(cell: Cell, isMobile: boolean): ReadAccountNumber {
  if (typeof cell === 'number' && !(Number.isSafeInteger(cell) && cell > 0 && cell < NUMBER_CELL_MAX))
    return { problem: TEXT_COLUMN };
  if (typeof cell === 'object') return { problem: TEXT_COLUMN };
  const text = cellText(cell).trim().replace(/^'/, '').toUpperCase();
  if (isSpoilt(text)) return { problem: `bảng tính đã đổi số này thành số thập phân; ${TEXT_COLUMN}` };
  const number = text.replace(/[\s.-]/g, '');
  if (isMobile) return readMobile(number);
  return ACCOUNT_NUMBER.test(number) && /\d/.test(number) ? { number } : {};
}

/** `3300000100015.0`, `3,3E+12`, `1.23457E12`: a number that a program wrote, and digits of it are lost or moved. */
function isSpoilt(text: string): boolean {
  return /^\d+[.,]\d{0,2}$/.test(text) || /^\d(?:[.,]\d+)?E[+-]?\d+$/.test(text);
}

/** `+84 912 345 678`, `84912345678`, `(+84) 912345678` and `912345678` are 0912345678. */
function readMobile(number: string): ReadAccountNumber {
  const national = number.replace(/[()]/g, '').replace(/^(?:(?:\+84|0084|84(?=0?\d{9}$))0?|0)/, '');
  return MOBILE.test(national) ? { number: `0${national}` } : { problem: 'số ví là số điện thoại 10 chữ số' };
}
