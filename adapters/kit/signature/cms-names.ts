/** The object identifiers of CMS (RFC 5652) that a file's signature is made of, and which of them are which algorithm. */
import { familyOf, fileAlgorithms, hashOf, type FileAlgorithm } from './file-algorithms.js';

export const oid = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  /** ContentIdentifier of RFC 2634 §2.7: an OCTET STRING that tells this content from any other. */
  contentIdentifier: '1.2.840.113549.1.9.16.2.7',
  mgf1: '1.2.840.113549.1.1.8',
  rsa: '1.2.840.113549.1.1.1',
  rsaPss: '1.2.840.113549.1.1.10',
} as const;

/** RFC 5754 §2. */
export const digestOid = {
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
} as const;

const ecdsaOid = {
  sha256: '1.2.840.10045.4.3.2',
  sha384: '1.2.840.10045.4.3.3',
  sha512: '1.2.840.10045.4.3.4',
} as const;

/** Some write the hash into the signature's algorithm too (RFC 5754 §3.2). */
const rsaWithHashOid = {
  sha256: '1.2.840.113549.1.1.11',
  sha384: '1.2.840.113549.1.1.12',
  sha512: '1.2.840.113549.1.1.13',
} as const;

/** The identifiers that an algorithm's signature may go by; the first is what we write. */
export function signatureOidsOf(algorithm: FileAlgorithm): readonly string[] {
  const hash = hashOf(algorithm);
  switch (familyOf(algorithm)) {
    case 'RS':
      return [oid.rsa, rsaWithHashOid[hash]];
    case 'PS':
      return [oid.rsaPss];
    case 'ES':
      return [ecdsaOid[hash]];
  }
}

export function algorithmOf(digest: string, signature: string): FileAlgorithm | undefined {
  return fileAlgorithms.find(
    (one) => digestOid[hashOf(one)] === digest && signatureOidsOf(one).includes(signature),
  );
}
