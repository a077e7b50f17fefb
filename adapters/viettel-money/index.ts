/** Viettel Money: disbursement to a mobile-money account, its name and status, and callbacks at the adapter's own port. See README.md. */
import { gsmaAdapter } from '../protocols/gsma/index.js';
import { capabilities } from './capabilities.js';
import { parseConfig } from './config.js';
import { partner } from './demo-partnership.js';
import { statuses } from './translate.js';

export const { demoConfig } = partner;

export const adapter = gsmaAdapter({
  name: 'viettel-money',
  institution: 'VIETTEL_MONEY',
  capabilities,
  statuses,
  parseConfig,
});
