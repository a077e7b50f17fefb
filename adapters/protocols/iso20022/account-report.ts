/** camt.054 (notification) and camt.053 (statement): what a bank has booked on an account. Both carry the same entries. */
import { childrenOf, type XmlElement } from '../xml/index.js';
import { accountAt, dateTextAt, IsoMessageError, readIsoDocuments } from './iso-document.js';
import { entriesOf, type PlacedEntry } from './entry-details.js';
import { missingIn, type Missing, type ReportedAccount } from './report-completeness.js';

export interface AccountReport {
  readonly kind: 'NOTIFICATION' | 'STATEMENT';
  readonly entries: readonly PlacedEntry[];
  readonly missing: Missing;
}

/** @throws IsoMessageError, XmlError for what is no such report; a single entry is only read when it is asked for */
export function readAccountReport(content: string | Uint8Array): AccountReport {
  const messages = readIsoDocuments(content, ['camt.054.001', 'camt.053.001']);
  const [name, ...otherNames] = new Set(messages.map((message) => message.name));
  if (otherNames.length > 0) throw new IsoMessageError('statements and notifications in one file');
  const kind = name === 'BkToCstmrStmt' ? 'STATEMENT' : 'NOTIFICATION';
  const accounts = messages.flatMap((message, at) =>
    accountsOf(message, kind, messages.length > 1 ? at + 1 : 0),
  );
  return {
    kind,
    entries: accounts.flatMap((account) =>
      account.entries.flatMap((entry, at) =>
        entriesOf(entry, {
          account: account.account,
          isStatement: kind === 'STATEMENT',
          statedOn: account.statedOn,
          place: `${account.place}, Ntry ${at + 1}`,
        }),
      ),
    ),
    missing: missingIn(messages, accounts),
  };
}

/** The statements (or notifications) of one message. @param document its number where the file has several, else 0 */
function accountsOf(
  message: XmlElement,
  kind: AccountReport['kind'],
  document: number,
): readonly ReportedAccount[] {
  const element = kind === 'STATEMENT' ? 'Stmt' : 'Ntfctn';
  return childrenOf(message, element).map((account, at) => ({
    place: `${document === 0 ? '' : `Document ${document}, `}${element} ${at + 1}`,
    account: accountAt(account, 'Acct'),
    statedOn: dateTextAt(account, 'CreDtTm') ?? dateTextAt(message, 'GrpHdr/CreDtTm'),
    element: account,
    entries: childrenOf(account, 'Ntry'),
  }));
}
