/** Which headings and cells speak of money: a list whose amounts stand in a column that is not understood must not be taken for one
 *  that leaves the amount to the law. */
import { cellText, type Cell } from '../raw-row.js';
import { foldText } from '../text/fold-text.js';

const MONEY_WORDS =
  /\b(?:tien|muc|kinh phi|tro cap|phu cap|ho tro|luong|vnd|dong|chi tra|truy linh|thuc linh|thuc nhan|duoc nhan|tong cong|tong so|amount|money)\b/;
/** What has one of these words and is no amount. */
const NO_MONEY =
  /\b(?:ngay|thang nam|so quyet dinh|loai|ma|hinh thuc|phuong thuc|don vi|ly do|ghi chu|nguoi|dien|nhom|to chuc|noi|chu ky|ky nhan|muc do|so thang)\b/;

export function speaksOfMoney(heading: string): boolean {
  const words = foldText(heading);
  return MONEY_WORDS.test(words) && !NO_MONEY.test(words);
}

/** Whether a cell looks like an amount of assistance: thousands, in groups or round. */
export function looksLikeAmount(cell: Cell | undefined): boolean {
  if (typeof cell === 'number') return cell >= 10_000 && cell < 1e9 && cell % 1_000 === 0;
  const text = cellText(cell)
    .trim()
    .replace(/\s*(?:đồng|đ|vnđ|vnd|₫)\.?$/iu, '');
  return /^[1-9]\d{0,2}([., ])\d{3}(?:\1\d{3})*$/.test(text) || /^[1-9]\d{1,5}000$/.test(text);
}
