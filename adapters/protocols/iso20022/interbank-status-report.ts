/** pacs.002, FIToFIPaymentStatusReport (V03 to V12 alike in what is read here): the clearing's word about interbank transfers. */
import { childOf, childrenOf, textAt, type XmlElement } from '../xml/index.js';
import { accountAt, dongAt, instantAt, readIsoDocument, requiredText } from './iso-document.js';
import {
  originalReference,
  readable,
  statusReasonsOf,
  type PaymentStatusReport,
  type TransactionStatus,
} from './payment-status-report.js';

/** @throws IsoMessageError, XmlError */
export function readInterbankStatusReport(content: string | Uint8Array): PaymentStatusReport {
  const report = readIsoDocument(content, ['pacs.002.001']);
  const group = childOf(report, 'OrgnlGrpInfAndSts');
  return {
    messageId: requiredText(report, 'GrpHdr/MsgId'),
    createdAt: readable(() => instantAt(report, 'GrpHdr/CreDtTm')).value,
    originalMessageId: textAt(group, 'OrgnlMsgId'),
    groupStatus: textAt(group, 'GrpSts'),
    groupReasons: statusReasonsOf(group),
    paymentInformation: [],
    transactions: childrenOf(report, 'TxInfAndSts').map(transactionStatus),
  };
}

function transactionStatus(transaction: XmlElement): TransactionStatus {
  const amount = readable(() => dongAt(transaction, 'OrgnlTxRef/IntrBkSttlmAmt'));
  const acceptedAt = readable(() => instantAt(transaction, 'AccptncDtTm'));
  return {
    endToEndId: originalReference(transaction),
    status: textAt(transaction, 'TxSts'),
    reasons: statusReasonsOf(transaction),
    servicerReference: textAt(transaction, 'ClrSysRef') ?? textAt(transaction, 'AcctSvcrRef'),
    amount: amount.value,
    account: accountAt(transaction, 'OrgnlTxRef/CdtrAcct'),
    acceptedAt: acceptedAt.value,
    problem: amount.problem ?? acceptedAt.problem,
  };
}
