/** What the bank's messages mean to the hub. The ISO words themselves are in `protocols/iso20022/code-sets.ts`; here is what this
 *  profile adds: who says it, about which payment, and what a file's own status means for its transfers. */
import type { AccountAnswer, PaymentOutcome } from '../kit/index.js';
import {
  outcomeOfStatus,
  outcomeOfTransaction,
  readingOfVerification,
  type PaymentStatusReport,
  type VerificationReport,
} from '../protocols/iso20022/index.js';

/** The profile's own word for a closed account: the ISO verification reasons have none. */
const accountClosed = 'ACCOUNT-CLOSED';

type Said = Pick<PaymentOutcome, 'evidence' | 'occurredAt'>;

/** What a report says of one reference; a transfer that it does not name shares the fate of its file. */
export function outcomeFor(reference: string, report: PaymentStatusReport, said: Said): PaymentOutcome {
  const named = report.transactions.find(({ endToEndId }) => endToEndId === reference);
  if (named !== undefined) return outcomeOfTransaction(named, said);
  // PART and a missing status speak of other transfers: about this one nothing is known (ISO 20022 GrpSts).
  return outcomeOfStatus({ status: report.groupStatus, reasons: report.groupReasons }, said);
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
