/** What an institution's statement says, entry by entry. Each entry is told to the hub, or explains itself as no payment of ours, or
 *  cannot be read and is named by its place: none vanishes. */
import type { PaymentNotice } from './payment-outcome.js';
import { reportIdOf } from './worker/report-id.js';

export interface Statement {
  /** How many there are in all: notices, notOurs and unreadable together. */
  readonly entries: number;
  readonly notices: readonly StatementNotice[];
  /** They explain themselves as no payment of ours: fees, interest, how the account is filled, another currency. */
  readonly notOurs: readonly PassedEntry[];
  readonly unreadable: readonly PassedEntry[];
}

/** What one entry says. Its report id is made of what tells this booking from every other, so that it is the same whenever the entry
 *  is read again, and another one for another booking. */
export type StatementNotice = PaymentNotice & { readonly reportId: string; readonly place: string };

/** An entry of which the hub is told nothing: where it stands and why. Never what stands there. */
export interface PassedEntry {
  /** `Line 3`, `Stmt 1, Ntry 3`. */
  readonly place: string;
  readonly why: string;
}

/** A statement that is not used at all: no statement, cut off, or incomplete. The message names the place and what was expected
 *  there, never what stands there. */
export class StatementError extends Error {
  override readonly name = 'StatementError';
}

/** One entry that cannot be read; the others count. The message says what was expected, never what stands there. */
export class EntryError extends Error {
  override readonly name = 'EntryError';
}

export interface SourceEntry {
  readonly place: string;
  /** @throws EntryError */
  readonly read: () => EntryReading;
}

export type EntryReading =
  | {
      readonly notice: PaymentNotice;
      /** What besides the notice's reference, status and amount tells this booking from another one: direction, the institution's
       *  reference, the booking date; accounts and whatever else is there where it has no reference. Nothing that changes when the
       *  statement is sent again, or is written in another form. */
      readonly bookedAs: readonly (string | undefined)[];
      /** Whether money moved: of two equal entries the second is then another booking, else a repeated word. */
      readonly isBooking: boolean;
    }
  | { readonly notOurs: string };

/** Reads the entries of one whole statement: those that are equal are told apart by their number. */
export function collectStatement(entries: readonly SourceEntry[]): Statement {
  const notices: StatementNotice[] = [];
  const notOurs: PassedEntry[] = [];
  const unreadable: PassedEntry[] = [];
  const seen = new Map<string, number>();
  for (const { place, read } of entries) {
    try {
      const reading = read();
      if ('notOurs' in reading) notOurs.push({ place, why: reading.notOurs });
      else notices.push({ ...storable(reading.notice), reportId: idOf(reading, seen), place });
    } catch (error) {
      if (!(error instanceof EntryError)) throw error;
      unreadable.push({ place, why: error.message });
    }
  }
  return { entries: entries.length, notices, notOurs, unreadable };
}

/** Several records of one day as one statement. */
export function joinStatements(statements: readonly Statement[]): Statement {
  return {
    entries: statements.reduce((sum, { entries }) => sum + entries, 0),
    notices: statements.flatMap(({ notices }) => notices),
    notOurs: statements.flatMap(({ notOurs }) => notOurs),
    unreadable: statements.flatMap(({ unreadable }) => unreadable),
  };
}

type Said = Exclude<EntryReading, { readonly notOurs: string }>;

/** Hub's reference, status and amount, how it is booked, and its number among equal entries: neither when the file was made nor by
 *  which message it came. */
function idOf({ notice, bookedAs, isBooking }: Said, seen: Map<string, number>): string {
  const { evidence, status, amount, reference } = notice;
  const said = [evidence, status, reference, amount?.toString(), ...bookedAs];
  const booking = JSON.stringify(said.map((word) => word ?? null));
  const number = isBooking ? (seen.get(booking) ?? 0) + 1 : 1;
  seen.set(booking, number);
  return reportIdOf(reference ?? '', `${booking}#${number}`);
}

const LENGTH_MAX = { reference: 35, externalReference: 140, account: 64 } as const;
// A control character, half a surrogate pair, or what stands for bytes that were no text.
const FORBIDDEN = /[\p{Cc}\p{Cs}\ufffd\ufffe\uffff]/u;

/** @throws EntryError for text that no database keeps, or that is no reference: it costs its entry, not the call that it travels in */
function storable(notice: PaymentNotice): PaymentNotice {
  for (const field of ['reference', 'externalReference', 'account'] as const) {
    const text = notice[field] ?? '';
    if (FORBIDDEN.test(text)) throw new EntryError(`${field} without control characters expected`);
    if (text.length > LENGTH_MAX[field])
      throw new EntryError(`${field} of at most ${LENGTH_MAX[field]} characters expected`);
  }
  if ((notice.amount ?? 0n) > AMOUNT_MAX)
    throw new EntryError('an amount that a đồng account can hold expected');
  return notice;
}

/** What the hub's Dong holds. */
const AMOUNT_MAX = BigInt(Number.MAX_SAFE_INTEGER);
