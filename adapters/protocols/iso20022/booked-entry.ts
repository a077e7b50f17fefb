/** What a booked entry (camt.053, camt.054) says of a payment of ours: that it left the payer, that the receiver has it, that it
 *  came back. */
import { StatementError, type PaymentNotice, type PaymentOutcome } from '../../kit/index.js';
import { readAccountReport, type AccountEntry } from './account-report.js';
import { failureOfReason } from './code-sets.js';

type Said = Pick<PaymentOutcome, 'evidence' | 'occurredAt'>;

/** A statement file (camt.053), or a file of notifications (camt.054) taken as one.
 *  @param statedAt instant of entries that name none   @throws StatementError: then nothing of the file is used */
export function readStatementFile(text: string, statedAt: Date): readonly PaymentNotice[] {
  return entriesOf(text).flatMap((entry) =>
    noticesOfEntry(entry, { evidence: 'STATEMENT', occurredAt: entry.bookedAt ?? statedAt }),
  );
}

/** Nothing where the entry is no booking, or can be traced to no payment. */
export function noticesOfEntry(entry: AccountEntry, said: Said): readonly PaymentNotice[] {
  const about = nameOf(entry);
  const outcome = outcomeOfEntry(entry, said);
  if (about === undefined || outcome === undefined) return [];
  // How the account is filled is no payment's business, unless it names one.
  if (outcome.status === 'UNKNOWN' && !('reference' in about)) return [];
  // What comes back names the payer's account; only what goes out, or arrives, names the receiver's.
  const { amount, creditorAccount: account, servicerReference } = entry;
  if (outcome.status === 'RETURNED') return [{ ...outcome, ...about, amount }];
  return [{ ...outcome, externalReference: servicerReference, ...about, account, amount }];
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
  const { endToEndId, servicerReference } = entry;
  const isOurs = endToEndId !== undefined && /^[A-Z0-9]{1,35}$/.test(endToEndId);
  if (isOurs && endToEndId !== 'NOTPROVIDED') return { reference: endToEndId };
  return servicerReference === undefined ? undefined : { externalReference: servicerReference };
}

function entriesOf(text: string): readonly AccountEntry[] {
  try {
    return readAccountReport(text).entries;
  } catch (error) {
    const what = error instanceof Error ? error.message : 'unreadable';
    throw new StatementError(`This is no camt.053 or camt.054 that can be read: ${what}`, { cause: error });
  }
}
