/** Writes camt.053 and camt.054 as banks do, each in its own way: only what a test says differs from a plain booked debit. */

/** A payment as its bank knows it. */
export interface PaidTransfer {
  readonly reference: string;
  readonly bankReference: string;
  readonly amount: number;
  readonly account: string;
}

export const PAYER = '9527.1.0000001';
/** The day that entries are booked on unless they say otherwise. */
export const DAY = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);

const accountOf = (number: string) => `<Id><Othr><Id>${number}</Id></Othr></Id>`;

export interface EntryForm {
  readonly amount?: string | number;
  readonly currency?: string;
  readonly direction?: string;
  /** XML of RvslInd. */
  readonly reversal?: string;
  readonly status?: string;
  /** XML of BookgDt. */
  readonly date?: string;
  readonly reference?: string;
  readonly bankReference?: string;
  readonly account?: string;
  /** XML at the end of TxDtls. */
  readonly more?: string;
  /** XML of the entry in place of NtryDtls; what comes before it belongs here too. */
  readonly inner?: string;
  readonly number?: string;
}

export function entry(of: Partial<PaidTransfer>, form: EntryForm = {}): string {
  const { amount, direction, currency, reversal, status, date, number, inner } = {
    ...{ amount: of.amount ?? 0, direction: 'DBIT', currency: 'VND', reversal: '', number: '' },
    ...{ status: '<Cd>BOOK</Cd>', date: `<Dt>${DAY}</Dt>`, inner: details(of, form) },
    ...form,
  };
  const money = `<Amt Ccy="${currency}">${amount}</Amt><CdtDbtInd>${direction}</CdtDbtInd>`;
  const booked = date === '' ? '' : `<BookgDt>${date}</BookgDt>`;
  const numbered = number === '' ? '' : `<NtryRef>${number}</NtryRef>`;
  return `<Ntry>${numbered}${money}${reversal}<Sts>${status}</Sts>${booked}${inner}</Ntry>`;
}

function details(of: Partial<PaidTransfer>, form: EntryForm): string {
  return `<NtryDtls>${transfer(of, form)}</NtryDtls>`;
}

/** One TxDtls. */
export function transfer(of: Partial<PaidTransfer>, form: EntryForm = {}): string {
  const { amount, direction, currency, reference, bankReference, account, more } = {
    ...{ amount: of.amount ?? 0, direction: 'DBIT', currency: 'VND', more: '' },
    ...{ reference: of.reference ?? '', bankReference: of.bankReference ?? '', account: of.account ?? '' },
    ...form,
  };
  const refs = [
    bankReference && `<AcctSvcrRef>${bankReference}</AcctSvcrRef>`,
    reference && `<EndToEndId>${reference}</EndToEndId>`,
  ].join('');
  const parties = account && `<RltdPties><CdtrAcct>${accountOf(account)}</CdtrAcct></RltdPties>`;
  const money = `<Amt Ccy="${currency}">${amount}</Amt><CdtDbtInd>${direction}</CdtDbtInd>`;
  return `<TxDtls><Refs>${refs}</Refs>${money}${parties}${more}</TxDtls>`;
}

export interface ReportForm {
  readonly version?: string;
  readonly account?: string;
  readonly messageId?: string;
  /** XML of GrpHdr after CreDtTm. */
  readonly header?: string;
  /** XML of Stmt before the entries. */
  readonly summary?: string;
  readonly declaration?: string;
}

/** A camt.053 of one account. */
export function statement(entries: readonly string[], form: ReportForm = {}): string {
  return report({ element: 'Stmt', message: 'BkToCstmrStmt' }, [entries], {
    version: 'camt.053.001.08',
    ...form,
  });
}

/** A camt.054: each group of entries in a notification of its own. */
export function notification(groups: readonly (readonly string[])[], form: ReportForm = {}): string {
  return report({ element: 'Ntfctn', message: 'BkToCstmrDbtCdtNtfctn' }, groups, {
    version: 'camt.054.001.08',
    ...form,
  });
}

function report(
  { element, message }: { readonly element: string; readonly message: string },
  groups: readonly (readonly string[])[],
  form: ReportForm,
): string {
  const { version, account, messageId, header, summary, declaration } = {
    ...{ version: '', account: PAYER, messageId: 'STM1', header: '', summary: '' },
    ...{ declaration: '<?xml version="1.0" encoding="UTF-8"?>', ...form },
  };
  const made = `<CreDtTm>${DAY}T18:00:00</CreDtTm>`;
  const bodies = groups.map(
    (entries, at) =>
      `<${element}><Id>${at + 1}</Id>${made}<Acct>${accountOf(account)}<Ccy>VND</Ccy></Acct>${summary}${entries.join('')}</${element}>`,
  );
  const content = `<GrpHdr><MsgId>${messageId}</MsgId>${made}${header}</GrpHdr>${bodies.join('')}`;
  return `${declaration}<Document xmlns="urn:iso:std:iso:20022:tech:xsd:${version}"><${message}>${content}</${message}></Document>`;
}

/** As banks wrap a message for their networks: with its business header, in an envelope of a name of their own. */
export function inEnvelope(document: string): string {
  const header =
    '<AppHdr xmlns="urn:iso:std:iso:20022:tech:xsd:head.001.001.02"><BizMsgIdr>B1</BizMsgIdr><MsgDefIdr>camt.053.001.08</MsgDefIdr></AppHdr>';
  const [declaration = ''] = /^<\?xml[^>]*\?>/.exec(document) ?? [];
  return `${declaration}<BizMsg>${header}${document.slice(declaration.length)}</BizMsg>`;
}

export function inUtf16(document: string): Buffer {
  return Buffer.from(`\uFEFF${document.replace('encoding="UTF-8"', 'encoding="UTF-16"')}`, 'utf16le');
}
