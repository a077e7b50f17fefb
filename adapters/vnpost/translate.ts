/** What the post's words mean to the hub: two tables, and the three rules around them. */
import {
  notReceived,
  type FailureReason,
  type PaymentNotice,
  type PaymentOutcome,
  type ReportableStatus,
} from '../kit/index.js';
import type { LineWord, Report } from './wire.js';

/** Word of a line, its status, the reason, what is meant. */
// prettier-ignore
export const lineWords: readonly (readonly [string, ReportableStatus, FailureReason | undefined, string])[] = [
  ['CHO_CHI',      'ACCEPTED', undefined,      'waits to be collected'],
  ['CHO_TIEN',     'HELD',     'FUNDS',        'the list waits for its money'],
  ['TAM_GIU',      'HELD',     'ID_MISMATCH',  'the papers shown do not agree; not paid yet'],
  ['KHONG_GAP',    'ACCEPTED', undefined,      'nobody met at home; the postman comes again'],
  ['DA_CHI',       'SETTLED',  undefined,      'paid out, signed for by the receiver'],
  ['CHUA_CHI',     'REJECTED', 'CUTOFF',       'not collected by the end of the period'],
  ['TU_CHOI_NHAN', 'REJECTED', 'REFUSED',      'the receiver does not want it'],
  ['DA_MAT',       'REJECTED', 'DECEASED',     'the receiver has died'],
  ['HOAN_TRA',     'RETURNED', 'REFUSED',      'paid out and given back'],
];

/** Why the post does not take a line (`TU_CHOI`). */
// prettier-ignore
export const refusals: readonly (readonly [string, 'REJECTED' | 'UNKNOWN', FailureReason, string])[] = [
  ['D01', 'REJECTED', 'TECHNICAL',      'a field of the line is malformed'],
  ['D02', 'REJECTED', 'AMOUNT',         'the amount is not payable in cash'],
  ['D03', 'UNKNOWN',  'DUPLICATE',      'the reference is known from another list'],
  ['D04', 'REJECTED', 'REFUSED',        'no paying point in the commune'],
  ['D05', 'REJECTED', 'KYC_INCOMPLETE', 'no personal id of the receiver'],
  ['D06', 'REJECTED', 'DECEASED',       'the post knows that the receiver has died'],
  ['D07', 'REJECTED', 'LIMIT_EXCEEDED', 'over the limit of one pay-out'],
  ['D08', 'REJECTED', 'REFUSED',        'no payment at home in the commune'],
  ['D09', 'REJECTED', 'CUTOFF',         'the last paying day is over'],
  ['D99', 'REJECTED', 'REFUSED',        'not taken, without a further reason'],
];

/** Begins the text of what was not collected: whoever carries it forward knows it by this. */
export const notCollected = 'NOT_COLLECTED';

const byWord = new Map(lineWords.map((row) => [row[0], row]));
const byRefusal = new Map(refusals.map((row) => [row[0], row]));
const reportKinds = ['CHI_TRA', 'DANH_SACH_CHUA_CHI'];

type Said = Pick<PaymentOutcome, 'evidence' | 'occurredAt'>;

/** @param said whose word it is, and when where the post names no time */
export function outcomeOf(word: LineWord, said: Said): PaymentOutcome {
  const occurredAt = word.thoiDiem === undefined ? said.occurredAt : new Date(word.thoiDiem);
  if (word.trangThai === 'KHONG_CO' && said.evidence === 'INQUIRY')
    return notReceived(occurredAt, 'KHONG_CO');
  return {
    ...meaningOf(word),
    evidence: said.evidence,
    externalReference: word.maBuuChinh,
    amount: word.soTien === undefined ? undefined : BigInt(word.soTien),
    occurredAt,
  };
}

/** What a report says, unasked, of every line that it names. A kind of report from the future says nothing that can be relied on. */
export function noticesOfReport({ loai, dong }: Report, now: Date): readonly PaymentNotice[] {
  const isKnown = reportKinds.includes(loai);
  return dong.map((word) => ({
    ...outcomeOf(isKnown ? word : { ...word, trangThai: `${loai} ${word.trangThai}` }, {
      evidence: 'NOTIFICATION',
      occurredAt: now,
    }),
    reference: word.maChiTra,
  }));
}

function meaningOf(word: LineWord): Pick<PaymentOutcome, 'status' | 'reason' | 'reasonText'> {
  if (word.trangThai === 'TU_CHOI') return refusalOf(word.maLoi);
  const known = byWord.get(word.trangThai);
  if (!known)
    return { status: 'UNKNOWN', reason: 'TECHNICAL', reasonText: `${codeOf(word.trangThai)} is in no list` };
  const [name, status, reason, meaning] = known;
  // Money without a signature may lie in the postman's bag: it is paid when the receiver has signed.
  if (status === 'SETTLED' && word.kyNhan !== true)
    return { status: 'ACCEPTED', reasonText: `${name} paid out, not signed for yet` };
  const visit = word.lanTham === undefined ? '' : ` ${word.lanTham}`;
  const prefix = name === 'CHUA_CHI' ? `${notCollected} ` : '';
  return { status, reason, reasonText: `${prefix}${name}${visit} ${meaning}` };
}

function refusalOf(code = 'none'): Pick<PaymentOutcome, 'status' | 'reason' | 'reasonText'> {
  const known = byRefusal.get(code);
  if (!known)
    return { status: 'UNKNOWN', reason: 'TECHNICAL', reasonText: `TU_CHOI ${codeOf(code)} is in no list` };
  const [name, status, reason, meaning] = known;
  return { status, reason, reasonText: `${name} ${meaning}` };
}

/** Only what looks like a code is passed on: free words may name a person. */
function codeOf(text: string): string {
  return /^[A-Za-z0-9_ ]{1,80}$/.test(text) ? text : 'a word';
}
