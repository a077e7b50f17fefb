/** How the simulated switch writes its messages: pacs.002.001.10, pacs.004.001.09, acmt.024.001.03, camt.053.001.08, by its own means. */
import { randomUUID } from 'node:crypto';

/** What the switch knows of one transfer; the last journal line of a reference is its state. */
export interface Transfer {
  readonly endToEndId: string;
  /** MsgId of the pacs.008 that brought it. */
  readonly messageId: string;
  readonly status: string;
  readonly reason?: string;
  /** The switch's own reference. */
  readonly clearingReference: string;
  readonly amount: number;
  readonly account: string;
  readonly debtorAccount: string;
  readonly at: string;
  /** Why the money came back, once it has. */
  readonly returnReason?: string;
}

export interface StatusReport {
  readonly originalMessageId: string;
  /** Only when the message is turned away as a whole. */
  readonly groupReason?: string;
  readonly transfer?: Transfer;
}

export function statusReport({ originalMessageId, groupReason, transfer }: StatusReport): string {
  const group =
    tag('OrgnlMsgId', originalMessageId) +
    tag('OrgnlMsgNmId', 'pacs.008.001.08') +
    (groupReason ? tag('GrpSts', 'RJCT') + reasonOf(groupReason) : '');
  const about = transfer ? transaction(transfer) : '';
  return document(
    'pacs.002.001.10',
    `<FIToFIPmtStsRpt>${header()}<OrgnlGrpInfAndSts>${group}</OrgnlGrpInfAndSts>${about}</FIToFIPmtStsRpt>`,
  );
}

/** The answer about a reference that the switch has never seen; the profile's own word, for ISO 20022 has none. */
export function notReceivedReport(endToEndId: string): string {
  const group = tag('OrgnlMsgId', 'NOTPROVIDED') + tag('OrgnlMsgNmId', 'pacs.008.001.08');
  return document(
    'pacs.002.001.10',
    `<FIToFIPmtStsRpt>${header()}<OrgnlGrpInfAndSts>${group}</OrgnlGrpInfAndSts>` +
      `<TxInfAndSts>${tag('OrgnlEndToEndId', endToEndId)}${tag('OrgnlTxId', endToEndId)}` +
      `<StsRsnInf><Rsn>${tag('Prtry', 'NOT-RECEIVED')}</Rsn></StsRsnInf></TxInfAndSts></FIToFIPmtStsRpt>`,
  );
}

export function returnMessage(transfer: Transfer, reasonCode: string): string {
  const { endToEndId, clearingReference, amount } = transfer;
  return document(
    'pacs.004.001.09',
    `<PmtRtr><GrpHdr>${tag('MsgId', messageId())}${tag('CreDtTm', now())}${tag('NbOfTxs', '1')}` +
      `<SttlmInf>${tag('SttlmMtd', 'CLRG')}</SttlmInf></GrpHdr>` +
      `<TxInf>${tag('RtrId', messageId())}${tag('OrgnlInstrId', endToEndId)}${tag('OrgnlEndToEndId', endToEndId)}` +
      `${tag('OrgnlTxId', endToEndId)}${tag('OrgnlClrSysRef', clearingReference)}` +
      `<OrgnlIntrBkSttlmAmt Ccy="VND">${amount}</OrgnlIntrBkSttlmAmt><RtrdIntrBkSttlmAmt Ccy="VND">${amount}</RtrdIntrBkSttlmAmt>` +
      `<RtrRsnInf><Rsn>${tag('Cd', reasonCode)}</Rsn></RtrRsnInf></TxInf></PmtRtr>`,
  );
}

export interface AccountAnswer {
  readonly originalMessageId: string;
  readonly originalId: string;
  readonly isVerified: boolean;
  readonly reasonCode?: string;
  /** Masked already. */
  readonly name?: string;
  readonly account: string;
  readonly bank: string;
}

export function accountReport(answer: AccountAnswer): string {
  const reason = answer.reasonCode ? `<Rsn>${tag('Cd', answer.reasonCode)}</Rsn>` : '';
  const updated = answer.name
    ? `<UpdtdPtyAndAcctId><Pty>${tag('Nm', answer.name)}</Pty><Acct>${accountId(answer.account)}</Acct></UpdtdPtyAndAcctId>`
    : '';
  return document(
    'acmt.024.001.03',
    `<IdVrfctnRpt><Assgnmt>${tag('MsgId', messageId())}${tag('CreDtTm', now())}` +
      `<Assgnr><Agt>${agent(answer.bank)}</Agt></Assgnr><Assgne><Pty><Nm>PARTNER</Nm></Pty></Assgne></Assgnmt>` +
      `<OrgnlAssgnmt>${tag('MsgId', answer.originalMessageId)}${tag('CreDtTm', now())}</OrgnlAssgnmt>` +
      `<Rpt>${tag('OrgnlId', answer.originalId)}${tag('Vrfctn', String(answer.isVerified))}${reason}${updated}</Rpt></IdVrfctnRpt>`,
  );
}

/** A line of the switch's book as the statement shows it. */
export interface StatementLine extends Pick<
  Transfer,
  'endToEndId' | 'clearingReference' | 'account' | 'debtorAccount' | 'at'
> {
  /** Negative when the money came back. */
  readonly amount: number;
  readonly returnReason?: string;
}

/** What our bank and the switch have settled in a day: transfers as debits, returns as credits. */
export function statement(date: string, lines: readonly StatementLine[]): string {
  const entries = lines.filter(({ at }) => vietnameseDay(at) === date).map(entry);
  return document(
    'camt.053.001.08',
    `<BkToCstmrStmt>${header()}<Stmt>${tag('Id', `STM-${date}`)}${tag('CreDtTm', now())}` +
      `<Acct>${accountId('SETTLEMENT')}<Ccy>VND</Ccy></Acct>${entries.join('')}</Stmt></BkToCstmrStmt>`,
  );
}

function entry({
  clearingReference,
  endToEndId,
  debtorAccount,
  account,
  at,
  ...line
}: StatementLine): string {
  const isReturn = line.amount < 0;
  const amount = `<Amt Ccy="VND">${Math.abs(line.amount)}</Amt>${tag('CdtDbtInd', isReturn ? 'CRDT' : 'DBIT')}`;
  const returned = isReturn ? `<RtrInf><Rsn>${tag('Cd', line.returnReason ?? 'NARR')}</Rsn></RtrInf>` : '';
  return (
    `<Ntry>${tag('NtryRef', clearingReference)}${amount}<Sts><Cd>BOOK</Cd></Sts>` +
    `<BookgDt>${tag('DtTm', at)}</BookgDt>${tag('AcctSvcrRef', clearingReference)}` +
    `<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>${isReturn ? 'RRCT' : 'IRCT'}</Cd><SubFmlyCd>${isReturn ? 'RRTN' : 'DMCT'}</SubFmlyCd></Fmly></Domn></BkTxCd>` +
    `<NtryDtls><TxDtls><Refs>${tag('AcctSvcrRef', clearingReference)}${tag('EndToEndId', endToEndId)}${tag('TxId', endToEndId)}</Refs>${amount}` +
    `<RltdPties><DbtrAcct>${accountId(debtorAccount)}</DbtrAcct><CdtrAcct>${accountId(account)}</CdtrAcct></RltdPties>` +
    `${returned}</TxDtls></NtryDtls></Ntry>`
  );
}

function transaction({
  endToEndId,
  status,
  reason,
  at,
  clearingReference,
  amount,
  account,
}: Transfer): string {
  return (
    `<TxInfAndSts>${tag('StsId', messageId())}${tag('OrgnlInstrId', endToEndId)}${tag('OrgnlEndToEndId', endToEndId)}` +
    `${tag('OrgnlTxId', endToEndId)}${tag('TxSts', status)}${reason ? reasonOf(reason) : ''}${tag('AccptncDtTm', at)}` +
    `${tag('ClrSysRef', clearingReference)}<OrgnlTxRef><IntrBkSttlmAmt Ccy="VND">${amount}</IntrBkSttlmAmt><CdtrAcct>${accountId(account)}</CdtrAcct></OrgnlTxRef></TxInfAndSts>`
  );
}

function document(message: string, content: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:${message}">${content}</Document>`;
}

function header(): string {
  return `<GrpHdr>${tag('MsgId', messageId())}${tag('CreDtTm', now())}</GrpHdr>`;
}

function messageId(): string {
  return `NPS${randomUUID().replaceAll('-', '').slice(0, 28).toUpperCase()}`;
}

const now = () => new Date().toISOString();

function vietnameseDay(instant: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Ho_Chi_Minh' }).format(new Date(instant));
}

const agent = (bank: string) => `<FinInstnId><ClrSysMmbId>${tag('MmbId', bank)}</ClrSysMmbId></FinInstnId>`;
const reasonOf = (code: string) => `<StsRsnInf><Rsn>${tag('Cd', code)}</Rsn></StsRsnInf>`;
const accountId = (number: string) => `<Id><Othr>${tag('Id', number)}</Othr></Id>`;

function tag(name: string, text: string): string {
  const safe = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<${name}>${safe}</${name}>`;
}
