/** What MoMo's resultCodes mean to the hub: one table for the answer to a payment, an inquiry and a notification.
 *  Source: developers.momo.vn v3, result-handling/resultcode. A code that is not here is UNKNOWN: never paid, never failed. */
import type { AccountState, FailureReason, NameMatch, ReportableStatus } from '../kit/index.js';

/** `isFinal` is MoMo's own column: final results are replayed for the same requestId, others answered with 40. */
interface ResultRow {
  readonly code: number;
  readonly isFinal: boolean;
  /** What the answer to a payment proves. */
  readonly reply: ReportableStatus;
  /** What the same code proves about the order when it answers an inquiry or arrives as a notification. */
  readonly order: ReportableStatus;
  readonly reason: FailureReason | null;
  readonly meaning: string;
}

const row = (
  code: number,
  isFinal: boolean,
  reply: ReportableStatus,
  order: ReportableStatus,
  reason: FailureReason | null,
  meaning: string,
): ResultRow => ({ code, isFinal, reply, order, reason, meaning });

// prettier-ignore
export const resultCodes: readonly ResultRow[] = [
  row(0,    true,  'SETTLED',   'SETTLED',   null,                'credited to the wallet'),
  row(7000, false, 'ACCEPTED',  'ACCEPTED',  null,                'being processed'),
  row(7002, false, 'ACCEPTED',  'ACCEPTED',  null,                'being processed by the provider of the instrument'),
  row(8000, false, 'HELD',      'HELD',      null,                'waits for a second confirmation'),
  row(9000, false, 'HELD',      'HELD',      null,                'authorised, not yet captured'),
  row(1000, false, 'HELD',      'HELD',      null,                'initiated, waits for a confirmation'),

  // Said of the request before there is an order: nothing was booked, and an inquiry cannot answer with them about one.
  row(20,   false, 'REJECTED',  'UNKNOWN',   'TECHNICAL',         'badly formed request'),
  row(21,   false, 'REJECTED',  'UNKNOWN',   'AMOUNT',            'invalid amount'),
  row(22,   false, 'REJECTED',  'UNKNOWN',   'AMOUNT',            'amount out of range'),

  // The partner's own set-up is refused. The order stays open until an inquiry with mended keys: one wrong key must not reject a batch.
  row(11,   false, 'UNKNOWN',   'UNKNOWN',   'SOURCE_ACCOUNT',    'access denied'),
  row(12,   false, 'UNKNOWN',   'UNKNOWN',   'SOURCE_ACCOUNT',    'API version not supported'),
  row(13,   false, 'UNKNOWN',   'UNKNOWN',   'SOURCE_ACCOUNT',    'partner not authenticated'),

  // Somebody was here before: the earlier request decides, and only an inquiry tells.
  row(40,   false, 'UNKNOWN',   'UNKNOWN',   'DUPLICATE',         'requestId used before'),
  row(41,   false, 'UNKNOWN',   'UNKNOWN',   'DUPLICATE',         'orderId used before'),
  row(43,   false, 'UNKNOWN',   'UNKNOWN',   'DUPLICATE',         'a like transaction is in process'),
  row(45,   false, 'UNKNOWN',   'UNKNOWN',   'DUPLICATE',         'item id used before'),
  row(42,   false, 'UNKNOWN',   'UNKNOWN',   'NOT_RECEIVED',      'order not found'),
  row(47,   false, 'REJECTED',  'REJECTED',  'REFUSED',           'the data do not fit together'),

  row(10,   false, 'UNKNOWN',   'UNKNOWN',   'TECHNICAL',         'maintenance'),
  row(98,   true,  'UNKNOWN',   'UNKNOWN',   'TECHNICAL',         'QR code not made: no answer to a disbursement'),
  // Final in MoMo's list; the text is "unknown error", so the hub asks again before it believes a failure.
  row(99,   true,  'UNKNOWN',   'UNKNOWN',   'TECHNICAL',         'unknown error'),

  row(1001, true,  'REJECTED',  'REJECTED',  'FUNDS',             'partner wallet has too little'),
  row(1002, true,  'REJECTED',  'REJECTED',  'REFUSED',           'rejected by the issuer'),
  row(1003, true,  'CANCELLED', 'CANCELLED', null,                'cancelled after authorisation'),
  row(1004, true,  'REJECTED',  'REJECTED',  'LIMIT_EXCEEDED',    'daily or monthly limit'),
  row(1005, true,  'REJECTED',  'REJECTED',  'CUTOFF',            'expired'),
  row(1006, true,  'REJECTED',  'REJECTED',  'REFUSED',           'denied by the user'),
  row(1007, true,  'REJECTED',  'REJECTED',  'ACCOUNT_NOT_FOUND', 'wallet inactive or non-existent'),
  row(1017, true,  'CANCELLED', 'CANCELLED', null,                'cancelled by the partner'),
  row(1026, true,  'REJECTED',  'REJECTED',  'REFUSED',           'restricted by promotion rules'),
  row(1080, true,  'UNKNOWN',   'UNKNOWN',   'TECHNICAL',         'refund failed: no answer to a disbursement'),
  row(1081, true,  'UNKNOWN',   'UNKNOWN',   'TECHNICAL',         'refund rejected: no answer to a disbursement'),
  row(1088, true,  'UNKNOWN',   'UNKNOWN',   'TECHNICAL',         'refund ineligible: no answer to a disbursement'),
  row(2019, true,  'REJECTED',  'REJECTED',  'SOURCE_ACCOUNT',    'invalid orderGroupId'),
  row(4001, true,  'REJECTED',  'REJECTED',  'ACCOUNT_BLOCKED',   'wallet restricted'),
  row(4002, true,  'REJECTED',  'REJECTED',  'KYC_INCOMPLETE',    'holder has not passed the chip-card check (C06)'),
  row(4100, true,  'REJECTED',  'REJECTED',  'REFUSED',           'login failed'),
];

const byCode = new Map(resultCodes.map((known) => [known.code, known]));

export interface TranslatedResult {
  readonly status: ReportableStatus;
  readonly reason: FailureReason | null;
  readonly meaning: string;
}

/** @param about `reply`: the code answers our payment; `order`: it answers an inquiry or comes as a notification. */
export function translateResult(code: number, about: 'reply' | 'order'): TranslatedResult {
  const known = byCode.get(code);
  if (!known)
    return { status: 'UNKNOWN', reason: 'TECHNICAL', meaning: `resultCode ${code} is not in MoMo's list` };
  return { status: known[about], reason: known.reason, meaning: known.meaning };
}

export interface WalletVerdict {
  readonly accountState: AccountState;
  readonly institutionMatch: NameMatch;
  readonly personalIdMatches?: boolean;
}

/** MoMo compares by itself and returns no name: 0 means that wallet, name and personal id (when sent) agree. */
export function translateWallet(code: number, personalIdSent: boolean): WalletVerdict {
  switch (code) {
    case 0:
      return {
        accountState: 'OPEN',
        institutionMatch: 'MATCH',
        ...(personalIdSent ? { personalIdMatches: true } : {}),
      };
    case 47: // which of the two disagrees is not said
      return { accountState: 'OPEN', institutionMatch: 'NO_MATCH' };
    case 1007:
      return { accountState: 'NOT_FOUND', institutionMatch: 'UNKNOWN' };
    case 4001:
    case 4002: // exists, but may not receive until the holder's chip card has been read
      return { accountState: 'BLOCKED', institutionMatch: 'UNKNOWN' };
    default:
      return { accountState: 'UNAVAILABLE', institutionMatch: 'UNAVAILABLE' };
  }
}
