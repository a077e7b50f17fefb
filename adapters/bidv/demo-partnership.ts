/** What BIDV and a partner exchange on paper before the first call, made up for demo and tests: client credentials,
 *  the symmetric key, two key pairs. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { demoPartner, type DemoPartnership } from '../kit/simulator/index.js';
import { selfSignedCertificate } from './self-signed-certificate.js';

export const { demoConfig, settingsOf } = demoPartner(createPartnership);

function createPartnership(): DemoPartnership {
  const credentials = { clientId: 'demo-partner', clientSecret: randomBytes(16).toString('hex') };
  const symmetricKeyHex = randomBytes(32).toString('hex');
  const partner = keyPair('An Sinh Hub demo partner');
  const bank = keyPair('Simulated bank');
  return {
    settings: {
      ...credentials,
      symmetricKeyHex,
      partnerCertificatePem: partner.certificatePem,
      bankPrivateKeyPem: bank.privateKeyPem,
    },
    config: {
      ...credentials,
      symmetricKeyHex,
      partnerPrivateKey: partner.privateKeyPem,
      partnerCertificate: partner.certificatePem,
      bankCertificate: bank.certificatePem,
    },
  };
}

function keyPair(commonName: string): { privateKeyPem: string; certificatePem: string } {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificatePem: selfSignedCertificate(privateKey, { commonName, notBefore: new Date(), days: 3650 }),
  };
}
