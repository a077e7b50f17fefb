/** What the register and an agency agree on before the first list, made up for demo and tests: credentials, and the register's key. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { demoPartner, type DemoPartnership } from '../kit/simulator/index.js';

export const { demoConfig, settingsOf } = demoPartner(createPartnership);

function createPartnership(): DemoPartnership {
  const shared = { clientId: 'an-sinh-hub-demo', clientSecret: randomBytes(24).toString('hex') };
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    settings: {
      ...shared,
      signingKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      pageSize: 40,
    },
    config: {
      ...shared,
      registerPublicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      pollSeconds: 2,
    },
  };
}
