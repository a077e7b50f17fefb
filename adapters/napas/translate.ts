/** What the switch's messages mean to the hub. The ISO words are in `protocols/iso20022/code-sets.ts`; here is what this profile
 *  adds: who says it, about which payment, and how much a masked name is worth. */
import { notReceived, type AccountAnswer, type PaymentNotice, type PaymentOutcome } from '../kit/index.js';
import {
  failureOfReason,
  readingOfVerification,
  statusOfTransaction,
  type AccountEntry,
  type AccountReport,
  type PaymentReturn,
  type PaymentStatusReport,
  type StatusReason,
  type TransactionStatus,
  type VerificationReport,
} from '../protocols/iso20022/index.js';

/** The profile's own reason for a reference that the switch has never seen: ISO 20022 has no such word. */
const neverReceived = 'NOT-RECEIVED';

export type StatementNotice = PaymentOutcome & { readonly reference: string };
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
  return outcomeOf({ status: report.groupStatus, reasons: report.groupReasons }, said);
}

/** What a pacs.002 says unasked. */
export function noticesOfStatus(report: PaymentStatusReport, now: Date): readonly PaymentNotice[] {
  const occurredAt = report.createdAt ?? now;
  return report.transactions.map((transaction) => ({
    ...outcomeOfTransaction(transaction, { evidence: 'NOTIFICATION', occurredAt }),
    reference: transaction.endToEndId,
  }));
}

/** What a pacs.004 says: the money is back, or the part of it that is named. */
export function noticesOfReturn(message: PaymentReturn, now: Date): readonly PaymentNotice[] {
  return message.transactions.map(({ endToEndId, amount, reason, originalServicerReference }) => ({
    status: 'RETURNED',
    evidence: 'NOTIFICATION',
    reference: endToEndId,
    reason: failureOfReason(reason),
    reasonText: `pacs.004 ${reason}`.trimEnd(),
    externalReference: originalServicerReference,
    amount,
    occurredAt: message.createdAt ?? now,
  }));
}

/** What a settlement statement says of each of our payments. */
export function noticesOfStatement(report: AccountReport, now: Date): readonly StatementNotice[] {
  return report.entries.flatMap((entry) => noticeOfEntry(entry, entry.bookedAt ?? now));
}

/** The name goes on masked, as it came: comparing is the hub's, deciding an officer's. */
export function answerOfVerification(report: VerificationReport, checkedAt: Date): AccountAnswer {
  const { holderName: returnedName, isVerified, reason } = report;
  if (isVerified) return { accountState: 'OPEN', returnedName, checkedAt };
  return { ...readingOfVerification(reason), returnedName, checkedAt };
}

function outcomeOfTransaction(transaction: TransactionStatus, said: Said): PaymentOutcome {
  return {
    ...outcomeOf(transaction, { ...said, occurredAt: transaction.acceptedAt ?? said.occurredAt }),
    externalReference: transaction.servicerReference,
    amount: transaction.amount,
  };
}

function outcomeOf(
  { status: word, reasons }: { readonly status?: string; readonly reasons: readonly StatusReason[] },
  said: Said,
): PaymentOutcome {
  const code = reasons.find((reason) => reason.code !== '')?.code;
  if (code === neverReceived && word === undefined && said.evidence === 'INQUIRY') {
    return notReceived(said.occurredAt, code);
  }
  const status = statusOfTransaction(word);
  // Free text may name a person, so only codes go on.
  const reasonText = [word ?? 'no status', code].filter(Boolean).join(' ');
  if (status !== 'REJECTED') return { ...said, status, reasonText };
  const reason = failureOfReason(code);
  // Refused because it is there already: the first of the two says what became of it, not this answer.
  return { ...said, status: reason === 'DUPLICATE' ? 'UNKNOWN' : 'REJECTED', reason, reasonText };
}

/** Booked entries only. A debit says that our bank has paid the switch; a credit that gives a reason is money back; any
 *  other credit is not about a payment of ours. */
function noticeOfEntry(entry: AccountEntry, occurredAt: Date): readonly StatementNotice[] {
  const { endToEndId: reference, servicerReference: externalReference, amount } = entry;
  if (entry.status !== 'BOOK' || reference === undefined || !/^[A-Z0-9]{1,35}$/.test(reference)) return [];
  const said = { reference, externalReference, amount, evidence: 'STATEMENT', occurredAt } as const;
  if (entry.direction === 'DEBIT') {
    return entry.isReversal ? [] : [{ ...said, status: 'ACCEPTED', reasonText: 'BOOK DBIT' }];
  }
  if (entry.returnReason === undefined) return [];
  const reasonText = `BOOK CRDT returned ${entry.returnReason}`.trimEnd();
  return [{ ...said, status: 'RETURNED', reason: failureOfReason(entry.returnReason), reasonText }];
}
