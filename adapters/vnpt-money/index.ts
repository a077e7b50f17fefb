/** VNPT Money: disbursement to a mobile-money account, its name and status, and callbacks at the adapter's own port. See README.md. */
import { gsmaAdapter, gsmaStatuses } from '../protocols/gsma/index.js';
import { capabilities } from './capabilities.js';
import { parseConfig } from './config.js';
import { partner } from './demo-partnership.js';

export const { demoConfig } = partner;

export const adapter = gsmaAdapter({
  name: 'vnpt-money',
  institution: 'VNPT_MONEY',
  capabilities,
  statuses: gsmaStatuses,
  parseConfig,
});
