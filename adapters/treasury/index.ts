/** The State Treasury: carries out orders to fund batches, and takes back what is left of them. See README.md. */
import type { Adapter, AdapterDeps, AdapterSession } from '../kit/index.js';
import { capabilities, capabilitiesOf } from './capabilities.js';
import { TreasuryClient } from './client.js';
import { parseConfig, type TreasuryConfig } from './config.js';
import { answerOf } from './translate.js';
import { writeOrder } from './wire.js';

export { demoConfig } from './demo-partnership.js';

export const adapter: Adapter<TreasuryConfig> = {
  name: 'treasury',
  institution: 'KBNN',
  capabilities,
  parseConfig,
  start,
};

function start(config: TreasuryConfig, { clock }: AdapterDeps): Promise<AdapterSession> {
  const client = new TreasuryClient(config, clock);
  return Promise.resolve({
    funding: {
      everyMs: config.pollIntervalMs,
      inquire: async (order) => answerOf(order, await client.ask(order.reference), clock()),
      submit: async (order) => answerOf(order, await client.handIn(writeOrder(order, config)), clock()),
    },
    capabilities: capabilitiesOf(config),
    stop: () => client.close(),
  });
}
