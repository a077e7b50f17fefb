/** What an adapter of a register does: draws up whom the register itself pays. */
import type { Gender } from './generated/hub-client.js';

/** A register's own recipients, as it draws them up: a list for each programme, area and month. */
export interface RecipientSource {
  /** Pause between two looks, whole milliseconds. */
  readonly everyMs: number;
  /** The register's numbers of its lists for a month, `YYYY-MM`. A number is given once: a corrected list has another.
   *  @throws AdapterError */
  listNumbers(period: string): Promise<readonly string[]>;
  /** One list, after its signature was found good. Safe to repeat. @throws AdapterError REFUSED when it was not */
  open(number: string): Promise<RecipientList>;
}

export interface RecipientList {
  readonly head: RecipientListHead;
  /** Its lines, page by page, one page in memory at a time. @throws AdapterError REFUSED at a page that is not as it was signed */
  pages(): AsyncIterable<readonly RecipientLine[]>;
}

export interface RecipientListHead {
  readonly number: string;
  /** `YYYY-MM`. */
  readonly period: string;
  /** The hub's code of the programme. */
  readonly programme: string;
  /** Code of the administrative unit that the list is of. */
  readonly area: string;
  readonly issuedAt: Date;
  /** Lines of the whole list. */
  readonly lines: number;
}

/** One person of a list. */
export interface RecipientLine {
  /** Its number on the whole list, from 1. */
  readonly line: number;
  readonly personalId: string;
  readonly fullName: string;
  readonly dateOfBirth?: string;
  readonly yearOfBirth?: number;
  readonly gender?: Gender;
  readonly communeCode: string;
  /** Whole đồng a month. */
  readonly monthlyAmount: bigint;
  readonly validFrom: string;
  readonly documentRef: string;
  /** The person's own; none: paid in cash. The institution by its code or by a bank's BIN. */
  readonly account?: { readonly institution: string; readonly number: string };
  /** The register lets somebody else receive. */
  readonly namesReceiver?: boolean;
}
