/** One entry of an account report (Ntry) as the transfers that it holds: each of its TxDtls, the entry itself where it has none, and
 *  what its sum has more than its details name. */
import { createHash } from 'node:crypto';
import { hanoiDay, instantOf } from '../../kit/index.js';
import { childOf, childrenOf, textAt, type XmlElement } from '../xml/index.js';
import { amountOf, directionOf, restOf, type Direction } from './entry-amount.js';
import { namedIn, type EntryNames } from './entry-names.js';
import { accountAt, dateTextAt, instantAt, isTrue, reasonAt } from './iso-document.js';

/** One transfer of one entry, to be read by itself. */
export interface PlacedEntry {
  /** `Stmt 1, Ntry 2`, with `TxDtls 3` where the entry has several. */
  readonly place: string;
  /** @throws IsoMessageError: it costs this entry */
  readonly read: () => AccountEntry;
}

/** One transfer of one entry (TxDtls of an Ntry). */
export interface AccountEntry extends EntryNames {
  /** The account on which it is booked. */
  readonly account?: string;
  /** Whether it stands on a statement (camt.053): that is about the customer's own account. */
  readonly isOnStatement: boolean;
  readonly direction: Direction;
  /** Ntry/Sts: BOOK, PDNG, INFO, or what the bank writes, in capitals. */
  readonly status: string;
  readonly isReversal: boolean;
  /** Bank transaction code: SubFmlyCd of the domain. */
  readonly code?: string;
  readonly bookedAt?: Date;
  /** The booking date: how this booking is told from the same on another day; with the instant where a time is written. */
  readonly bookedOn?: { readonly day: string; readonly time?: string };
  /** Left out for an amount in another currency. */
  readonly amount?: bigint;
  readonly creditorAccount?: string;
  readonly debtorAccount?: string;
  /** Present when the entry gives money back: RtrInf/Rsn, empty when the bank states no code. */
  readonly returnReason?: string;
  /** It is a sum of several transfers that are not named, or the rest of one; the number is the bank's, 0 where it gives none. */
  readonly unnamedTransfers?: number;
  /** The entry names more in its details than it is itself. */
  readonly isOverstated: boolean;
  /** Tells an entry without references from others: a hash of what it holds, but for its number. */
  readonly fingerprint: string;
}

interface Surroundings {
  readonly account?: string;
  readonly isStatement: boolean;
  /** When the report was made: for entries that name no date. */
  readonly statedOn?: string;
  readonly place: string;
}

export function entriesOf(entry: XmlElement, around: Surroundings): readonly PlacedEntry[] {
  const details = childrenOf(entry, 'NtryDtls').flatMap((detail) => childrenOf(detail, 'TxDtls'));
  if (details.length === 0) return [{ place: around.place, read: () => bareEntry(entry, around) }];
  const rest = restOf(entry, details);
  const named = details.map((detail, at) => ({
    place: details.length === 1 ? around.place : `${around.place}, TxDtls ${at + 1}`,
    read: () =>
      detailedEntry(entry, detail, { ...around, isAlone: details.length === 1, isOverstated: rest < 0n }),
  }));
  if (rest <= 0n) return named;
  const unnamed = { place: `${around.place}, the rest`, read: () => restEntry(entry, rest, around) };
  return [...named, unnamed];
}

function detailedEntry(
  entry: XmlElement,
  detail: XmlElement,
  around: Surroundings & { readonly isAlone: boolean; readonly isOverstated: boolean },
): AccountEntry {
  const [returned] = childrenOf(detail, 'RtrInf');
  return {
    ...bookingOf(entry, around),
    ...namedIn(entry, detail, around.isAlone),
    direction: directionOf(entry, detail),
    code: codeAt(detail) ?? codeAt(entry),
    amount: amountOf(entry, detail, around.isAlone),
    creditorAccount: accountAt(detail, 'RltdPties/CdtrAcct'),
    debtorAccount: accountAt(detail, 'RltdPties/DbtrAcct'),
    returnReason: returned === undefined ? undefined : (reasonAt(returned, 'Rsn') ?? ''),
    isOverstated: around.isOverstated,
    fingerprint: fingerprintOf(entry, detail),
  };
}

/** Without details the entry stands for itself; with a batch's figures only (Btch) it is a sum of nobody knows what. */
function bareEntry(entry: XmlElement, around: Surroundings): AccountEntry {
  const whole = detailedEntry(entry, entry, { ...around, isAlone: true, isOverstated: false });
  const batch = childOf(entry, 'NtryDtls/Btch');
  const transfers = Number(textAt(batch, 'NbOfTxs') ?? 0);
  return batch === undefined || transfers === 1 ? whole : sumOf(whole, whole.amount, transfers);
}

function restEntry(entry: XmlElement, amount: bigint, around: Surroundings): AccountEntry {
  const whole = detailedEntry(entry, entry, { ...around, isAlone: true, isOverstated: false });
  return sumOf(whole, amount, 0);
}

/** A sum is about no single payment, whatever its text says. The bank's reference of it stays, for people to find it. */
function sumOf(whole: AccountEntry, amount: bigint | undefined, transfers: number): AccountEntry {
  const unnamedTransfers = Number.isSafeInteger(transfers) ? transfers : 0;
  return { ...whole, reference: undefined, endToEndId: undefined, amount, unnamedTransfers };
}

function bookingOf(entry: XmlElement, { account, isStatement, statedOn }: Surroundings) {
  const date = dateTextAt(entry, 'BookgDt') === undefined ? 'ValDt' : 'BookgDt';
  const written = dateTextAt(entry, date);
  const bookedAt = instantAt(entry, date);
  const status = textAt(entry, 'Sts/Cd') ?? textAt(entry, 'Sts/Prtry') ?? textAt(entry, 'Sts') ?? '';
  return {
    account,
    isOnStatement: isStatement,
    status: status.toUpperCase(),
    isReversal: isTrue(textAt(entry, 'RvslInd')),
    // A report that names no good time itself still has entries that do.
    bookedAt: bookedAt ?? (statedOn === undefined ? undefined : instantOf(statedOn)),
    bookedOn: bookedAt && bookedOnOf(bookedAt, written ?? ''),
  };
}

function bookedOnOf(bookedAt: Date, written: string): AccountEntry['bookedOn'] {
  // A date is that day, whatever zone stands after it.
  if (!written.includes('T')) return { day: written.slice(0, 10) };
  return { day: hanoiDay(bookedAt), time: bookedAt.toISOString() };
}

function codeAt(element: XmlElement): string | undefined {
  return textAt(element, 'BkTxCd/Domn/Fmly/SubFmlyCd');
}

function fingerprintOf(entry: XmlElement, detail: XmlElement): string {
  const about = [...leavesOf(entry, ['NtryRef', 'NtryDtls']), ...leavesOf(detail, ['NtryRef'])];
  return createHash('sha256').update(about.join('\n')).digest('base64url').slice(0, 22);
}

function leavesOf(element: XmlElement, without: readonly string[]): readonly string[] {
  const own = element.text === '' ? [] : [`${element.name}=${element.text}`];
  const children = element.children.filter(({ name }) => !without.includes(name));
  return [...own, ...children.flatMap((child) => leavesOf(child, without))];
}
