/** What MoMo's partner portal hands out, made up for demo and tests: partner code, access key, secret key, MoMo's RSA key. */
import { randomBytes } from 'node:crypto';
import { demoPartner, type DemoPartnership, institutionKeys } from '../kit/simulator/index.js';

export const { demoConfig, settingsOf } = demoPartner(createPartnership);

function createPartnership(): DemoPartnership {
  const shared = {
    partnerCode: 'ANSINHHUBDEMO',
    accessKey: randomBytes(8).toString('hex'),
    secretKey: randomBytes(16).toString('hex'),
  };
  const { privateKeyPem, publicKey } = institutionKeys();
  return {
    settings: {
      ...shared,
      momoPrivateKeyPem: privateKeyPem,
    },
    config: {
      ...shared,
      momoPublicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
    },
  };
}
