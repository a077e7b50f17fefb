/** What BIDV and a partner exchange on paper before the first call, made up for demo and tests: client credentials,
 *  the symmetric key, two key pairs. */
import { randomBytes } from 'node:crypto';
import {
  type DemoKeys,
  demoPartner,
  type DemoPartnership,
  institutionKeys,
  partnerKeys,
  selfSignedCertificate,
} from '../kit/simulator/index.js';

export const { demoConfig, settingsOf } = demoPartner(createPartnership);

function createPartnership(): DemoPartnership {
  const credentials = { clientId: 'demo-partner', clientSecret: randomBytes(16).toString('hex') };
  const symmetricKeyHex = randomBytes(32).toString('hex');
  const partner = certified(partnerKeys(), 'An Sinh Hub demo partner');
  const bank = certified(institutionKeys(), 'Simulated bank');
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

function certified({ privateKey, privateKeyPem }: DemoKeys, commonName: string) {
  const certificatePem = selfSignedCertificate(privateKey, { commonName, notBefore: new Date(), days: 3650 });
  return { privateKeyPem, certificatePem };
}
