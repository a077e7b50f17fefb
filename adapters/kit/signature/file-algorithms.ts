/** The algorithms that a file may be signed with, by their names of RFC 7518. Nothing weaker is here: no SHA-1, no shared secret,
 *  no `none`, no RSA key under 2,048 bits. */
import type { KeyObject } from 'node:crypto';

export const fileAlgorithms = [
  ...(['PS256', 'PS384', 'PS512'] as const),
  ...(['ES256', 'ES384', 'ES512'] as const),
  ...(['RS256', 'RS384', 'RS512'] as const),
];

export type FileAlgorithm = (typeof fileAlgorithms)[number];

/** RSASSA-PSS, ECDSA, RSASSA-PKCS1-v1_5. */
export type AlgorithmFamily = 'PS' | 'ES' | 'RS';

export function familyOf(algorithm: FileAlgorithm): AlgorithmFamily {
  return algorithm.slice(0, 2) as AlgorithmFamily;
}

export function hashOf(algorithm: FileAlgorithm): `sha${256 | 384 | 512}` {
  return `sha${algorithm.slice(2)}` as `sha${256 | 384 | 512}`;
}

const rsaBitsMin = 2_048;
const algorithmOfCurve: ReadonlyMap<string | undefined, FileAlgorithm> = new Map([
  ['prime256v1', 'ES256'],
  ['secp384r1', 'ES384'],
  ['secp521r1', 'ES512'],
]);

/** Why a key is no good for signing files; undefined when it is. */
export function weaknessOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): string | undefined {
  if (asymmetricKeyType === 'rsa') {
    const isLong = (asymmetricKeyDetails?.modulusLength ?? 0) >= rsaBitsMin;
    return isLong ? undefined : `is an RSA key under ${rsaBitsMin} bits`;
  }
  const isKnown = asymmetricKeyType === 'ec' && algorithmOfCurve.has(asymmetricKeyDetails?.namedCurve);
  return isKnown ? undefined : 'is neither an RSA key nor one on P-256, P-384 or P-521';
}

/** What a key can sign with. With a hash of another size than its curve's an EC key is no JWS, so it is none here at all. */
export function fits(
  { asymmetricKeyType, asymmetricKeyDetails }: KeyObject,
  algorithm: FileAlgorithm,
): boolean {
  return asymmetricKeyType === 'ec'
    ? algorithmOfCurve.get(asymmetricKeyDetails?.namedCurve) === algorithm
    : asymmetricKeyType === 'rsa' && familyOf(algorithm) !== 'ES';
}
