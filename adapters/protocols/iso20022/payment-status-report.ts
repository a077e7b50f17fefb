/** pain.002, CustomerPaymentStatusReport (V03 to V14 alike in what is read here): a bank's word about a file and its transfers. */
import { asReference } from '../../kit/index.js';
import { childOf, childrenOf, textAt, type XmlElement } from '../xml/index.js';
import {
  accountAt,
  dongAt,
  instantAt,
  IsoMessageError,
  readIsoDocument,
  reasonAt,
  requiredText,
  wholeOf,
} from './iso-document.js';

export interface PaymentStatusReport {
  readonly messageId: string;
  readonly createdAt?: Date;
  readonly originalMessageId?: string;
  /** GrpSts, as written; absent when the report only speaks of transfers. */
  readonly groupStatus?: string;
  readonly groupReasons: readonly StatusReason[];
  /** OrgnlCtrlSum of the group, where it is whole đồng. */
  readonly originalSum?: bigint;
  /** OrgnlPmtInfAndSts, with its own word; its transfers stand among `transactions` too. */
  readonly paymentInformation: readonly PaymentInformationStatus[];
  readonly transactions: readonly TransactionStatus[];
}

export interface PaymentInformationStatus {
  readonly id?: string;
  /** PmtInfSts, as written. */
  readonly status?: string;
  readonly reasons: readonly StatusReason[];
  /** OrgnlCtrlSum, where it is whole đồng. */
  readonly originalSum?: bigint;
  readonly transactions: readonly TransactionStatus[];
}

export interface TransactionStatus {
  /** The hub's reference, in capitals; absent when the bank names neither EndToEndId nor InstrId, which both are that. */
  readonly endToEndId?: string;
  /** TxSts, else the status of its PmtInf; absent when the report gives neither. */
  readonly status?: string;
  readonly reasons: readonly StatusReason[];
  /** The bank's own reference of the transfer. */
  readonly servicerReference?: string;
  readonly amount?: bigint;
  /** The receiver's account, where the report repeats it. */
  readonly account?: string;
  readonly acceptedAt?: Date;
  /** What of it cannot be read: then its status is not relied on. */
  readonly problem?: string;
}

export interface StatusReason {
  /** Rsn/Cd or Rsn/Prtry; empty when only words are given. */
  readonly code: string;
  readonly text: string;
}

/** @throws IsoMessageError, XmlError; what of a single transfer cannot be read is its own `problem` */
export function readPaymentStatusReport(content: string | Uint8Array): PaymentStatusReport {
  const report = readIsoDocument(content, ['pain.002.001']);
  const group = childOf(report, 'OrgnlGrpInfAndSts');
  const paymentInformation = childrenOf(report, 'OrgnlPmtInfAndSts').map(paymentInformationStatus);
  return {
    messageId: requiredText(report, 'GrpHdr/MsgId'),
    createdAt: readable(() => instantAt(report, 'GrpHdr/CreDtTm')).value,
    originalMessageId: textAt(group, 'OrgnlMsgId'),
    groupStatus: textAt(group, 'GrpSts'),
    groupReasons: statusReasonsOf(group),
    originalSum: wholeOf(textAt(group, 'OrgnlCtrlSum') ?? ''),
    paymentInformation,
    transactions: paymentInformation.flatMap(({ transactions }) => transactions),
  };
}

function paymentInformationStatus(payment: XmlElement): PaymentInformationStatus {
  return {
    id: textAt(payment, 'OrgnlPmtInfId'),
    status: textAt(payment, 'PmtInfSts'),
    reasons: statusReasonsOf(payment),
    originalSum: wholeOf(textAt(payment, 'OrgnlCtrlSum') ?? ''),
    transactions: childrenOf(payment, 'TxInfAndSts').map((transaction) =>
      transactionStatus(transaction, payment),
    ),
  };
}

function transactionStatus(transaction: XmlElement, payment: XmlElement): TransactionStatus {
  const own = textAt(transaction, 'TxSts');
  const amount = readable(() => dongAt(transaction, 'OrgnlTxRef/Amt/InstdAmt'));
  const acceptedAt = readable(() => instantAt(transaction, 'AccptncDtTm'));
  return {
    endToEndId: originalReference(transaction),
    status: own ?? textAt(payment, 'PmtInfSts'),
    reasons:
      own === undefined
        ? [...statusReasonsOf(transaction), ...statusReasonsOf(payment)]
        : statusReasonsOf(transaction),
    servicerReference: textAt(transaction, 'AcctSvcrRef'),
    amount: amount.value,
    account: accountAt(transaction, 'OrgnlTxRef/CdtrAcct'),
    acceptedAt: acceptedAt.value,
    problem: amount.problem ?? acceptedAt.problem,
  };
}

/** What a status report calls an original transfer: EndToEndId is optional, and InstrId and TxId are the same reference of ours. */
export function originalReference(transaction: XmlElement): string | undefined {
  const names = ['OrgnlEndToEndId', 'OrgnlInstrId', 'OrgnlTxId'].map((name) => textAt(transaction, name));
  const reference = names.map((name) => asReference(name)).find((name) => name !== undefined);
  const [written] = names;
  return reference ?? (written === 'NOTPROVIDED' ? undefined : written);
}

/** A field of one transfer that cannot be read costs that transfer. */
export function readable<Value>(read: () => Value): { readonly value?: Value; readonly problem?: string } {
  try {
    return { value: read() };
  } catch (error) {
    if (error instanceof IsoMessageError) return { problem: error.message };
    throw error;
  }
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
