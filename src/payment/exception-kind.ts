/** What may not agree, and what people may decide about it. No kind is a dead end: each has a decision that ends it, wherever its
 *  payment stands. */
import { CLOSED_STATUSES, type PaymentStatus } from './payment-state.js';

export const EXCEPTION_KINDS = [
  'CONTRADICTION',
  'AMOUNT_DIFFERS',
  'REPORT_ID_REUSED',
  'NOT_RECEIVED',
  'STATEMENT_UNMATCHED',
  'EXTERNAL_REFERENCE_TAKEN',
  'DATE_IMPLAUSIBLE',
  'PAYMENT_FORGOTTEN',
  'PAID_AFTER_DEATH',
  'TO_RECOVER',
] as const;

export type ExceptionKind = (typeof EXCEPTION_KINDS)[number];

export type ExceptionDecision =
  | 'SEND_AGAIN'
  | 'GIVE_UP'
  | 'RECOVERED'
  | 'WRITTEN_OFF'
  | 'WAS_PAID'
  | 'WAS_NOT_PAID'
  | 'PAID_OTHER_AMOUNT'
  | 'PAID_OTHER_ACCOUNT';

/** What became of the money, where an institution’s words do not agree with each other or with the payment. */
export const MONEY_DECISIONS = [
  'WAS_PAID',
  'WAS_NOT_PAID',
  'PAID_OTHER_AMOUNT',
  'PAID_OTHER_ACCOUNT',
] as const satisfies readonly ExceptionDecision[];

/** Whether money that went out comes back. */
const RECOVERY_DECISIONS = ['RECOVERED', 'WRITTEN_OFF'] as const satisfies readonly ExceptionDecision[];

/** Kinds by which money may have moved that the hub knows nothing of: until people decide, nothing else is paid for that right
 *  and month. The others say that money did not move, or is gone. */
export const DOUBT_KINDS = [
  'CONTRADICTION',
  'AMOUNT_DIFFERS',
  'REPORT_ID_REUSED',
  'STATEMENT_UNMATCHED',
  'EXTERNAL_REFERENCE_TAKEN',
  'DATE_IMPLAUSIBLE',
  'PAYMENT_FORGOTTEN',
] as const satisfies readonly ExceptionKind[];

const GIVING_UP = ['GIVE_UP', 'WAS_PAID'] as const satisfies readonly ExceptionDecision[];

const CLOSED: ReadonlySet<string> = new Set(CLOSED_STATUSES);

/** While the attempt is open, one of the decisions closes it, so that no payment waits for ever.
 *  @param status where the attempt that it is about stands; undefined: it is about none
 *  @returns what two people may decide now; empty: one person closes it with a reason, and nothing moves */
export function decisionsOn(
  kind: ExceptionKind,
  status: PaymentStatus | undefined,
): readonly ExceptionDecision[] {
  switch (kind) {
    case 'NOT_RECEIVED':
      if (status === undefined || CLOSED.has(status)) return [];
      // Sent again is only what nobody has spoken of since.
      return status === 'UNKNOWN' ? ['SEND_AGAIN', ...GIVING_UP] : GIVING_UP;
    case 'PAID_AFTER_DEATH':
      return status === 'SETTLED' ? RECOVERY_DECISIONS : [];
    case 'TO_RECOVER':
      return RECOVERY_DECISIONS;
    case 'STATEMENT_UNMATCHED':
    case 'PAYMENT_FORGOTTEN':
      return status === undefined ? RECOVERY_DECISIONS : MONEY_DECISIONS;
    case 'REPORT_ID_REUSED':
    case 'CONTRADICTION':
    case 'AMOUNT_DIFFERS':
    case 'EXTERNAL_REFERENCE_TAKEN':
    case 'DATE_IMPLAUSIBLE':
      return status === undefined ? [] : MONEY_DECISIONS;
  }
}
