/** pain.002, CustomerPaymentStatusReport (V03 to V14 alike in what is read here): a bank's word about a file and its transfers. */
import { childOf, childrenOf, textAt, type XmlElement } from '../xml/index.js';
import { dongAt, instantAt, readIsoDocument, reasonAt, requiredText } from './iso-document.js';

export interface PaymentStatusReport {
  readonly messageId: string;
  readonly createdAt?: Date;
  readonly originalMessageId?: string;
  /** GrpSts, as written; absent when the report only speaks of transfers. */
  readonly groupStatus?: string;
  readonly groupReasons: readonly StatusReason[];
  readonly transactions: readonly TransactionStatus[];
}

export interface TransactionStatus {
  readonly endToEndId: string;
  /** TxSts, else the status of its PmtInf; absent when the report gives neither. */
  readonly status?: string;
  readonly reasons: readonly StatusReason[];
  /** The bank's own reference of the transfer. */
  readonly servicerReference?: string;
  readonly amount?: bigint;
  readonly acceptedAt?: Date;
}

export interface StatusReason {
  /** Rsn/Cd or Rsn/Prtry; empty when only words are given. */
  readonly code: string;
  readonly text: string;
}

/** @throws IsoMessageError, XmlError */
export function readPaymentStatusReport(text: string): PaymentStatusReport {
  const report = readIsoDocument(text, ['pain.002.001']);
  const group = childOf(report, 'OrgnlGrpInfAndSts');
  return {
    messageId: requiredText(report, 'GrpHdr/MsgId'),
    createdAt: instantAt(report, 'GrpHdr/CreDtTm'),
    originalMessageId: textAt(group, 'OrgnlMsgId'),
    groupStatus: textAt(group, 'GrpSts'),
    groupReasons: statusReasonsOf(group),
    transactions: childrenOf(report, 'OrgnlPmtInfAndSts').flatMap((payment) =>
      childrenOf(payment, 'TxInfAndSts').map((transaction) => transactionStatus(transaction, payment)),
    ),
  };
}

function transactionStatus(transaction: XmlElement, payment: XmlElement): TransactionStatus {
  const own = textAt(transaction, 'TxSts');
  return {
    endToEndId: requiredText(transaction, 'OrgnlEndToEndId'),
    status: own ?? textAt(payment, 'PmtInfSts'),
    reasons:
      own === undefined
        ? [...statusReasonsOf(transaction), ...statusReasonsOf(payment)]
        : statusReasonsOf(transaction),
    servicerReference: textAt(transaction, 'AcctSvcrRef'),
    amount: dongAt(transaction, 'OrgnlTxRef/Amt/InstdAmt'),
    acceptedAt: instantAt(transaction, 'AccptncDtTm'),
  };
}

/** What every status report of ISO 20022 gives as reasons: StsRsnInf of the element. */
export function statusReasonsOf(element: XmlElement | undefined): readonly StatusReason[] {
  return childrenOf(element, 'StsRsnInf').map((reason) => ({
    code: reasonAt(reason, 'Rsn') ?? '',
    text: childrenOf(reason, 'AddtlInf')
      .map((line) => line.text)
      .join(' '),
  }));
}
