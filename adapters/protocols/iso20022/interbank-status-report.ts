/** pacs.002, FIToFIPaymentStatusReport (V03 to V12 alike in what is read here): the clearing's word about interbank transfers. */
import { childOf, childrenOf, textAt, type XmlElement } from '../xml/index.js';
import { dongAt, instantAt, IsoMessageError, readIsoDocument, requiredText } from './iso-document.js';
import {
  statusReasonsOf,
  type PaymentStatusReport,
  type TransactionStatus,
} from './payment-status-report.js';

/** @throws IsoMessageError, XmlError */
export function readInterbankStatusReport(text: string): PaymentStatusReport {
  const report = readIsoDocument(text, ['pacs.002.001']);
  const group = childOf(report, 'OrgnlGrpInfAndSts');
  return {
    messageId: requiredText(report, 'GrpHdr/MsgId'),
    createdAt: instantAt(report, 'GrpHdr/CreDtTm'),
    originalMessageId: textAt(group, 'OrgnlMsgId'),
    groupStatus: textAt(group, 'GrpSts'),
    groupReasons: statusReasonsOf(group),
    transactions: childrenOf(report, 'TxInfAndSts').map(transactionStatus),
  };
}

function transactionStatus(transaction: XmlElement): TransactionStatus {
  const endToEndId = textAt(transaction, 'OrgnlEndToEndId') ?? textAt(transaction, 'OrgnlTxId');
  if (endToEndId === undefined) throw new IsoMessageError('TxInfAndSts names no transaction');
  return {
    endToEndId,
    status: textAt(transaction, 'TxSts'),
    reasons: statusReasonsOf(transaction),
    servicerReference: textAt(transaction, 'ClrSysRef') ?? textAt(transaction, 'AcctSvcrRef'),
    amount: dongAt(transaction, 'OrgnlTxRef/IntrBkSttlmAmt'),
    acceptedAt: instantAt(transaction, 'AccptncDtTm'),
  };
}
