/** What BIDV's codes and status words mean to the hub. 000, 002, 004 and 005 are published (reconciliation service);
 *  every other code and word is this profile's. What is not here is UNKNOWN: never paid, never failed. */
import type { AccountState, FailureReason, ReportableStatus } from '../kit/index.js';
import type { BidvReply } from './wire.js';

/** `transfer`: proves what about the payment just sent; `inquiry`: says the code about our question or the payment. */
interface CodeRow {
  readonly code: string;
  readonly transfer: ReportableStatus;
  readonly inquiry: ReportableStatus;
  readonly reason: FailureReason;
  readonly meaning: string;
}

const row = (
  code: string,
  transfer: ReportableStatus,
  inquiry: ReportableStatus,
  reason: FailureReason,
  meaning: string,
): CodeRow => ({ code, transfer, inquiry, reason, meaning });

// prettier-ignore
export const errorCodes: readonly CodeRow[] = [
  row('002', 'REJECTED', 'UNKNOWN',  'TECHNICAL',         'message could not be read'),
  row('004', 'UNKNOWN',  'UNKNOWN',  'SOURCE_ACCOUNT',    'signature refused: partner set-up'),
  row('005', 'UNKNOWN',  'UNKNOWN',  'TECHNICAL',         'unknown error'),
  row('101', 'REJECTED', 'REJECTED', 'ACCOUNT_NOT_FOUND', 'account not found'),
  row('102', 'REJECTED', 'REJECTED', 'ACCOUNT_CLOSED',    'account closed'),
  row('103', 'REJECTED', 'REJECTED', 'ACCOUNT_BLOCKED',   'account blocked'),
  row('104', 'REJECTED', 'REJECTED', 'NAME_MISMATCH',     'receiver name differs'),
  row('105', 'REJECTED', 'REJECTED', 'ACCOUNT_INVALID',   'account number invalid'),
  row('106', 'REJECTED', 'REJECTED', 'ID_MISMATCH',       'personal id differs'),
  row('107', 'REJECTED', 'REJECTED', 'KYC_INCOMPLETE',    'holder not verified'),
  row('111', 'REJECTED', 'REJECTED', 'SOURCE_ACCOUNT',    'payer account refused'),
  row('112', 'REJECTED', 'REJECTED', 'FUNDS',             'payer account has too little'),
  row('113', 'REJECTED', 'REJECTED', 'LIMIT_EXCEEDED',    'limit exceeded'),
  row('114', 'REJECTED', 'REJECTED', 'AMOUNT',            'amount refused'),
  row('115', 'REJECTED', 'REJECTED', 'CUTOFF',            'after the cut-off'),
  row('119', 'REJECTED', 'REJECTED', 'REFUSED',           'refused without a reason'),
  row('120', 'UNKNOWN',  'UNKNOWN',  'DUPLICATE',         'reference already known: ask what became of it'),
  row('121', 'UNKNOWN',  'UNKNOWN',  'NOT_RECEIVED',      'reference not found'),
  row('199', 'UNKNOWN',  'UNKNOWN',  'TECHNICAL',         'core banking did not answer'),
];

/** Status words of a reply with code 000. Booked is money out of the payer's account; credited is money in the receiver's. */
// prettier-ignore
export const statusWords: readonly (readonly [word: string, status: ReportableStatus])[] = [
  ['RECEIVED',         'SUBMITTED'],
  ['PROCESSING',       'ACCEPTED'],
  ['BOOKED',           'ACCEPTED'],
  ['PENDING_APPROVAL', 'HELD'],
  ['CREDITED',         'SETTLED'],
  ['REJECTED',         'REJECTED'],
  ['CANCELLED',        'CANCELLED'],
  ['REVERSED',         'RETURNED'],
];

/** States of a checked account. A word that is not here leaves the check UNAVAILABLE. */
// prettier-ignore
const accountWords: readonly (readonly [word: string, state: AccountState])[] = [
  ['ACTIVE',  'OPEN'],
  ['DORMANT', 'BLOCKED'],
  ['BLOCKED', 'BLOCKED'],
  ['CLOSED',  'CLOSED'],
];

const byCode = new Map(errorCodes.map((known) => [known.code, known]));
const byStatusWord = new Map(statusWords);
const byAccountWord = new Map(accountWords);

export interface TranslatedReply {
  readonly status: ReportableStatus;
  readonly reason?: FailureReason;
  readonly meaning: string;
}

export function translatePayment(reply: BidvReply, about: 'transfer' | 'inquiry'): TranslatedReply {
  const code = reply.errorCode ?? '';
  if (code !== '000') {
    const known = byCode.get(code);
    if (!known) return unknown('error code', code);
    return { status: known[about], reason: known.reason, meaning: `${code} ${known.meaning}` };
  }
  const word = reply.status ?? '';
  const status = byStatusWord.get(word);
  if (!status) return unknown('status', word);
  if (status !== 'REJECTED' && status !== 'RETURNED') return { status, meaning: word };
  const cause = byCode.get(reply.reasonCode ?? '');
  return {
    status,
    reason: cause?.reason ?? 'REFUSED',
    meaning: `${word} ${cause ? `${cause.code} ${cause.meaning}` : 'without a known reason'}`,
  };
}

/** Why money came back, by the bank's code. */
export function reasonOfCode(code: string | undefined): FailureReason {
  return byCode.get(code ?? '')?.reason ?? 'REFUSED';
}

export function translateAccount(reply: BidvReply): AccountState {
  switch (reply.errorCode) {
    case '000':
      return byAccountWord.get(reply.accountStatus ?? '') ?? 'UNAVAILABLE';
    case '101':
    case '105':
      return 'NOT_FOUND';
    case '102':
      return 'CLOSED';
    case '103':
      return 'BLOCKED';
    default:
      return 'UNAVAILABLE';
  }
}

/** The bank's text is free and may hold a person's data, so only a short word of plain capitals is repeated. */
function unknown(what: string, value: string): TranslatedReply {
  const shown = /^[A-Z0-9_]{1,20}$/.test(value) ? value : 'of another form';
  return { status: 'UNKNOWN', reason: 'TECHNICAL', meaning: `${what} ${shown} is not in the profile` };
}
