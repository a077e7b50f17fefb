/** What the switch's messages mean to the hub. The ISO words are in `protocols/iso20022/code-sets.ts`; here is what this profile
 *  adds: who says it, about which payment, and how much a masked name is worth. */
import type { AccountAnswer, PaymentNotice, PaymentOutcome } from '../kit/index.js';
import {
  failureOfReason,
  outcomeOfStatus,
  outcomeOfTransaction,
  readingOfVerification,
  shownCode,
  type PaymentReturn,
  type PaymentStatusReport,
  type VerificationReport,
} from '../protocols/iso20022/index.js';

type Said = Pick<PaymentOutcome, 'evidence' | 'occurredAt'>;

/** What a pacs.002 says of one reference; undefined when it speaks of others only. */
export function outcomeFor(
  reference: string,
  report: PaymentStatusReport,
  said: Said,
): PaymentOutcome | undefined {
  const named = report.transactions.find(({ endToEndId }) => endToEndId === reference);
  if (named !== undefined) return outcomeOfTransaction(named, said);
  if (report.transactions.length > 0) return undefined;
  // A message turned away as a whole names no transaction.
  return outcomeOfStatus({ status: report.groupStatus, reasons: report.groupReasons }, said);
}

/** What a pacs.004 says: the money is back, or the part of it that is named. */
export function noticesOfReturn(message: PaymentReturn, now: Date): readonly PaymentNotice[] {
  return message.transactions.map(({ endToEndId, amount, reason, originalServicerReference }) => ({
    status: 'RETURNED',
    evidence: 'NOTIFICATION',
    reference: endToEndId,
    reason: failureOfReason(reason),
    reasonText: `pacs.004 ${shownCode(reason)}`.trimEnd(),
    externalReference: originalServicerReference,
    amount,
    occurredAt: message.createdAt ?? now,
  }));
}

/** The name goes on masked, as it came: comparing is the hub's, deciding an officer's. */
export function answerOfVerification(report: VerificationReport, checkedAt: Date): AccountAnswer {
  const { holderName: returnedName, isVerified, reason } = report;
  if (isVerified) return { accountState: 'OPEN', returnedName, checkedAt };
  return { ...readingOfVerification(reason), returnedName, checkedAt };
}
