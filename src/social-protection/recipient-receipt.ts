/** What became of each line of a page: told apart by its number on the list and by what it said before. */
import { refusalText } from './list/index.js';
import { digestOf, type ReportedLine } from './recipient-line.js';
import type { KnownLine } from './reported-list-store.js';

export interface LineReceipt {
  readonly line: number;
  readonly outcome: 'APPLIED' | 'DUPLICATE' | 'STALE' | 'EXCEPTION' | 'REFUSED';
  readonly message: string | null;
}

interface Lines {
  readonly recipients: readonly ReportedLine[];
  readonly expected: number;
}

/** Lines that have not come before, each once. */
export function freshLines(
  { recipients, expected }: Lines,
  known: ReadonlyMap<number, KnownLine>,
): ReadonlyMap<number, ReportedLine> {
  const fresh = new Map<number, ReportedLine>();
  for (const each of recipients) {
    if (isOnList(each.line, expected) && !known.has(each.line) && !fresh.has(each.line))
      fresh.set(each.line, each);
  }
  return fresh;
}

/** In the order of the lines.
 *  @param known the lines as they had come before this page @param refusals why lines of this page were refused */
export function receiptsOf(
  { recipients, expected }: Lines,
  known: ReadonlyMap<number, KnownLine>,
  refusals: ReadonlyMap<number, string>,
): readonly LineReceipt[] {
  const told = new Map([...known.values()].map(({ line, digest }) => [line, digest]));
  return recipients.map((each): LineReceipt => {
    const { line } = each;
    if (!isOnList(line, expected))
      return { line, outcome: 'REFUSED', message: refusalText({ code: 'BAD_LINE' }) };
    const digest = digestOf(each);
    const before = told.get(line);
    const refusal = known.get(line)?.refusal ?? refusals.get(line);
    told.set(line, before ?? digest);
    if (before !== undefined && before !== digest)
      return { line, outcome: 'EXCEPTION', message: 'This line came before with other content.' };
    if (refusal !== undefined) return { line, outcome: 'REFUSED', message: refusal };
    return { line, outcome: before === undefined ? 'APPLIED' : 'DUPLICATE', message: null };
  });
}

function isOnList(line: number, expected: number): boolean {
  return Number.isSafeInteger(line) && line >= 1 && line <= expected;
}

export function overtakenReceipts({ recipients }: Lines): readonly LineReceipt[] {
  const message = 'A list issued later has begun to arrive.';
  return recipients.map(({ line }) => ({ line, outcome: 'STALE', message }));
}
