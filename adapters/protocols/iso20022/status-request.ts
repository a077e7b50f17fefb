/** pacs.028.001.03, FIToFIPaymentStatusRequestV03: asks what became of one interbank transfer. Answered by a pacs.002. */
import { xml, xmlDocument } from '../xml/index.js';
import { memberId } from './credit-transfer-initiation.js';

export const STATUS_REQUEST = 'pacs.028.001.03';

export interface StatusRequest {
  /** GrpHdr/MsgId, 1 to 35 characters. */
  readonly messageId: string;
  readonly createdAt: Date;
  /** BIN of the bank that handed the transfer in. */
  readonly instructingBank: string;
  readonly originalMessageId: string;
  /** Definition of the original message: `pacs.008.001.08`. */
  readonly originalMessageName: string;
  /** EndToEndId and TxId of the transfer. */
  readonly reference: string;
  readonly uetr: string;
}

export function writeStatusRequest(request: StatusRequest): string {
  const content = [
    xml('GrpHdr', [
      xml('MsgId', request.messageId),
      xml('CreDtTm', request.createdAt.toISOString()),
      xml('InstgAgt', memberId(request.instructingBank)),
    ]),
    xml('OrgnlGrpInf', [
      xml('OrgnlMsgId', request.originalMessageId),
      xml('OrgnlMsgNmId', request.originalMessageName),
    ]),
    xml('TxInf', [
      xml('OrgnlInstrId', request.reference),
      xml('OrgnlEndToEndId', request.reference),
      xml('OrgnlTxId', request.reference),
      xml('OrgnlUETR', request.uetr),
    ]),
  ];
  const namespace = `urn:iso:std:iso:20022:tech:xsd:${STATUS_REQUEST}`;
  return xmlDocument(xml('Document', [xml('FIToFIPmtStsReq', content)], { xmlns: namespace }));
}
