/** Who signs files in a demo partnership: a key on P-256, which is made at once, and a certificate of its own. */
import { generateKeyPairSync } from 'node:crypto';
import { selfSignedCertificate } from './self-signed-certificate.js';

export interface DemoSigner {
  /** PKCS #8. */
  readonly privateKeyPem: string;
  readonly certificatePem: string;
}

const dayMs = 86_400_000;

export function demoSigner(commonName: string): DemoSigner {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  // Valid since yesterday: the clocks of a demo need not agree to the second.
  const notBefore = new Date(Date.now() - dayMs);
  return {
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificatePem: selfSignedCertificate(privateKey, { commonName, notBefore, days: 3_650 }),
  };
}
