/** Vietnam Social Security: its recipients of pensions and unemployment benefit, by monthly lists. See README.md. */
import type { Adapter } from '../kit/index.js';
import { capabilities } from './capabilities.js';
import { SocialInsuranceClient } from './client.js';
import { parseConfig, type SocialInsuranceConfig } from './config.js';
import { SocialInsuranceLists } from './recipient-source.js';

export { demoConfig } from './demo-partnership.js';

export const adapter: Adapter<SocialInsuranceConfig> = {
  name: 'social-insurance',
  institution: 'BHXH',
  capabilities,
  parseConfig,
  start: (config, deps) => {
    const client = new SocialInsuranceClient(config, deps.clock);
    return Promise.resolve({
      recipients: new SocialInsuranceLists(client, config),
      stop: () => client.close(),
    });
  },
};
