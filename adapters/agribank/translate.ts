/** What the bank's messages mean to the hub. The ISO words themselves are in `protocols/iso20022/code-sets.ts`; here is what this
 *  profile adds: who says it, about which payment, and what a file's own status means for its transfers. */
import { notReceived, type AccountAnswer, type PaymentNotice, type PaymentOutcome } from '../kit/index.js';
import {
  failureOfReason,
  readingOfVerification,
  statusOfTransaction,
  type AccountEntry,
  type AccountReport,
  type PaymentStatusReport,
  type StatusReason,
  type TransactionStatus,
  type VerificationReport,
} from '../protocols/iso20022/index.js';

/** The profile's own reason for a reference that the bank has never seen: ISO 20022 has no such word for a customer. */
const neverReceived = 'NOT-RECEIVED';
/** The profile's own word for a closed account: the ISO verification reasons have none. */
const accountClosed = 'ACCOUNT-CLOSED';

type Said = Pick<PaymentOutcome, 'evidence' | 'occurredAt'>;

/** What a report says of one reference; a transfer that it does not name shares the fate of its file. */
export function outcomeFor(reference: string, report: PaymentStatusReport, said: Said): PaymentOutcome {
  const named = report.transactions.find(({ endToEndId }) => endToEndId === reference);
  if (named !== undefined) return outcomeOfTransaction(named, said);
  // PART and a missing status speak of other transfers: about this one nothing is known (ISO 20022 GrpSts).
  return outcomeOf({ status: report.groupStatus, reasons: report.groupReasons }, said);
}

/** What a pain.002 from the outbox says, unasked, of every transfer that it names. */
export function noticesOfStatus(report: PaymentStatusReport, now: Date): readonly PaymentNotice[] {
  return report.transactions.map((transaction) => ({
    ...outcomeOfTransaction(transaction, {
      evidence: 'NOTIFICATION',
      occurredAt: transaction.acceptedAt ?? report.createdAt ?? now,
    }),
    reference: transaction.endToEndId,
  }));
}

/** What a camt.054 or camt.053 says of every entry that can be traced to a payment. */
export function noticesOfEntries(report: AccountReport, now: Date): readonly PaymentNotice[] {
  const evidence = report.kind === 'STATEMENT' ? 'STATEMENT' : 'NOTIFICATION';
  return report.entries.flatMap((entry) =>
    noticeOfEntry(entry, { evidence, occurredAt: entry.bookedAt ?? now }),
  );
}

export function answerOfVerification(
  report: VerificationReport,
  asked: boolean,
  checkedAt: Date,
): AccountAnswer {
  const returnedName = report.holderName;
  if (report.isVerified) {
    const institutionMatch = returnedName === undefined ? 'MATCH' : undefined;
    return {
      accountState: 'OPEN',
      returnedName,
      institutionMatch,
      personalIdMatches: asked || undefined,
      checkedAt,
    };
  }
  if (report.reason === accountClosed) return { accountState: 'CLOSED', checkedAt };
  const reading = readingOfVerification(report.reason);
  // Where the bank tells the name, the hub compares: its rules are finer than PN01 and PN02.
  const institutionMatch = returnedName === undefined ? reading.institutionMatch : undefined;
  return { ...reading, returnedName, institutionMatch, checkedAt };
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
  if (code === neverReceived && word === undefined) return notReceived(said.occurredAt, code);
  const status = statusOfTransaction(word);
  // The bank's free text may name a person, so only its codes go on.
  const reasonText = [word ?? 'no status', code].filter(Boolean).join(' ');
  if (status !== 'REJECTED') return { ...said, status, reasonText };
  const reason = failureOfReason(code);
  // Refused because it is there already: the first of the two says what became of it, not this answer.
  return { ...said, status: reason === 'DUPLICATE' ? 'UNKNOWN' : 'REJECTED', reason, reasonText };
}

/** What one entry says, by one who says it: nothing, where it can be traced to no payment or is no booking. */
export function noticeOfEntry(entry: AccountEntry, said: Said): readonly PaymentNotice[] {
  const about = nameOf(entry);
  const outcome = outcomeOfEntry(entry, said);
  if (about === undefined || outcome === undefined) return [];
  return [{ ...outcome, ...about, amount: entry.amount }];
}

/** INFO entries and those of unknown status are no bookings: nothing is said of the payment. */
function outcomeOfEntry(entry: AccountEntry, said: Said): PaymentOutcome | undefined {
  if (entry.status === 'PDNG') return { ...said, status: 'ACCEPTED', reasonText: 'PDNG' };
  if (entry.status !== 'BOOK') return undefined;
  if (entry.direction === 'DEBIT') {
    // Our own side is booked; the receiver's is not proven. A reversed credit takes nothing from the receiver we know of.
    return entry.isReversal ? undefined : { ...said, status: 'ACCEPTED', reasonText: 'BOOK DBIT' };
  }
  if (entry.returnReason !== undefined || entry.isReversal) {
    const reason = failureOfReason(entry.returnReason);
    const reasonText = `BOOK CRDT returned ${entry.returnReason ?? ''}`.trimEnd();
    return { ...said, status: 'RETURNED', reason, reasonText };
  }
  const isReceivers = entry.account !== undefined && entry.account === entry.creditorAccount;
  if (isReceivers) return { ...said, status: 'SETTLED', reasonText: 'BOOK CRDT' };
  // A credit on another account than the receiver's, without a word why: money may be on its way back.
  return { ...said, status: 'UNKNOWN', reasonText: 'BOOK CRDT on an account that is not the receiver' };
}

function nameOf(entry: AccountEntry): { reference: string } | { externalReference: string } | undefined {
  const isOurs = entry.endToEndId !== undefined && /^[A-Z0-9]{1,35}$/.test(entry.endToEndId);
  if (isOurs && entry.endToEndId !== 'NOTPROVIDED') return { reference: entry.endToEndId };
  return entry.servicerReference === undefined ? undefined : { externalReference: entry.servicerReference };
}
