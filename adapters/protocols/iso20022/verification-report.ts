/** acmt.024, IdentificationVerificationReport: a bank's answer about a name and an account. */
import { childrenOf, textAt } from '../xml/index.js';
import { accountAt, IsoMessageError, readIsoDocument, reasonAt, requiredText } from './iso-document.js';

export interface VerificationReport {
  /** The request's Vrfctn/Id. */
  readonly originalId: string;
  readonly isVerified: boolean;
  /** Rsn/Cd or Rsn/Prtry, when the bank gives one. */
  readonly reason?: string;
  /** The holder's name as the bank keeps it, when it tells. */
  readonly holderName?: string;
  readonly account?: string;
}

/** One report for each verification that was asked. @throws IsoMessageError, XmlError */
export function readVerificationReport(content: string | Uint8Array): readonly VerificationReport[] {
  const message = readIsoDocument(content, ['acmt.024.001']);
  return childrenOf(message, 'Rpt').map((report) => ({
    originalId: requiredText(report, 'OrgnlId'),
    isVerified: booleanOf(requiredText(report, 'Vrfctn')),
    reason: reasonAt(report, 'Rsn'),
    holderName:
      textAt(report, 'UpdtdPtyAndAcctId/Pty/Nm') ?? textAt(report, 'UpdtdPtyAndAcctId/Acct/Nm') ?? undefined,
    account: accountAt(report, 'UpdtdPtyAndAcctId/Acct') ?? accountAt(report, 'OrgnlPtyAndAcctId/Acct'),
  }));
}

function booleanOf(text: string): boolean {
  if (text === 'true' || text === '1') return true;
  if (text === 'false' || text === '0') return false;
  throw new IsoMessageError('Vrfctn is no boolean');
}
