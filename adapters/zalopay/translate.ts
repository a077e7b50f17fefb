/** What ZaloPay's return_code, status and sub_return_code mean to the hub. A code or a word that is not here is UNKNOWN: never
 *  paid, never failed. Source: docs.zalopay.vn, "Disbursement all in one" and its specification pages. */
import type { AccountState, FailureReason, NameMatch, ReportableStatus } from '../kit/index.js';
import type { ZaloPayAnswer } from './wire.js';

/** `data.status`: the state of the order. */
export const statuses: readonly (readonly [word: string, status: ReportableStatus, meaning: string])[] = [
  ['1', 'SETTLED', 'credited to the wallet'],
  ['2', 'REJECTED', 'failed'],
  ['3', 'ACCEPTED', 'being processed'],
  ['4', 'HELD', 'waits for ZaloPay’s own operators'],
];

/** One `sub_return_code` of a call that failed (return_code 2). */
interface SubCodeRow {
  readonly code: number;
  /** What it proves about a payment when it answers the transfer, or the verification just before it. */
  readonly payment: ReportableStatus;
  readonly reason: FailureReason;
  /** What it says about a wallet when it answers a verification. */
  readonly wallet: AccountState;
  readonly match: NameMatch;
  readonly meaning: string;
}

const row = (
  code: number,
  payment: ReportableStatus,
  reason: FailureReason,
  wallet: AccountState,
  match: NameMatch,
  meaning: string,
): SubCodeRow => ({ code, payment, reason, wallet, match, meaning });

// prettier-ignore
export const subReturnCodes: readonly SubCodeRow[] = [
  row(-68,   'UNKNOWN',  'DUPLICATE',         'UNAVAILABLE', 'UNAVAILABLE', 'partner_order_id used before'),
  row(-101,  'REJECTED', 'ACCOUNT_NOT_FOUND', 'NOT_FOUND',   'UNKNOWN',     'nobody has this wallet'),

  // The partner's own set-up is refused. The payment stays open until it is mended: one wrong key must not reject a batch.
  row(-102,  'UNKNOWN',  'SOURCE_ACCOUNT',    'UNAVAILABLE', 'UNAVAILABLE', 'the partner’s wallet is not set up'),
  row(-103,  'UNKNOWN',  'SOURCE_ACCOUNT',    'UNAVAILABLE', 'UNAVAILABLE', 'the partner’s wallet does not exist'),
  row(-402,  'UNKNOWN',  'SOURCE_ACCOUNT',    'UNAVAILABLE', 'UNAVAILABLE', 'the partner’s signature is refused'),

  row(-104,  'REJECTED', 'NAME_MISMATCH',     'OPEN',        'NO_MATCH',    'wrong holder name'),
  row(-1104, 'REJECTED', 'NAME_MISMATCH',     'OPEN',        'NO_MATCH',    'the name is not that of the wallet'),
  row(-1102, 'REJECTED', 'TECHNICAL',         'UNAVAILABLE', 'UNAVAILABLE', 'no name was given'),
  row(-1103, 'REJECTED', 'KYC_INCOMPLETE',    'BLOCKED',     'UNKNOWN',     'the holder is not identified yet'),
  row(-1011, 'REJECTED', 'ACCOUNT_BLOCKED',   'BLOCKED',     'UNKNOWN',     'the wallet is locked'),
  row(-406,  'REJECTED', 'LIMIT_EXCEEDED',    'OPEN',        'UNKNOWN',     'limit of the holder’s level of identification'),

  // Said of bank accounts and cards, which this adapter does not pay.
  row(-105,  'REJECTED', 'ACCOUNT_INVALID',   'UNAVAILABLE', 'UNAVAILABLE', 'wrong bank code'),
  row(-106,  'REJECTED', 'ACCOUNT_INVALID',   'UNAVAILABLE', 'UNAVAILABLE', 'wrong account or card'),
  row(-107,  'UNKNOWN',  'TECHNICAL',         'UNAVAILABLE', 'UNAVAILABLE', 'the receiving bank is disturbed'),

  // What a well-formed request can still have wrong is its amount.
  row(-401,  'REJECTED', 'AMOUNT',            'UNAVAILABLE', 'UNAVAILABLE', 'the request’s values are refused'),
  row(-500,  'UNKNOWN',  'TECHNICAL',         'UNAVAILABLE', 'UNAVAILABLE', 'system error'),
  row(-503,  'UNKNOWN',  'TECHNICAL',         'UNAVAILABLE', 'UNAVAILABLE', 'maintenance'),
];

const byCode = new Map(subReturnCodes.map((known) => [known.code, known]));

/** What an answer says about one payment. */
export interface Said {
  readonly status: ReportableStatus;
  readonly reason?: FailureReason;
  /** The code and this project's words for it: ZaloPay's own message is free text. */
  readonly text?: string;
}

/** The answer to a transfer. */
export function translateTransfer(answer: ZaloPayAnswer): Said {
  switch (answer.returnCode) {
    case 1:
    case 3:
      return orderState(answer);
    case 2:
      return failedTransfer(answer);
    default:
      return doubt(`return_code ${answer.returnCode} is in no list`);
  }
}

/** The answer to a query; `NOT_RECEIVED` when ZaloPay has no such order.
 *  @returns undefined when it speaks of the question only: nothing is said about the payment */
export function translateOrder(answer: ZaloPayAnswer): Said | undefined {
  const { returnCode, subReturnCode, status } = answer;
  if (returnCode === 1 || returnCode === 3) return orderState(answer);
  if (returnCode !== 2 || status !== undefined || subReturnCode !== -101) return undefined;
  return { status: 'UNKNOWN', reason: 'NOT_RECEIVED', text: '-101 order not found' };
}

/** What the verification just before a transfer proves about the payment; undefined when it proves nothing. */
export function translateRefusal({ returnCode, subReturnCode }: ZaloPayAnswer): Said | undefined {
  const known = returnCode === 2 ? byCode.get(subReturnCode ?? NaN) : undefined;
  return known && saidBy(known);
}

export interface WalletVerdict {
  readonly accountState: AccountState;
  readonly institutionMatch: NameMatch;
}

/** @param isNameCompared whether the name went along: only then does a good answer say anything about the holder */
export function translateWallet(answer: ZaloPayAnswer, isNameCompared: boolean): WalletVerdict {
  if (answer.returnCode === 1 && answer.walletIdentity !== undefined)
    return { accountState: 'OPEN', institutionMatch: isNameCompared ? 'MATCH' : 'UNKNOWN' };
  const known = answer.returnCode === 2 ? byCode.get(answer.subReturnCode ?? NaN) : undefined;
  return {
    accountState: known?.wallet ?? 'UNAVAILABLE',
    institutionMatch: known?.match ?? 'UNAVAILABLE',
  };
}

function orderState({ returnCode, status, subReturnCode }: ZaloPayAnswer): Said {
  if (status === undefined) {
    return returnCode === 3 ? { status: 'ACCEPTED' } : doubt('no status');
  }
  const known = statuses.find(([word]) => word === status);
  if (!known) return doubt('status is in no list');
  const [, state, meaning] = known;
  const isFinal = state === 'SETTLED' || state === 'REJECTED';
  if (returnCode === 3 && isFinal) return doubt('return_code 3 contradicts the status');
  if (state !== 'REJECTED') return { status: state, text: state === 'SETTLED' ? undefined : meaning };
  const why = byCode.get(subReturnCode ?? NaN);
  return why?.payment === 'REJECTED' ? saidBy(why) : { status: state, reason: 'REFUSED', text: meaning };
}

/** A failure of the call is one of the payment only where the code says so and no status says otherwise. */
function failedTransfer({ subReturnCode, status }: ZaloPayAnswer): Said {
  const known = byCode.get(subReturnCode ?? NaN);
  if (known?.payment === 'UNKNOWN') return saidBy(known);
  if (status !== undefined && status !== '2') return doubt('return_code 2 contradicts the status');
  return known ? saidBy(known) : doubt(`sub_return_code ${subReturnCode ?? 'none'} is in no list`);
}

function saidBy({ code, payment, reason, meaning }: SubCodeRow): Said {
  return { status: payment, reason, text: `${code} ${meaning}` };
}

function doubt(text: string): Said {
  return { status: 'UNKNOWN', reason: 'TECHNICAL', text };
}
