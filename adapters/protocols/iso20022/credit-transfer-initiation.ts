/** pain.001.001.09, CustomerCreditTransferInitiationV09: the file that asks a bank to pay many people from one account. */
import { xml, xmlDocument, type XmlFragment } from '../xml/index.js';

const NAMESPACE = 'urn:iso:std:iso:20022:tech:xsd:pain.001.001.09';

export interface CreditTransferFile {
  /** GrpHdr/MsgId, 1 to 35 characters, unique for the initiating party. */
  readonly messageId: string;
  readonly createdAt: Date;
  readonly initiatingParty: string;
  readonly groups: readonly CreditTransferGroup[];
}

/** One PmtInf: transfers that leave one account on one day. */
export interface CreditTransferGroup {
  readonly id: string;
  /** `YYYY-MM-DD`, Asia/Ho_Chi_Minh. */
  readonly executionDate: string;
  readonly categoryPurpose: string;
  readonly debtorName: string;
  readonly debtorAccount: string;
  readonly debtorBank: string;
  readonly transfers: readonly CreditTransfer[];
}

export interface CreditTransfer {
  /** EndToEndId: the hub's reference, which every later message names. */
  readonly reference: string;
  readonly uetr: string;
  /** Whole đồng. */
  readonly amount: bigint;
  readonly creditorName: string;
  readonly creditorPersonalId?: string;
  readonly creditorAccount: string;
  /** NAPAS BIN. */
  readonly creditorBank: string;
  /** The entitled person, when the creditor is an authorised receiver. */
  readonly ultimateCreditorName?: string;
  readonly purpose: string;
  readonly narrative: string;
}

export function writeCreditTransferInitiation(file: CreditTransferFile): string {
  const transfers = file.groups.flatMap((group) => group.transfers);
  return xmlDocument(
    xml(
      'Document',
      [
        xml('CstmrCdtTrfInitn', [
          xml('GrpHdr', [
            xml('MsgId', file.messageId),
            xml('CreDtTm', file.createdAt.toISOString()),
            xml('NbOfTxs', transfers.length),
            xml('CtrlSum', totalOf(transfers)),
            xml('InitgPty', [xml('Nm', file.initiatingParty)]),
          ]),
          ...file.groups.map(paymentInformation),
        ]),
      ],
      { xmlns: NAMESPACE },
    ),
  );
}

function paymentInformation(group: CreditTransferGroup): XmlFragment {
  return xml('PmtInf', [
    xml('PmtInfId', group.id),
    xml('PmtMtd', 'TRF'),
    // One debit entry a transfer: a return can then be matched to its own line of the statement.
    xml('BtchBookg', 'false'),
    xml('NbOfTxs', group.transfers.length),
    xml('CtrlSum', totalOf(group.transfers)),
    xml('PmtTpInf', [xml('CtgyPurp', [xml('Cd', group.categoryPurpose)])]),
    xml('ReqdExctnDt', [xml('Dt', group.executionDate)]),
    xml('Dbtr', [xml('Nm', group.debtorName)]),
    xml('DbtrAcct', accountId(group.debtorAccount)),
    xml('DbtrAgt', memberId(group.debtorBank)),
    // The payer bears the charges: the person receives the allowance whole.
    xml('ChrgBr', 'DEBT'),
    ...group.transfers.map(creditTransfer),
  ]);
}

function creditTransfer(transfer: CreditTransfer): XmlFragment {
  return xml('CdtTrfTxInf', [
    xml('PmtId', [
      xml('InstrId', transfer.reference),
      xml('EndToEndId', transfer.reference),
      xml('UETR', transfer.uetr),
    ]),
    xml('Amt', [xml('InstdAmt', transfer.amount, { Ccy: 'VND' })]),
    xml('CdtrAgt', memberId(transfer.creditorBank)),
    xml('Cdtr', [xml('Nm', transfer.creditorName), personalId(transfer.creditorPersonalId)]),
    xml('CdtrAcct', accountId(transfer.creditorAccount)),
    transfer.ultimateCreditorName === undefined
      ? undefined
      : xml('UltmtCdtr', [xml('Nm', transfer.ultimateCreditorName)]),
    xml('Purp', [xml('Cd', transfer.purpose)]),
    xml('RmtInf', [xml('Ustrd', transfer.narrative)]),
  ]);
}

/** A natural person's national identity number (ExternalPersonIdentification1Code NIDN). */
export function personalId(id: string | undefined): XmlFragment | undefined {
  if (id === undefined) return undefined;
  return xml('Id', [xml('PrvtId', [xml('Othr', [xml('Id', id), xml('SchmeNm', [xml('Cd', 'NIDN')])])])]);
}

/** An account outside the IBAN world, as every account of Vietnam is. */
export function accountId(number: string): readonly XmlFragment[] {
  return [xml('Id', [xml('Othr', [xml('Id', number)])])];
}

/** A bank by its number in the national clearing (NAPAS BIN). */
export function memberId(bank: string): readonly XmlFragment[] {
  return [xml('FinInstnId', [xml('ClrSysMmbId', [xml('MmbId', bank)])])];
}

function totalOf(transfers: readonly CreditTransfer[]): bigint {
  return transfers.reduce((sum, transfer) => sum + transfer.amount, 0n);
}
