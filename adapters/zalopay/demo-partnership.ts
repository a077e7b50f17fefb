/** What ZaloPay's merchant portal hands out, made up for demo and tests: app, wallet, key1, ZaloPay's RSA key. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { demoPartner, type DemoPartnership } from '../kit/simulator/index.js';

export const { demoConfig, settingsOf } = demoPartner(createPartnership);

function createPartnership(): DemoPartnership {
  const shared = { appId: 2553, paymentId: 'ANSINHHUBDEMO', key1: randomBytes(16).toString('hex') };
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    settings: {
      ...shared,
      zaloPayPrivateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    },
    config: {
      ...shared,
      zaloPayPublicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
      comparesName: true,
    },
  };
}
