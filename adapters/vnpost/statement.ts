/** The pay-out sheet (bảng kê chi trả) of a day: what was paid out, what was given back, and the unpaid lists of that day.
 *  Lines of `;`-separated codes: H head, D one line of a list, T the number of lines and the sum paid out. */
import { StatementError, type PaymentNotice } from '../kit/index.js';
import { outcomeOf } from './translate.js';
import type { LineWord } from './wire.js';

/** @throws StatementError, so that nothing of a sheet is used that is cut short or was changed */
export function readPayOutSheet(text: string, statedAt: Date): readonly PaymentNotice[] {
  const rows = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((row) => row !== '')
    .map((row) => row.split(';'));
  const [head, ...rest] = rows;
  const trailer = rest.pop();
  if (head?.[0] !== 'H' || head[1] !== 'BANG_KE') throw new StatementError('Line 1: expected H;BANG_KE;…');
  const words = rest.map((row, index) => wordOf(row, index + 2));
  checkTrailer(trailer, words, rows.length);
  return words.map((word) => ({
    ...outcomeOf(word, { evidence: 'STATEMENT', occurredAt: statedAt }),
    reference: word.maChiTra,
  }));
}

/** D;list;reference;the post's number;word;amount;signed 1 or 0;time. */
function wordOf(row: readonly string[], line: number): LineWord {
  const [kind, , maChiTra = '', maBuuChinh, trangThai = '', amount = '', signed, thoiDiem = ''] = row;
  if (kind !== 'D' || row.length !== 8) throw new StatementError(`Line ${line}: expected D and seven fields`);
  if (!/^[A-Z0-9]{1,35}$/.test(maChiTra))
    throw new StatementError(`Line ${line}: expected a reference in field 3`);
  if (!/^\d{1,15}$/.test(amount)) throw new StatementError(`Line ${line}: expected whole đồng in field 6`);
  if (Number.isNaN(Date.parse(thoiDiem)))
    throw new StatementError(`Line ${line}: expected a time in field 8`);
  return { maChiTra, maBuuChinh, trangThai, soTien: Number(amount), kyNhan: signed === '1', thoiDiem };
}

function checkTrailer(
  trailer: readonly string[] | undefined,
  words: readonly LineWord[],
  line: number,
): void {
  const paidOut = words
    .filter(({ trangThai }) => trangThai === 'DA_CHI')
    .reduce((sum, { soTien = 0 }) => sum + soTien, 0);
  const expected = ['T', String(words.length), String(paidOut)];
  if (trailer?.join(';') !== expected.join(';'))
    throw new StatementError(
      `Line ${line}: expected T with the number of lines and the sum paid out above it`,
    );
}
