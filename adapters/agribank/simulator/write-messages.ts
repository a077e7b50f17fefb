/** How the simulated bank writes its messages: pain.002.001.10, camt.054.001.08, acmt.024.001.03, by its own means. */
import { randomUUID } from 'node:crypto';

/** What the bank knows of one transfer; the last journal line of a reference is its state. */
export interface Transfer {
  readonly endToEndId: string;
  readonly status: string;
  readonly reason?: string;
  readonly servicerReference: string;
  readonly amount: number;
  readonly account: string;
  readonly debtorAccount: string;
  readonly at: string;
  /** The receiver's credit has been put into a notification. */
  readonly isAnnounced?: boolean;
  readonly isReturned?: boolean;
  /** Why the money came back, once it has. */
  readonly returnReason?: string;
}

export interface StatusReport {
  readonly originalMessageId: string;
  readonly groupStatus?: string;
  readonly groupReason?: string;
  readonly transfers: readonly Transfer[];
}

export function statusReport(report: StatusReport): string {
  const group = [
    tag('OrgnlMsgId', report.originalMessageId),
    tag('OrgnlMsgNmId', 'pain.001.001.09'),
    report.groupStatus ? tag('GrpSts', report.groupStatus) : '',
    report.groupReason ? reason(report.groupReason) : '',
  ];
  const transfers = report.transfers.map(
    (transfer) =>
      `<TxInfAndSts>${tag('StsId', messageId())}${tag('OrgnlInstrId', transfer.endToEndId)}${tag('OrgnlEndToEndId', transfer.endToEndId)}` +
      `${tag('TxSts', transfer.status)}${transfer.reason ? reason(transfer.reason) : ''}${tag('AccptncDtTm', transfer.at)}` +
      `${tag('AcctSvcrRef', transfer.servicerReference)}<OrgnlTxRef><Amt><InstdAmt Ccy="VND">${transfer.amount}</InstdAmt></Amt><CdtrAcct>${accountId(transfer.account)}</CdtrAcct></OrgnlTxRef></TxInfAndSts>`,
  );
  const payments = transfers.length
    ? `<OrgnlPmtInfAndSts>${tag('OrgnlPmtInfId', `${report.originalMessageId}-1`.slice(-35))}${transfers.join('')}</OrgnlPmtInfAndSts>`
    : '';
  return document(
    'pain.002.001.10',
    `<CstmrPmtStsRpt>${header()}<OrgnlGrpInfAndSts>${group.join('')}</OrgnlGrpInfAndSts>${payments}</CstmrPmtStsRpt>`,
  );
}

/** The answer about a reference that the bank has never seen; the profile's own word, for ISO 20022 has none. */
export function notReceivedReport(endToEndId: string): string {
  return document(
    'pain.002.001.10',
    `<CstmrPmtStsRpt>${header()}<OrgnlGrpInfAndSts>${tag('OrgnlMsgId', 'NOTPROVIDED')}${tag('OrgnlMsgNmId', 'pain.001.001.09')}</OrgnlGrpInfAndSts>` +
      `<OrgnlPmtInfAndSts>${tag('OrgnlPmtInfId', 'NOTPROVIDED')}<TxInfAndSts>${tag('OrgnlEndToEndId', endToEndId)}` +
      `<StsRsnInf><Rsn>${tag('Prtry', 'NOT-RECEIVED')}</Rsn></StsRsnInf></TxInfAndSts></OrgnlPmtInfAndSts></CstmrPmtStsRpt>`,
  );
}

/** Credits that receivers have in their accounts. */
export function creditNotification(transfers: readonly Transfer[]): string {
  const notices = transfers.map((transfer) => notification(transfer.account, transfer, ''));
  return document(
    'camt.054.001.08',
    `<BkToCstmrDbtCdtNtfctn>${header()}${notices.join('')}</BkToCstmrDbtCdtNtfctn>`,
  );
}

/** Money that came back to the payer's account. */
export function returnNotification(transfer: Transfer, reasonCode: string): string {
  const returned = `<RtrInf><Rsn>${tag('Cd', reasonCode)}</Rsn></RtrInf>`;
  return document(
    'camt.054.001.08',
    `<BkToCstmrDbtCdtNtfctn>${header()}${notification(transfer.debtorAccount, transfer, returned)}</BkToCstmrDbtCdtNtfctn>`,
  );
}

/** A line of the book as a payer's statement shows it; its amount is negative when the money came back. */
export type StatementLine = Pick<
  Transfer,
  'endToEndId' | 'servicerReference' | 'account' | 'debtorAccount' | 'amount' | 'at' | 'returnReason'
>;

/** What was booked on each payer's account in a day: transfers as debits, returns as credits. Undefined when there is nothing. */
export function statement(day: string, lines: readonly StatementLine[]): string | undefined {
  const ofDay = lines.filter(
    ({ at }) => new Date(Date.parse(at) + 7 * 3_600_000).toISOString().slice(0, 10) === day,
  );
  if (ofDay.length === 0) return undefined;
  const statements = [...new Set(ofDay.map(({ debtorAccount }) => debtorAccount))].map((payer, at) => {
    const entries = ofDay.filter(({ debtorAccount }) => debtorAccount === payer).map(statedEntry);
    const head = `${tag('Id', `STM-${day}-${at + 1}`)}${tag('CreDtTm', new Date().toISOString())}`;
    return `<Stmt>${head}<Acct>${accountId(payer)}<Ccy>VND</Ccy></Acct>${entries.join('')}</Stmt>`;
  });
  return document('camt.053.001.08', `<BkToCstmrStmt>${header()}${statements.join('')}</BkToCstmrStmt>`);
}

function statedEntry(line: StatementLine): string {
  const isReturn = line.amount < 0;
  const amount = `<Amt Ccy="VND">${Math.abs(line.amount)}</Amt>${tag('CdtDbtInd', isReturn ? 'CRDT' : 'DBIT')}`;
  const returned = isReturn ? `<RtrInf><Rsn>${tag('Cd', line.returnReason ?? 'NARR')}</Rsn></RtrInf>` : '';
  return (
    `<Ntry>${tag('NtryRef', line.servicerReference)}${amount}<Sts><Cd>BOOK</Cd></Sts><BookgDt>${tag('DtTm', line.at)}</BookgDt>` +
    `<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>${isReturn ? 'RCDT' : 'ICDT'}</Cd><SubFmlyCd>${isReturn ? 'RRTN' : 'ESCT'}</SubFmlyCd></Fmly></Domn></BkTxCd>` +
    `<NtryDtls><TxDtls><Refs>${tag('AcctSvcrRef', line.servicerReference)}${tag('EndToEndId', line.endToEndId)}</Refs>${amount}` +
    `<RltdPties><DbtrAcct>${accountId(line.debtorAccount)}</DbtrAcct><CdtrAcct>${accountId(line.account)}</CdtrAcct></RltdPties>` +
    `${returned}</TxDtls></NtryDtls></Ntry>`
  );
}

function notification(account: string, transfer: Transfer, returned: string): string {
  return (
    `<Ntfctn>${tag('Id', messageId())}${tag('CreDtTm', new Date().toISOString())}<Acct>${accountId(account)}<Ccy>VND</Ccy></Acct>` +
    `<Ntry>${tag('NtryRef', transfer.servicerReference)}<Amt Ccy="VND">${transfer.amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>` +
    `<BookgDt>${tag('DtTm', transfer.at)}</BookgDt>` +
    `<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>${returned ? 'RRTN' : 'ESCT'}</SubFmlyCd></Fmly></Domn></BkTxCd>` +
    `<NtryDtls><TxDtls><Refs>${tag('AcctSvcrRef', transfer.servicerReference)}${tag('EndToEndId', transfer.endToEndId)}</Refs>` +
    `<Amt Ccy="VND">${transfer.amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd>` +
    `<RltdPties><DbtrAcct>${accountId(transfer.debtorAccount)}</DbtrAcct><CdtrAcct>${accountId(transfer.account)}</CdtrAcct></RltdPties>` +
    `${returned}</TxDtls></NtryDtls></Ntry></Ntfctn>`
  );
}

export interface VerificationAnswer {
  readonly originalMessageId: string;
  readonly originalId: string;
  readonly isVerified: boolean;
  readonly reasonCode?: string;
  readonly reasonWord?: string;
  readonly name?: string;
  readonly account: string;
}

export function verificationReport(answer: VerificationAnswer): string {
  const code = answer.reasonCode ? tag('Cd', answer.reasonCode) : '';
  const word = answer.reasonWord ? tag('Prtry', answer.reasonWord) : '';
  const updated = answer.name
    ? `<UpdtdPtyAndAcctId><Pty>${tag('Nm', answer.name)}</Pty><Acct>${accountId(answer.account)}</Acct></UpdtdPtyAndAcctId>`
    : '';
  return document(
    'acmt.024.001.03',
    `<IdVrfctnRpt><Assgnmt>${tag('MsgId', messageId())}${tag('CreDtTm', new Date().toISOString())}` +
      `<Assgnr><Agt>${bank}</Agt></Assgnr><Assgne><Pty><Nm>PARTNER</Nm></Pty></Assgne></Assgnmt>` +
      `<OrgnlAssgnmt>${tag('MsgId', answer.originalMessageId)}</OrgnlAssgnmt>` +
      `<Rpt>${tag('OrgnlId', answer.originalId)}${tag('Vrfctn', String(answer.isVerified))}${code || word ? `<Rsn>${code}${word}</Rsn>` : ''}${updated}</Rpt></IdVrfctnRpt>`,
  );
}

const bank = '<FinInstnId><ClrSysMmbId><MmbId>970405</MmbId></ClrSysMmbId></FinInstnId>';

function document(message: string, content: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:${message}">${content}</Document>`;
}

function header(): string {
  return `<GrpHdr>${tag('MsgId', messageId())}${tag('CreDtTm', new Date().toISOString())}</GrpHdr>`;
}

function messageId(): string {
  return `VBA${randomUUID().replaceAll('-', '').slice(0, 28).toUpperCase()}`;
}

function reason(code: string): string {
  return `<StsRsnInf><Rsn>${tag('Cd', code)}</Rsn></StsRsnInf>`;
}

function accountId(number: string): string {
  return `<Id><Othr>${tag('Id', number)}</Othr></Id>`;
}

function tag(name: string, text: string): string {
  const safe = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<${name}>${safe}</${name}>`;
}
