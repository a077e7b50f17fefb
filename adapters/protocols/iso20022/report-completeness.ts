/** Whether a statement is all there: its pages, and what it says itself to hold (TxsSummry). */
import { childOf, childrenOf, textAt, type XmlElement } from '../xml/index.js';
import { decimalOf, isTrue } from './iso-document.js';

/** One Stmt or Ntfctn of a message. */
export interface ReportedAccount {
  readonly place: string;
  readonly account?: string;
  readonly statedOn?: string;
  readonly element: XmlElement;
  readonly entries: readonly XmlElement[];
}

/** What a report says itself to hold that is not in it, in words. */
export interface Missing {
  /** It is a page of several: whatever else it says is true, and not all. */
  readonly pages?: string;
  /** Its own summary names more than it holds. */
  readonly entries?: string;
}

export function missingIn(messages: readonly XmlElement[], accounts: readonly ReportedAccount[]): Missing {
  return { pages: missingPages(messages, accounts), entries: missingEntries(messages, accounts) };
}

function missingPages(
  messages: readonly XmlElement[],
  accounts: readonly ReportedAccount[],
): string | undefined {
  if (isCut(messages.flatMap(messagePagination)))
    return 'the message is a page of several, and the others are not here';
  const cut = groupByAccount(accounts).find((pages) => isCut(pages.flatMap(accountPagination)));
  return cut && `${cut[0]?.place} is a page of several, and the others are not here`;
}

function missingEntries(
  messages: readonly XmlElement[],
  accounts: readonly ReportedAccount[],
): string | undefined {
  const isPaged = messages.some((message) => messagePagination(message).length > 0);
  const short = accounts.find((account) => {
    // On pages, the summary is of all of them.
    const isOnPage = isPaged || accountPagination(account).length > 0;
    const held = isOnPage ? accounts.filter((other) => other.account === account.account) : [account];
    return isSummaryLarger(
      account.element,
      held.flatMap(({ entries }) => entries),
    );
  });
  return short && `${short.place} says that it holds more entries, or a larger sum, than it does`;
}

function groupByAccount(accounts: readonly ReportedAccount[]): readonly ReportedAccount[][] {
  const groups = new Map<string, ReportedAccount[]>();
  for (const account of accounts) {
    const key = account.account ?? '';
    groups.set(key, [...(groups.get(key) ?? []), account]);
  }
  return [...groups.values()];
}

function messagePagination(message: XmlElement): readonly XmlElement[] {
  return childrenOf(childOf(message, 'GrpHdr'), 'MsgPgntn');
}

function accountPagination({ element }: ReportedAccount): readonly XmlElement[] {
  return [...childrenOf(element, 'StmtPgntn'), ...childrenOf(element, 'NtfctnPgntn')];
}

/** Pages 1 to n, each once, and only n says that it is the last. */
function isCut(paginations: readonly XmlElement[]): boolean {
  const pages = paginations
    .map((page) => ({ number: Number(textAt(page, 'PgNb')), isLast: isTrue(textAt(page, 'LastPgInd')) }))
    .sort((one, other) => one.number - other.number);
  return pages.some(({ number, isLast }, at) => number !== at + 1 || isLast !== (at === pages.length - 1));
}

/** TxsSummry: of all entries, of credits, of debits. */
function isSummaryLarger(account: XmlElement, entries: readonly XmlElement[]): boolean {
  const summary = childOf(account, 'TxsSummry');
  // An entry whose direction cannot be read may be either.
  const booked = (other: string) => entries.filter((entry) => textAt(entry, 'CdtDbtInd') !== other);
  return (
    isMore(childOf(summary, 'TtlNtries'), entries) ||
    isMore(childOf(summary, 'TtlCdtNtries'), booked('DBIT')) ||
    isMore(childOf(summary, 'TtlDbtNtries'), booked('CRDT'))
  );
}

function isMore(stated: XmlElement | undefined, entries: readonly XmlElement[]): boolean {
  const count = Number(textAt(stated, 'NbOfNtries') ?? 0);
  // Some banks count each transfer of an entry.
  if (count > entries.length && count !== transfersIn(entries)) return true;
  const sum = decimalOf(textAt(stated, 'Sum') ?? '');
  const held = sumOf(entries);
  return sum !== undefined && held !== undefined && sum > held;
}

function transfersIn(entries: readonly XmlElement[]): number {
  const transfers = entries.map(
    (entry) => childrenOf(entry, 'NtryDtls').flatMap((details) => childrenOf(details, 'TxDtls')).length,
  );
  return transfers.reduce((count, own) => count + Math.max(1, own), 0);
}

/** In hundred-thousandths, whatever the currency; undefined when an amount cannot be read. */
function sumOf(entries: readonly XmlElement[]): bigint | undefined {
  const amounts = entries.map((entry) => decimalOf(textAt(entry, 'Amt') ?? ''));
  return amounts.reduce<bigint | undefined>(
    (sum, amount) => (sum === undefined || amount === undefined ? undefined : sum + amount),
    0n,
  );
}
