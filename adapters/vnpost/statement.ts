/** The pay-out sheet (bảng kê chi trả) of a day: what was paid out, what was given back, and the unpaid lists of that day.
 *  Lines of `;`-separated codes: H head, D one line of a list, T the number of lines and the sum paid out. */
import {
  asReference,
  collectStatement,
  decodeText,
  EntryError,
  hanoiDay,
  instantOf,
  StatementError,
  type EntryReading,
  type Statement,
} from '../kit/index.js';
import { outcomeOf } from './translate.js';
import type { LineWord } from './wire.js';

/** Words that say that money changed hands: two equal lines of them are two pay-outs, or two returns. */
const moneyWords = ['DA_CHI', 'HOAN_TRA'];
/** D;list;reference;the post's number;word;amount;signed 1 or 0;time. */
const FIELD = { kind: 0, reference: 2, postNumber: 3, word: 4, amount: 5, signed: 6, time: 7 } as const;
const FIELD_COUNT = 8;

/** @throws StatementError, so that nothing of a sheet is used that is cut short or was changed */
export function readPayOutSheet(content: string | Uint8Array, statedAt: Date): Statement {
  const rows = decodeText(content)
    .split(/\r?\n/)
    .filter((row) => row.trim() !== '')
    .map((row) => row.split(';').map((field) => field.trim()));
  const [head, ...rest] = rows;
  const trailer = rest.pop();
  if (head?.[0] !== 'H' || head[1] !== 'BANG_KE') throw new StatementError('Line 1: expected H;BANG_KE;…');
  checkTrailer(trailer, rest, rows.length);
  return collectStatement(
    rest.map((row, at) => ({ place: `Line ${at + 2}`, read: () => readLine(row, statedAt) })),
  );
}

function readLine(row: readonly string[], statedAt: Date): EntryReading {
  const word = wordOf(row);
  const isBooking = moneyWords.includes(word.trangThai);
  const outcome = outcomeOf(word, { evidence: 'STATEMENT', occurredAt: statedAt });
  // That something waits is no booking; the pay-out itself has a line of its own.
  const isOnItsWay = !isBooking && (outcome.status === 'ACCEPTED' || outcome.status === 'HELD');
  return {
    notice: {
      ...{ ...outcome, reference: word.maChiTra },
      evidence: isOnItsWay ? 'NOTIFICATION' : 'STATEMENT',
    },
    // Why something was not paid may stand on the sheets of several days, and is one word.
    bookedAs: [word.trangThai, word.maBuuChinh, isBooking ? hanoiDay(outcome.occurredAt) : undefined],
    isBooking,
  };
}

/** @throws EntryError */
function wordOf(row: readonly string[]): LineWord {
  if (row[FIELD.kind] !== 'D' || row.length !== FIELD_COUNT)
    throw new EntryError('expected D and seven fields');
  const maChiTra = asReference(row[FIELD.reference], true);
  if (maChiTra === undefined) throw new EntryError('expected a reference in field 3');
  const soTien = amountIn(row);
  if (soTien === undefined) throw new EntryError('expected whole đồng in field 6');
  const thoiDiem = instantOf(row[FIELD.time] ?? '')?.toISOString();
  if (thoiDiem === undefined) throw new EntryError('expected a time in field 8');
  const maBuuChinh = row[FIELD.postNumber] === '' ? undefined : row[FIELD.postNumber];
  const about = { trangThai: row[FIELD.word] ?? '', soTien: Number(soTien), thoiDiem };
  return { ...about, maChiTra, maBuuChinh, kyNhan: row[FIELD.signed] === '1' };
}

function amountIn(row: readonly string[]): bigint | undefined {
  const text = row[FIELD.amount] ?? '';
  return /^0*\d{1,15}$/.test(text) ? BigInt(text) : undefined;
}

/** The number of lines is exact, and so is the sum paid out where every amount can be read; where one cannot, the sum must leave room
 *  for it. */
function checkTrailer(
  trailer: readonly string[] | undefined,
  rows: readonly (readonly string[])[],
  line: number,
): void {
  const [kind, count, stated = ''] = trailer ?? [];
  const paidOut = rows.filter((row) => row[FIELD.word] === 'DA_CHI').map(amountIn);
  const known = paidOut.reduce<bigint>((sum, amount) => sum + (amount ?? 0n), 0n);
  const isSum = /^\d+$/.test(stated);
  const isReadable = rows.every((row) => row.length === FIELD_COUNT && amountIn(row) !== undefined);
  const isWhole = isSum && (isReadable ? BigInt(stated) === known : BigInt(stated) >= known);
  if (kind !== 'T' || count !== String(rows.length) || trailer?.length !== 3 || !isWhole)
    throw new StatementError(
      `Line ${line}: expected T with the number of lines and the sum paid out above it`,
    );
}
