/** What one entry (camt.053, camt.054) says of a payment of ours: that it left the payer, that the receiver has it, that it came back;
 *  or that a person must look; or why it is no payment of ours. */
import { EntryError, type EntryReading, type PaymentNotice, type PaymentOutcome } from '../../kit/index.js';
import { failureOfReason, isReturnCode, explanationOfCode, shownCode } from './code-sets.js';
import type { AccountEntry } from './entry-details.js';

/** Whose word a booking is, and when it was said where the entry itself names no time. */
export interface Stated {
  readonly evidence: 'STATEMENT' | 'NOTIFICATION';
  readonly at: Date;
}

type Said = Pick<PaymentOutcome, 'status' | 'reason' | 'reasonText'>;

/** @throws EntryError */
export function readingOfEntry(entry: AccountEntry, stated: Stated): EntryReading {
  switch (entry.status) {
    case 'BOOK':
      return readingOfBooked(entry, stated);
    // ISO 20022 ExternalEntryStatus1Code: expected, not booked.
    case 'PDNG':
    case 'FUTR':
      return readingOfExpected(entry, stated);
    case 'INFO':
      return { notOurs: 'for information only, nothing is booked' };
    default:
      throw new EntryError('a Sts of ISO 20022 expected');
  }
}

function readingOfBooked(entry: AccountEntry, stated: Stated): EntryReading {
  const { amount, reference } = entry;
  const isOurs = reference !== undefined;
  if (amount === undefined && !isOurs) return { notOurs: 'in another currency' };
  if (amount === 0n && !isOurs) return { notOurs: 'of no amount' };
  const doubt = doubtOf(entry);
  if (doubt !== undefined) return said(entry, forPerson(doubt), stated);
  if (entry.direction === 'DEBIT') return readingOfDebit(entry, stated);
  if (isGivenBack(entry)) return said(entry, returned(entry), stated);
  if (isReceivers(entry) && isTraceable(entry)) {
    return said(entry, { status: 'SETTLED', reasonText: 'BOOK CRDT' }, stated);
  }
  // A credit on another account than the receiver's, without a word why: money may be on its way back.
  const bare = 'BOOK CRDT on an account that is not the receiver’s, without a word why';
  return isOurs
    ? said(entry, forPerson(bare), stated)
    : { notOurs: 'a credit that names no payment of ours' };
}

/** Our own side is booked; the receiver's is not proven. What left without a word of ours must be explained by its code. */
function readingOfDebit(entry: AccountEntry, stated: Stated): EntryReading {
  const explanation = explanationOfCode(entry.code);
  if (entry.reference === undefined && explanation !== undefined) return { notOurs: explanation };
  const sum = entry.unnamedTransfers === undefined ? '' : ` of ${countOf(entry)} in one sum`;
  return said(entry, { status: 'ACCEPTED', reasonText: `BOOK DBIT${sum}` }, stated);
}

/** What contradicts itself or can mean two things. A reversed credit, a debit that is called a return, a debit on the receiver's own
 *  account: money goes the other way than a payment's does. */
function doubtOf(entry: AccountEntry): string | undefined {
  const { direction, isReversal, amount, unnamedTransfers, isOverstated } = entry;
  if (amount === undefined) return 'booked in another currency';
  if (isOverstated) return 'the details of the entry are more than its amount';
  if (direction === 'CREDIT') {
    const isGathered = unnamedTransfers !== undefined && !isGivenBack(entry);
    return isGathered ? `BOOK CRDT of ${countOf(entry)} in one sum` : undefined;
  }
  if (isReversal) return 'BOOK DBIT with RvslInd: a reversed credit, or a reversed debit said otherwise';
  if (isGivenBack(entry)) return 'BOOK DBIT that is called a return';
  return isReceivers(entry) ? 'BOOK DBIT on the receiver’s own account' : undefined;
}

/** Expected entries are told of our payments only: what comes of the others will be booked. */
function readingOfExpected(entry: AccountEntry, stated: Stated): EntryReading {
  const { direction, status, reference, isReversal } = entry;
  if (reference === undefined) return { notOurs: 'expected, not booked' };
  const isForth = direction === 'DEBIT' || isReceivers(entry);
  if (!isForth || isReversal || isGivenBack(entry) || entry.amount === undefined)
    return said(entry, forPerson(`${status}: money may be on its way back`), stated);
  // No booking yet, so not the word of the statement: the booking itself comes later, and is another one.
  return said(entry, { status: 'ACCEPTED', reasonText: status }, { ...stated, evidence: 'NOTIFICATION' });
}

/** RtrInf, the code of a return, or a debit that is taken back (a credit with RvslInd). */
function isGivenBack({ returnReason, isReversal, code, direction }: AccountEntry): boolean {
  return returnReason !== undefined || isReturnCode(code) || (isReversal && direction === 'CREDIT');
}

function returned({ returnReason }: AccountEntry): Said {
  const reasonText = `BOOK CRDT returned ${shownCode(returnReason)}`.trimEnd();
  return { status: 'RETURNED', reason: failureOfReason(returnReason), reasonText };
}

function forPerson(reasonText: string): Said {
  return { status: 'UNKNOWN', reasonText };
}

function isReceivers({ account, creditorAccount, reference, isOnStatement }: AccountEntry): boolean {
  if (account === undefined || plain(account) !== plain(creditorAccount ?? '')) return false;
  // A statement is of the payer's account: who is credited there without a word of ours is the payer.
  return reference !== undefined || !isOnStatement;
}

function plain(account: string): string {
  return account.replace(/[\s.-]/g, '').toUpperCase();
}

function isTraceable({ reference, servicerReference }: AccountEntry): boolean {
  return reference !== undefined || servicerReference !== undefined;
}

function countOf({ unnamedTransfers = 0 }: AccountEntry): string {
  return unnamedTransfers > 0 ? `${unnamedTransfers} transfers without details` : 'transfers without details';
}

function said(entry: AccountEntry, { status, reason, reasonText }: Said, stated: Stated): EntryReading {
  const { amount, reference, servicerReference, creditorAccount } = entry;
  // What waits for a person is kept by the hub as the word of a statement only.
  const evidence = status === 'UNKNOWN' || !isTraceable(entry) ? 'STATEMENT' : stated.evidence;
  // What comes back names the payer's account, and has a number of its own; only what goes out, or arrives, names the receiver's.
  const isBack = status === 'RETURNED' && reference !== undefined;
  const about = {
    ...{ status, evidence, reason, reasonText, amount, reference },
    externalReference: isBack ? undefined : servicerReference,
    account: status === 'RETURNED' ? undefined : creditorAccount,
    occurredAt: entry.bookedAt ?? stated.at,
  };
  return { notice: about as PaymentNotice, bookedAs: bookingOf(entry), isBooking: entry.status === 'BOOK' };
}

/** What tells this booking from others, in whatever form it is written. The bank's reference and the day do, for one payment and one
 *  amount; without the bank's reference, everything that is left must. */
function bookingOf(entry: AccountEntry): readonly (string | undefined)[] {
  const { direction, status, bookingReference, bookedOn, account, creditorAccount } = entry;
  const booked = [direction, status, bookingReference];
  const isNamed = bookingReference !== undefined && isTraceable(entry);
  if (isNamed) return [...booked, bookedOn?.day];
  const accounts = [account, creditorAccount].map((one) => one && plain(one));
  const rest = isTraceable(entry) ? [] : [entry.fingerprint];
  return [...booked, bookedOn?.time ?? bookedOn?.day, ...accounts, ...rest];
}
