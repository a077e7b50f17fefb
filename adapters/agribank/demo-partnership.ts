/** What Agribank and a partner exchange on paper before the first file, made up for demo and tests. */
import { randomBytes } from 'node:crypto';
import { demoPartner, demoSigner, type DemoPartnership, type DemoSigner } from '../kit/simulator/index.js';

export const { demoConfig, settingsOf } = demoPartner(createPartnership);

function createPartnership(): DemoPartnership {
  const credentials = { clientId: 'demo-partner', secret: randomBytes(32).toString('hex') };
  const [partner, bank] = [demoSigner('An Sinh Hub demo partner'), demoSigner('Simulated Agribank')];
  return {
    settings: { ...credentials, fileSignature: signedBy(bank, partner) },
    config: {
      ...credentials,
      fileSignature: signedBy(partner, bank),
      initiatingParty: 'AN SINH HUB',
      debtorName: 'AN SINH HUB DEMO PAYER',
      pollIntervalMs: 200,
    },
  };
}

function signedBy(own: DemoSigner, other: DemoSigner) {
  return {
    profile: 'cms',
    privateKey: own.privateKeyPem,
    certificate: own.certificatePem,
    trustedCertificates: [other.certificatePem],
  };
}
