/** What the switch and a participant exchange on paper before the first message, made up for demo and tests: credentials, two key pairs. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { demoPartner, type DemoPartnership } from '../kit/simulator/index.js';

export const { demoConfig, settingsOf } = demoPartner(createPartnership);

function createPartnership(): DemoPartnership {
  const credentials = {
    clientId: 'ANSINHHUBDEMO',
    clientSecret: randomBytes(16).toString('hex'),
    username: 'ansinhhub',
    password: randomBytes(16).toString('hex'),
  };
  const [ours, theirs] = [keyPair(), keyPair()];
  return {
    settings: { ...credentials, privateKey: theirs.privateKey, partnerPublicKey: ours.publicKey },
    config: {
      ...credentials,
      privateKey: ours.privateKey,
      napasPublicKey: theirs.publicKey,
      // The payer's account of the demo is at BIDV.
      debtorBank: '970418',
      debtorName: 'AN SINH HUB DEMO PAYER',
      statementIntervalMs: 60_000,
    },
  };
}

function keyPair() {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}
