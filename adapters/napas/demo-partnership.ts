/** What the switch and a participant exchange on paper before the first message, made up for demo and tests: credentials, two key pairs. */
import { randomBytes } from 'node:crypto';
import { demoPartner, type DemoPartnership, institutionKeys, partnerKeys } from '../kit/simulator/index.js';

export const { demoConfig, settingsOf } = demoPartner(createPartnership);

function createPartnership(): DemoPartnership {
  const credentials = {
    clientId: 'ANSINHHUBDEMO',
    clientSecret: randomBytes(16).toString('hex'),
    username: 'ansinhhub',
    password: randomBytes(16).toString('hex'),
  };
  const [ours, theirs] = [partnerKeys(), institutionKeys()];
  return {
    settings: { ...credentials, privateKey: theirs.privateKeyPem, partnerPublicKey: ours.publicKeyPem },
    config: {
      ...credentials,
      privateKey: ours.privateKeyPem,
      napasPublicKey: theirs.publicKeyPem,
      // The payer's account of the demo is at BIDV.
      debtorBank: '970418',
      debtorName: 'AN SINH HUB DEMO PAYER',
      statementIntervalMs: 60_000,
    },
  };
}
