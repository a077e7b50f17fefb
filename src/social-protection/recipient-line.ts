/** One line of a register's list, understood by the same rules as a row of a locality's file, and by two more: whoever is on it
 *  has a personal id, and the money goes to nobody else. */
import { createHash } from 'node:crypto';
import type { Dong } from '../values/index.js';
import {
  parseRow,
  refusalText,
  type Cell,
  type ColumnKey,
  type ParsedRow,
  type Refusal,
  type RowContext,
} from './list/index.js';

export interface RecipientLine {
  /** Its number on the whole list, from 1. */
  readonly line: number;
  readonly personalId: string;
  readonly fullName: string;
  readonly dateOfBirth?: string | null;
  readonly yearOfBirth?: number | null;
  readonly gender?: string | null;
  /** Code of today's commune. */
  readonly commune: string;
  /** đồng a month. */
  readonly monthlyAmount: Dong;
  /** From when that amount is due. */
  readonly validFrom: string;
  /** The decision, or the book of insurance, that the right rests on. */
  readonly documentRef: string;
  /** The person's own; none: paid in cash. The institution by its code or by a bank's BIN. */
  readonly account?: { readonly institution: string; readonly number: string } | null;
  /** The list names somebody else to receive. */
  readonly namesReceiver?: boolean | null;
}

/** A line of which nothing but its number could be read, or kept. */
export type UnreadLine = Pick<RecipientLine, 'line'> &
  Readonly<Partial<Record<Exclude<keyof RecipientLine, 'line'>, undefined>>>;

export type ReportedLine = RecipientLine | UnreadLine;

export function isRead(line: ReportedLine): line is RecipientLine {
  return line.personalId !== undefined;
}

const DOCUMENT_LENGTH_MAX = 200;

/** @param programmeCode of the whole list */
export function understandLine(line: RecipientLine, programmeCode: string, context: RowContext): ParsedRow {
  const parsed = parseRow({ number: line.line, cells: cellsOf(line, programmeCode) }, context);
  const refusals: Refusal[] = 'refusals' in parsed ? [...parsed.refusals] : [];
  if (line.namesReceiver === true) {
    refusals.push({ code: 'NOT_OWN_ACCOUNT', detail: 'danh sách này không nhận người được uỷ quyền' });
  }
  if (line.account && withoutSpaces(line.account.number) === '')
    refusals.push({ code: 'BAD_ACCOUNT_NUMBER' });
  return refusals.length > 0 ? { refusals } : parsed;
}

/** A number as it is kept, without the spaces and dots that people write into it. */
export function withoutSpaces(number: string): string {
  return number.replace(/[\s.]/g, '');
}

/** Every reason at once. It names units and programmes, never a person. */
export function refusalOf(refusals: readonly Refusal[]): string {
  return refusals.map(refusalText).join('; ');
}

/** Of everything that the line says: the same line must say the same again. */
export function digestOf(line: ReportedLine): string {
  const content = [
    line.personalId,
    line.fullName,
    line.dateOfBirth,
    line.yearOfBirth,
    line.gender,
    line.commune,
    String(line.monthlyAmount),
    line.validFrom,
    line.documentRef,
    line.account?.institution,
    line.account?.number,
    line.namesReceiver === true,
  ];
  return createHash('sha256')
    .update(JSON.stringify(content.map((value) => value ?? null)))
    .digest('base64url');
}

function cellsOf(line: RecipientLine, programme: string): Partial<Record<ColumnKey, Cell>> {
  const { account } = line;
  return {
    fullName: line.fullName,
    personalId: line.personalId,
    birth: line.dateOfBirth ?? String(line.yearOfBirth ?? ''),
    gender: line.gender ?? '',
    commune: line.commune,
    programme,
    amount: line.monthlyAmount > 0n ? String(line.monthlyAmount) : '0',
    validFrom: line.validFrom,
    legalBasis: line.documentRef.slice(0, DOCUMENT_LENGTH_MAX),
    ...(account ? { institution: account.institution, accountNumber: account.number } : { method: 'CASH' }),
  };
}
