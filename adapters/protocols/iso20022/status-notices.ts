/** What a status report says unasked: of every transfer that it names, and of those that it does not name because it speaks of their
 *  whole message or payment information. What cannot be traced to a payment is kept for a person. */
import type { PaymentNotice, PaymentOutcome } from '../../kit/index.js';
import type { PaymentStatusReport, StatusReason, TransactionStatus } from './payment-status-report.js';
import type { SentMessages } from './sent-messages.js';
import { outcomeOfStatus, outcomeOfTransaction } from './transaction-outcome.js';

type Sent = Pick<SentMessages, 'referencesOf'>;

/** @param sent which payments went out in which message; left out, a word about a whole message waits for a person */
export function noticesOfStatusReport(
  report: PaymentStatusReport,
  now: Date,
  sent: Sent = { referencesOf: () => undefined },
): readonly PaymentNotice[] {
  const occurredAt = report.createdAt ?? now;
  const named = report.transactions.map((transaction, at) =>
    noticeOfTransfer(transaction, at + 1, occurredAt),
  );
  return [...named, ...noticesOfWholes(report, sent, occurredAt)];
}

function noticeOfTransfer(transaction: TransactionStatus, number: number, occurredAt: Date): PaymentNotice {
  const { endToEndId: reference, problem, servicerReference: externalReference, amount = 0n } = transaction;
  const outcome = outcomeOfTransaction(transaction, { evidence: 'NOTIFICATION', occurredAt });
  if (reference === undefined) {
    const reasonText = `transfer ${number} of a status report, which it does not name: ${outcome.reasonText}`;
    return { ...forPerson(outcome, reasonText), externalReference, amount };
  }
  if (problem === undefined) return { ...outcome, reference };
  return { ...forPerson(outcome, `transfer ${number} of a status report ${outcome.reasonText}`), reference };
}

/** A word about a whole: GrpSts of the message, or PmtInfSts of one of its parts. */
interface Whole {
  readonly status: string;
  readonly reasons: readonly StatusReason[];
  readonly sum: bigint | undefined;
  /** Undefined when they are not known here. */
  readonly references: readonly string[] | undefined;
  /** Whether the report names transfers of it, or says more of its parts. */
  readonly isDetailed: boolean;
}

function noticesOfWholes(
  report: PaymentStatusReport,
  sent: Sent,
  occurredAt: Date,
): readonly PaymentNotice[] {
  const told = new Set(report.transactions.map(({ endToEndId }) => endToEndId));
  return wholesOf(report, sent).flatMap((whole): readonly PaymentNotice[] => {
    // Some of it was taken and some was not; which, the report says.
    if (whole.status === 'PART' && whole.isDetailed) return [];
    const outcome = outcomeOfStatus(whole, { evidence: 'NOTIFICATION', occurredAt });
    if (whole.references === undefined) return noticesOfUnknown(whole, outcome, report.originalMessageId);
    const untold = whole.references.filter((reference) => !told.has(reference));
    for (const reference of untold) told.add(reference);
    return untold.map((reference) => ({ ...outcome, reference }));
  });
}

/** That a message arrived is no news of any payment; that it was refused, or carried out, is. */
function noticesOfUnknown(
  { isDetailed, sum = 0n }: Whole,
  outcome: PaymentOutcome,
  externalReference: string | undefined,
): readonly PaymentNotice[] {
  if (isDetailed || outcome.status === 'ACCEPTED' || outcome.status === 'SUBMITTED') return [];
  const reasonText = `a whole message, whose payments are not known here: ${outcome.reasonText}`;
  return [{ ...forPerson(outcome, reasonText), externalReference, amount: sum }];
}

/** The parts first: what they say of their payments is nearer than what the message says of all. */
function wholesOf(report: PaymentStatusReport, sent: Sent): readonly Whole[] {
  const { originalMessageId, groupStatus, groupReasons, originalSum, transactions } = report;
  const referencesOf = (groupId?: string) =>
    originalMessageId === undefined ? undefined : sent.referencesOf(originalMessageId, groupId);
  const parts = report.paymentInformation.flatMap(({ id, status, reasons, ...part }): readonly Whole[] => {
    if (status === undefined) return [];
    const references = id === undefined ? undefined : referencesOf(id);
    const isDetailed = part.transactions.length > 0;
    return [{ status, reasons, sum: part.originalSum, references, isDetailed }];
  });
  if (groupStatus === undefined) return parts;
  const all: Whole = {
    ...{ status: groupStatus, reasons: groupReasons, sum: originalSum, references: referencesOf() },
    isDetailed: transactions.length > 0 || parts.length > 0,
  };
  return [...parts, all];
}

function forPerson({ occurredAt }: PaymentOutcome, reasonText: string) {
  return { status: 'UNKNOWN', evidence: 'STATEMENT', reasonText, occurredAt } as const;
}
