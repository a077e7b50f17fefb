/** The national population database: authentication and record look-up over SOAP. See README.md. */
import type { Adapter } from '../kit/index.js';
import { capabilities } from './capabilities.js';
import { PopulationChecker } from './citizen-checker.js';
import { PopulationClient } from './client.js';
import { parseConfig, type PopulationConfig } from './config.js';

export { demoConfig } from './demo-partnership.js';

export const adapter: Adapter<PopulationConfig> = {
  name: 'population',
  institution: 'CSDLDC',
  capabilities,
  parseConfig,
  start: (config, deps) => {
    const client = new PopulationClient(config, deps.clock);
    return Promise.resolve({
      citizenChecks: new PopulationChecker({ client, config, deps }),
      stop: () => client.close(),
    });
  },
};
