/** camt.054 (notification) and camt.053 (statement): what a bank has booked on an account. Both carry the same entries. */
import { childrenOf, textAt, type XmlElement } from '../xml/index.js';
import { accountAt, dongAt, instantAt, IsoMessageError, readIsoDocument, reasonAt } from './iso-document.js';

export interface AccountReport {
  readonly kind: 'NOTIFICATION' | 'STATEMENT';
  readonly entries: readonly AccountEntry[];
}

/** One transfer of one entry (TxDtls of an Ntry). */
export interface AccountEntry {
  /** The account on which it is booked. */
  readonly account?: string;
  readonly direction: 'CREDIT' | 'DEBIT';
  /** Ntry/Sts: BOOK, PDNG, INFO, or what the bank writes. */
  readonly status: string;
  readonly isReversal: boolean;
  readonly bookedAt?: Date;
  readonly amount: bigint;
  readonly endToEndId?: string;
  readonly servicerReference?: string;
  readonly creditorAccount?: string;
  readonly debtorAccount?: string;
  /** Present when the entry gives money back: RtrInf/Rsn, empty when the bank states no code. */
  readonly returnReason?: string;
  readonly returnText?: string;
}

/** @throws IsoMessageError, XmlError */
export function readAccountReport(text: string): AccountReport {
  const message = readIsoDocument(text, ['camt.054.001', 'camt.053.001']);
  const kind = message.name === 'BkToCstmrStmt' ? 'STATEMENT' : 'NOTIFICATION';
  const accounts = childrenOf(message, kind === 'STATEMENT' ? 'Stmt' : 'Ntfctn');
  return {
    kind,
    entries: accounts.flatMap((account) =>
      childrenOf(account, 'Ntry').flatMap((entry) => entriesOf(entry, accountAt(account, 'Acct'))),
    ),
  };
}

function entriesOf(entry: XmlElement, account: string | undefined): readonly AccountEntry[] {
  const details = childrenOf(entry, 'NtryDtls').flatMap((detail) => childrenOf(detail, 'TxDtls'));
  return details.map((detail) => {
    // An entry that sums several transfers names the amount of each in its details; the entry's own is their sum.
    const amount = dongAt(detail, 'Amt') ?? (details.length === 1 ? dongAt(entry, 'Amt') : undefined);
    if (amount === undefined) throw new IsoMessageError('TxDtls/Amt is missing');
    return {
      account,
      direction: directionOf(textAt(detail, 'CdtDbtInd') ?? textAt(entry, 'CdtDbtInd')),
      status: textAt(entry, 'Sts/Cd') ?? textAt(entry, 'Sts/Prtry') ?? textAt(entry, 'Sts') ?? '',
      isReversal: textAt(entry, 'RvslInd') === 'true',
      bookedAt: instantAt(entry, 'BookgDt'),
      amount,
      endToEndId: textAt(detail, 'Refs/EndToEndId'),
      servicerReference: textAt(detail, 'Refs/AcctSvcrRef') ?? textAt(entry, 'AcctSvcrRef'),
      creditorAccount: accountAt(detail, 'RltdPties/CdtrAcct'),
      debtorAccount: accountAt(detail, 'RltdPties/DbtrAcct'),
      ...returnOf(detail),
    };
  });
}

function returnOf(detail: XmlElement): Pick<AccountEntry, 'returnReason' | 'returnText'> {
  const [returned] = childrenOf(detail, 'RtrInf');
  if (returned === undefined) return {};
  const lines = childrenOf(returned, 'AddtlInf').map((line) => line.text);
  return { returnReason: reasonAt(returned, 'Rsn') ?? '', returnText: lines.join(' ') };
}

function directionOf(indicator: string | undefined): AccountEntry['direction'] {
  if (indicator === 'CRDT') return 'CREDIT';
  if (indicator === 'DBIT') return 'DEBIT';
  throw new IsoMessageError('CdtDbtInd is neither CRDT nor DBIT');
}
