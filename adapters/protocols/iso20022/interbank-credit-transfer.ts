/** pacs.008.001.08, FIToFICustomerCreditTransferV08: one transfer to an account at another bank, routed by that bank's number. */
import { xml, xmlDocument } from '../xml/index.js';
import { accountId, memberId } from './credit-transfer-initiation.js';

export const INTERBANK_CREDIT_TRANSFER = 'pacs.008.001.08';

export interface InterbankCreditTransfer {
  /** GrpHdr/MsgId, 1 to 35 characters, the same in every repeat. */
  readonly messageId: string;
  readonly createdAt: Date;
  /** `YYYY-MM-DD`, Asia/Ho_Chi_Minh. */
  readonly settlementDate: string;
  /** Code of the clearing system that settles. */
  readonly clearingSystem: string;
  /** InstrId, EndToEndId and TxId: the hub's reference, which every later message names. */
  readonly reference: string;
  readonly uetr: string;
  /** Whole đồng. */
  readonly amount: bigint;
  readonly categoryPurpose: string;
  readonly debtorName: string;
  readonly debtorAccount: string;
  /** BIN of the bank that keeps the payer's account and hands the message in. */
  readonly debtorBank: string;
  /** BIN of the receiver's bank: what the transfer is routed by. */
  readonly creditorBank: string;
  readonly creditorName: string;
  readonly creditorAccount: string;
  /** The entitled person, when the creditor is an authorised receiver. */
  readonly ultimateCreditorName?: string;
  readonly purpose: string;
  readonly narrative: string;
}

export function writeInterbankCreditTransfer(transfer: InterbankCreditTransfer): string {
  const { reference, ultimateCreditorName } = transfer;
  const header = xml('GrpHdr', [
    xml('MsgId', transfer.messageId),
    xml('CreDtTm', transfer.createdAt.toISOString()),
    xml('NbOfTxs', 1),
    xml('SttlmInf', [xml('SttlmMtd', 'CLRG'), xml('ClrSys', [xml('Prtry', transfer.clearingSystem)])]),
    xml('InstgAgt', memberId(transfer.debtorBank)),
    xml('InstdAgt', memberId(transfer.creditorBank)),
  ]);
  const body = xml('CdtTrfTxInf', [
    xml('PmtId', [
      xml('InstrId', reference),
      xml('EndToEndId', reference),
      xml('TxId', reference),
      xml('UETR', transfer.uetr),
    ]),
    xml('PmtTpInf', [xml('CtgyPurp', [xml('Cd', transfer.categoryPurpose)])]),
    xml('IntrBkSttlmAmt', transfer.amount, { Ccy: 'VND' }),
    xml('IntrBkSttlmDt', transfer.settlementDate),
    // The payer bears the charges: the person receives the allowance whole.
    xml('ChrgBr', 'DEBT'),
    xml('Dbtr', [xml('Nm', transfer.debtorName)]),
    xml('DbtrAcct', accountId(transfer.debtorAccount)),
    xml('DbtrAgt', memberId(transfer.debtorBank)),
    xml('CdtrAgt', memberId(transfer.creditorBank)),
    xml('Cdtr', [xml('Nm', transfer.creditorName)]),
    xml('CdtrAcct', accountId(transfer.creditorAccount)),
    ultimateCreditorName === undefined ? undefined : xml('UltmtCdtr', [xml('Nm', ultimateCreditorName)]),
    xml('Purp', [xml('Cd', transfer.purpose)]),
    xml('RmtInf', [xml('Ustrd', transfer.narrative)]),
  ]);
  const namespace = `urn:iso:std:iso:20022:tech:xsd:${INTERBANK_CREDIT_TRANSFER}`;
  return xmlDocument(xml('Document', [xml('FIToFICstmrCdtTrf', [header, body])], { xmlns: namespace }));
}
