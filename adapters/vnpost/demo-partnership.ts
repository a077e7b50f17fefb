/** What the post and a partner exchange on paper before the first list, made up for demo and tests: a code, two pairs of keys,
 *  and how the people of the demo behave. */
import { demoPartner, type DemoPartnership, institutionKeys, partnerKeys } from '../kit/simulator/index.js';

export const { demoConfig, settingsOf } = demoPartner(createPartnership);

function createPartnership(): DemoPartnership {
  const partnerCode = 'ASXH-HUB';
  const [ours, thePosts] = [partnerKeys(), institutionKeys()];
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
