/** What Agribank and a partner exchange on paper before the first file, made up for demo and tests. */
import { randomBytes } from 'node:crypto';
import { demoPartner, type DemoPartnership } from '../kit/simulator/index.js';

export const { demoConfig, settingsOf } = demoPartner(createPartnership);

function createPartnership(): DemoPartnership {
  const credentials = { clientId: 'demo-partner', secret: randomBytes(32).toString('hex') };
  return {
    settings: credentials,
    config: {
      ...credentials,
      initiatingParty: 'AN SINH HUB',
      debtorName: 'AN SINH HUB DEMO PAYER',
      pollIntervalMs: 200,
    },
  };
}
