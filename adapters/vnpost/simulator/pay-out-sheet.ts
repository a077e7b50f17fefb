/** The simulated post's pay-out sheet of a day: every word on money of that day, in the order in which it was said. News may be told
 *  twice; the sheet is of what happened, which happened once. */
import type { Report } from './office-book.js';

const told = ['DA_CHI', 'CHUA_CHI', 'HOAN_TRA', 'TU_CHOI_NHAN', 'DA_MAT'];
const hanoiOffsetMs = 7 * 3_600_000;

/** Undefined where nothing was said on that day. */
export function payOutSheet(
  day: string,
  partnerCode: string,
  reports: readonly Report[],
): string | undefined {
  const seen = new Set<string>();
  const isNew = (happened: string) => !seen.has(happened) && seen.add(happened).size > 0;
  const lines = reports.flatMap(({ maDanhSach, dong }) =>
    dong
      .filter(({ trangThai, thoiDiem }) => told.includes(trangThai) && dayOf(thoiDiem) === day)
      .filter(({ maBuuChinh, trangThai, thoiDiem }) => isNew(`${maBuuChinh} ${trangThai} ${thoiDiem}`))
      .map(({ maChiTra, maBuuChinh, trangThai, soTien, kyNhan, thoiDiem }) => ({
        text: ['D', maDanhSach, maChiTra, maBuuChinh, trangThai, soTien, kyNhan ? 1 : 0, thoiDiem].join(';'),
        paidOut: trangThai === 'DA_CHI' ? soTien : 0,
      })),
  );
  if (lines.length === 0) return undefined;
  const paidOut = lines.reduce((sum, line) => sum + line.paidOut, 0);
  const rows = [
    `H;BANG_KE;${partnerCode};${day}`,
    ...lines.map(({ text }) => text),
    `T;${lines.length};${paidOut}`,
  ];
  return `${rows.join('\n')}\n`;
}

function dayOf(instant: string): string {
  return new Date(Date.parse(instant) + hanoiOffsetMs).toISOString().slice(0, 10);
}
