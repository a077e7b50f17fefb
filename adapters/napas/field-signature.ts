/** The switch's signature: RSA over the values of all fields, put together in the order of the fields' names. */
import { isRsaSigned, rsaSign } from '../kit/index.js';

/** Fields of a message by name; the signature itself is none of them. */
export type SignedFields = Readonly<Record<string, string>>;

/** `client_id client_secret grant_type password username`: sorted by name, values only, nothing between them. */
export function signatureInputOf(fields: SignedFields): string {
  return Object.keys(fields)
    .sort()
    .map((name) => fields[name])
    .join('');
}

/** Base64url without padding, as the public samples show it; SHA-256 and PKCS #1 v1.5 are the profile's. */
export function signFields(fields: SignedFields, privateKeyPem: string): string {
  const signature = rsaSign(signatureInputOf(fields), { privateKeyPem, hash: 'sha256' });
  return Buffer.from(signature, 'base64').toString('base64url');
}

/** Takes base64 and base64url: the public samples show both. */
export function isSignedBy(fields: SignedFields, signature: string, publicKeyPem: string): boolean {
  return (
    signature !== '' && isRsaSigned(signatureInputOf(fields), signature, { publicKeyPem, hash: 'sha256' })
  );
}
