/** What the register and an agency agree on before the first list, made up for demo and tests: credentials, and the register's key. */
import { randomBytes } from 'node:crypto';
import { demoPartner, type DemoPartnership, institutionKeys } from '../kit/simulator/index.js';

export const { demoConfig, settingsOf } = demoPartner(createPartnership);

function createPartnership(): DemoPartnership {
  const shared = { clientId: 'an-sinh-hub-demo', clientSecret: randomBytes(24).toString('hex') };
  const { privateKeyPem, publicKeyPem } = institutionKeys();
  return {
    settings: {
      ...shared,
      signingKeyPem: privateKeyPem,
      pageSize: 40,
    },
    config: {
      ...shared,
      registerPublicKey: publicKeyPem,
      pollSeconds: 2,
    },
  };
}
