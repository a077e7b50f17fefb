/** What ZaloPay's merchant portal hands out, made up for demo and tests: app, wallet, key1, ZaloPay's RSA key. */
import { randomBytes } from 'node:crypto';
import { demoPartner, type DemoPartnership, institutionKeys } from '../kit/simulator/index.js';

export const { demoConfig, settingsOf } = demoPartner(createPartnership);

function createPartnership(): DemoPartnership {
  const shared = { appId: 2553, paymentId: 'ANSINHHUBDEMO', key1: randomBytes(16).toString('hex') };
  const { privateKeyPem, publicKey } = institutionKeys();
  return {
    settings: {
      ...shared,
      zaloPayPrivateKeyPem: privateKeyPem,
    },
    config: {
      ...shared,
      zaloPayPublicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
      comparesName: true,
    },
  };
}
