/** RSA keys of demo partnerships. To make one takes longer than everything else that a simulator does when it starts. */
import { generateKeyPairSync, type KeyObject } from 'node:crypto';

const MODULUS_BITS = 2_048;

export interface DemoKeys {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  /** PKCS #8. */
  readonly privateKeyPem: string;
  /** SubjectPublicKeyInfo. */
  readonly publicKeyPem: string;
}

/** An institution's own. */
export function institutionKeys(): DemoKeys {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: MODULUS_BITS });
  return {
    privateKey,
    publicKey,
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}

let ours: DemoKeys | undefined;

/** The partner's: it has one pair, and shows the same public key to every institution. */
export function partnerKeys(): DemoKeys {
  return (ours ??= institutionKeys());
}
