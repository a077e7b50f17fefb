/** acmt.023.001.03, IdentificationVerificationRequestV03: asks a bank whether a name and an account belong together. */
import { xml, xmlDocument } from '../xml/index.js';
import { accountId, memberId, personalId } from './credit-transfer-initiation.js';

const NAMESPACE = 'urn:iso:std:iso:20022:tech:xsd:acmt.023.001.03';

export interface VerificationRequest {
  /** Assgnmt/MsgId, 1 to 35 characters. */
  readonly messageId: string;
  /** Vrfctn/Id, repeated in the answer as OrgnlId. */
  readonly id: string;
  readonly createdAt: Date;
  readonly assignerName: string;
  readonly assigneeBank: string;
  /** Left out where the bank answers with the holder's name without being told one. */
  readonly holderName?: string;
  readonly holderPersonalId?: string;
  readonly account: string;
  readonly bank: string;
}

export function writeVerificationRequest(request: VerificationRequest): string {
  const assignment = xml('Assgnmt', [
    xml('MsgId', request.messageId),
    xml('CreDtTm', request.createdAt.toISOString()),
    xml('Assgnr', [xml('Pty', [xml('Nm', request.assignerName)])]),
    xml('Assgne', [xml('Agt', memberId(request.assigneeBank))]),
  ]);
  const verification = xml('Vrfctn', [
    xml('Id', request.id),
    xml('PtyAndAcctId', [
      request.holderName === undefined
        ? undefined
        : xml('Pty', [xml('Nm', request.holderName), personalId(request.holderPersonalId)]),
      xml('Acct', accountId(request.account)),
      xml('Agt', memberId(request.bank)),
    ]),
  ]);
  return xmlDocument(xml('Document', [xml('IdVrfctnReq', [assignment, verification])], { xmlns: NAMESPACE }));
}
