/** What the post and a partner exchange on paper before the first list, made up for demo and tests: a code, two pairs of keys,
 *  and how the people of the demo behave. */
import { generateKeyPairSync } from 'node:crypto';
import { demoPartner, type DemoPartnership } from '../kit/simulator/index.js';

export const { demoConfig, settingsOf } = demoPartner(createPartnership);

function createPartnership(): DemoPartnership {
  const partnerCode = 'ASXH-HUB';
  const [ours, thePosts] = [keys(), keys()];
  return {
    settings: {
      partnerCode,
      partnerPublicKeyPem: ours.publicKeyPem,
      postPrivateKeyPem: thePosts.privateKeyPem,
      // A month of the post passes in twenty seconds: people come within four, a second visit is over by eight. Whoever wants to
      // see an unpaid list ends the month early: `PUT /__post/period-end`.
      closeAfterMs: 20_000,
      people: { neverShare: 0, notMetShare: 0.25, comeAfterMsMin: 500, comeAfterMsMax: 4_000 },
    },
    config: {
      partnerCode,
      privateKeyPem: ours.privateKeyPem,
      postPublicKey: thePosts.publicKeyPem,
      feedEveryMs: 500,
      statementEveryMs: 15_000,
    },
  };
}

function keys() {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}
