/** What a status report (pain.002, pacs.002) says of one transaction. The ISO words are in `code-sets.ts`. */
import { notReceived, type PaymentOutcome } from '../../kit/index.js';
import { failureOfReason, shownCode, statusOfTransaction } from './code-sets.js';
import type { StatusReason, TransactionStatus } from './payment-status-report.js';

/** A profile's own reason for a reference that was never seen: ISO 20022 has no such word for whoever asks. */
const neverReceived = 'NOT-RECEIVED';

type Said = Pick<PaymentOutcome, 'evidence' | 'occurredAt'>;

export function outcomeOfTransaction(transaction: TransactionStatus, said: Said): PaymentOutcome {
  const { problem } = transaction;
  if (problem !== undefined) return { ...said, status: 'UNKNOWN', reasonText: `cannot be read: ${problem}` };
  return {
    ...outcomeOfStatus(transaction, { ...said, occurredAt: transaction.acceptedAt ?? said.occurredAt }),
    externalReference: transaction.servicerReference,
    amount: transaction.amount,
    account: transaction.account,
  };
}

/** A status word and its reasons, of a transaction or of a whole message. */
export function outcomeOfStatus(
  { status: word, reasons }: { readonly status?: string; readonly reasons: readonly StatusReason[] },
  said: Said,
): PaymentOutcome {
  const code = reasons.find((reason) => reason.code !== '')?.code;
  if (code === neverReceived && word === undefined && said.evidence === 'INQUIRY') {
    return notReceived(said.occurredAt, code);
  }
  const status = statusOfTransaction(word);
  // Free text may name a person, so only codes go on.
  const reasonText = [shownCode(word ?? 'no status'), shownCode(code)].filter(Boolean).join(' ');
  if (status !== 'REJECTED') return { ...said, status, reasonText };
  const reason = failureOfReason(code);
  // Refused because it is there already: the first of the two says what became of it, not this answer.
  return { ...said, status: reason === 'DUPLICATE' ? 'UNKNOWN' : 'REJECTED', reason, reasonText };
}
