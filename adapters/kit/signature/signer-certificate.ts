/** Whose signature counts: certificates that were exchanged on paper, each taken as it is. No authority stands between, so one that
 *  is no longer trusted is taken out of the configuration. */
import { createHash, X509Certificate, type KeyObject } from 'node:crypto';

export interface SignerCertificate {
  readonly publicKey: KeyObject;
  /** The certificate itself, DER. */
  readonly der: Buffer;
  /** SHA-256 of it, base64url: `x5t#S256` of RFC 7515. */
  readonly thumbprint: string;
  readonly validFrom: Date;
  readonly validTo: Date;
}

/** @throws Error for what is no certificate */
export function readSignerCertificate(pemText: string): SignerCertificate {
  const { publicKey, raw, validFrom, validTo } = new X509Certificate(pemText);
  return {
    publicKey,
    der: raw,
    thumbprint: createHash('sha256').update(raw).digest('base64url'),
    validFrom: new Date(validFrom),
    validTo: new Date(validTo),
  };
}

/** Undefined while the certificate is valid. */
export function faultOfTime(
  { validFrom, validTo }: SignerCertificate,
  now: Date,
): 'CERTIFICATE_NOT_YET_VALID' | 'CERTIFICATE_EXPIRED' | undefined {
  // Written so that a date which cannot be read is a fault too.
  if (!(now >= validFrom)) return 'CERTIFICATE_NOT_YET_VALID';
  return now <= validTo ? undefined : 'CERTIFICATE_EXPIRED';
}
