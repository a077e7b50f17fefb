/** What MoMo's partner portal hands out, made up for demo and tests: partner code, access key, secret key, MoMo's RSA key. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { demoPartner, type DemoPartnership } from '../kit/simulator/index.js';

export const { demoConfig, settingsOf } = demoPartner(createPartnership);

function createPartnership(): DemoPartnership {
  const shared = {
    partnerCode: 'ANSINHHUBDEMO',
    accessKey: randomBytes(8).toString('hex'),
    secretKey: randomBytes(16).toString('hex'),
  };
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    settings: {
      ...shared,
      momoPrivateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    },
    config: {
      ...shared,
      momoPublicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
    },
  };
}
