/** pacs.004, PaymentReturn (V02 to V11 alike in what is read here): money of a settled transfer that comes back, with the reason. */
import { childrenOf, textAt, type XmlElement } from '../xml/index.js';
import {
  dongAt,
  instantAt,
  IsoMessageError,
  readIsoDocument,
  reasonAt,
  requiredText,
} from './iso-document.js';
import { originalReference } from './payment-status-report.js';

export interface PaymentReturn {
  readonly createdAt?: Date;
  readonly transactions: readonly ReturnedTransaction[];
}

export interface ReturnedTransaction {
  /** The return's own id at whoever gives the money back. */
  readonly returnId?: string;
  readonly endToEndId: string;
  /** What the clearing called the original transfer. */
  readonly originalServicerReference?: string;
  /** What comes back, whole đồng; it can be less than was paid. */
  readonly amount: bigint;
  /** RtrRsnInf/Rsn; empty when no code is stated. */
  readonly reason: string;
}

/** @throws IsoMessageError, XmlError */
export function readPaymentReturn(content: string | Uint8Array): PaymentReturn {
  const message = readIsoDocument(content, ['pacs.004.001']);
  return {
    createdAt: instantAt(message, 'GrpHdr/CreDtTm'),
    transactions: childrenOf(message, 'TxInf').map(returnedTransaction),
  };
}

function returnedTransaction(transaction: XmlElement): ReturnedTransaction {
  const amount = dongAt(transaction, 'RtrdIntrBkSttlmAmt');
  if (amount === undefined) throw new IsoMessageError('RtrdIntrBkSttlmAmt is missing');
  return {
    returnId: textAt(transaction, 'RtrId'),
    endToEndId: originalReference(transaction) ?? requiredText(transaction, 'OrgnlTxId'),
    originalServicerReference: textAt(transaction, 'OrgnlClrSysRef'),
    amount,
    reason: childrenOf(transaction, 'RtrRsnInf').map((reason) => reasonAt(reason, 'Rsn'))[0] ?? '',
  };
}
