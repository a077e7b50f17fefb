/** What the simulators of all providers have in common: the made-up partnership, and a server that goes by it. */
import { randomBytes } from 'node:crypto';
import {
  demoPartner,
  startSimulator,
  type CreateSimulator,
  type DemoPartner,
} from '../../../kit/simulator/index.js';
import { z } from 'zod';
import { amountMaxOfLaw, provider } from './provider.js';

const basePath = '/v1.2/mm';

const settingsSchema = z.object({
  apiKey: z.string(),
  clientId: z.string(),
  amountMax: z.number().default(amountMaxOfLaw),
});

/** A partnership of one provider: each has keys of its own. */
export function gsmaDemoPartner(): DemoPartner {
  return demoPartner(
    () => {
      const credentials = { apiKey: randomBytes(16).toString('hex'), clientId: 'an-sinh-hub-demo' };
      const secret = randomBytes(16).toString('hex');
      return { settings: credentials, config: { ...credentials, callback: { secret } } };
    },
    (simulatorUrl) => ({ baseUrl: `${simulatorUrl}${basePath}` }),
  );
}

/** @param name folder of the provider's adapter */
export function gsmaSimulator(name: string, { settingsOf }: DemoPartner): CreateSimulator {
  return (options) =>
    startSimulator(name, options, (world) =>
      provider(world, { basePath, ...settingsSchema.parse(settingsOf(world)) }),
    );
}
