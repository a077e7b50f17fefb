/** What goes over the wire: the list that is handed over, and the post's words as they come back. The profile's own words are
 *  Vietnamese without diacritics; names travel as on the identity card, because the clerk compares them with it. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { hanoiDay, type PaymentTask } from '../kit/index.js';
import type { VnPostConfig } from './config.js';

export interface HandOver {
  readonly listId: string;
  readonly body: string;
}

type Terms = Pick<VnPostConfig, 'partnerCode' | 'payingDaysMin'>;

/** One list (danh sách chi trả) of all tasks. Its id is a function of its lines: the same lines are the same list, in whatever
 *  order they come. */
export function handOverOf(tasks: readonly PaymentTask[], terms: Terms, now: Date): HandOver {
  const dong = tasks
    .map((task) => lineOf(task, terms, now))
    .sort((one, other) => (one.maChiTra < other.maChiTra ? -1 : 1));
  const listId = listIdOf(dong);
  const body = JSON.stringify({
    maDoiTac: terms.partnerCode,
    maDanhSach: listId,
    ngayLap: hanoiDay(now),
    soDong: dong.length,
    tongTien: dong.reduce((sum, { soTien }) => sum + soTien, 0),
    dong,
  });
  return { listId, body };
}

type Line = ReturnType<typeof lineOf>;

function lineOf(task: PaymentTask, { payingDaysMin }: Terms, now: Date) {
  return {
    maChiTra: task.reference,
    // Exact: đồng amounts of the hub are within ±(2^53 − 1).
    soTien: Number(task.amount),
    nguoiNhan: task.receiverName.normalize('NFC'),
    soDinhDanh: task.receiverPersonalId,
    nguoiHuong: task.ultimateBeneficiaryName?.normalize('NFC'),
    hinhThuc: task.delivery === 'HOME' ? 'TAI_NHA' : 'QUAY',
    maXa: task.areaCode,
    taiKhoanChi: task.sourceAccount,
    hanChiTra: lastPayingDay(task.requestedDate, now, payingDaysMin),
    noiDung: task.narrative,
  };
}

/** `DS` and 30 hexadecimal digits of SHA-256 over the lines as they are sent. */
export function listIdOf(dong: readonly Line[]): string {
  const digest = createHash('sha256').update(JSON.stringify(dong)).digest('hex');
  return `DS${digest.slice(0, 30).toUpperCase()}`;
}

/** The last day of the month in which the list is handed over or wanted, whichever is later; of the next one where fewer than
 *  `payingDaysMin` days would be left. */
export function lastPayingDay(requestedDate: string, now: Date, payingDaysMin: number): string {
  const from = [requestedDate, hanoiDay(now)].sort().at(-1) ?? requestedDate;
  const [year = 0, month = 0, day = 0] = from.split('-').map(Number);
  const endOfMonth = (offset: number) => new Date(Date.UTC(year, month + offset, 0));
  const daysLeft = endOfMonth(0).getUTCDate() - day;
  return endOfMonth(daysLeft < payingDaysMin ? 1 : 0)
    .toISOString()
    .slice(0, 10);
}

const lineWord = z.object({
  maChiTra: z.string().min(1).max(64),
  trangThai: z.string().max(64),
  maLoi: z.string().max(64).optional(),
  maBuuChinh: z.string().max(64).optional(),
  soTien: z.int().nonnegative().optional(),
  /** The receiver has signed for the money. */
  kyNhan: z.boolean().optional(),
  /** Which visit at home this was. */
  lanTham: z.int().optional(),
  thoiDiem: z.iso.datetime({ offset: true }).optional(),
});

/** What the post says about one line, in its own words. */
export type LineWord = z.infer<typeof lineWord>;

export const lineAnswer = lineWord;

export const listAnswer = z.object({
  maDanhSach: z.string(),
  trangThai: z.string(),
  maLoi: z.string().max(64).optional(),
  dong: z.array(lineWord).default([]),
});

/** A report of the counters (`CHI_TRA`), or a list's unpaid list at its end (`DANH_SACH_CHUA_CHI`). */
export const report = z.object({
  soThuTu: z.int().positive(),
  loai: z.string().max(64),
  maDanhSach: z.string().optional(),
  dong: z.array(lineWord),
});

export type Report = z.infer<typeof report>;

export const feedAnswer = z.object({ bienDong: z.array(report) });
