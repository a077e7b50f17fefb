/** What the population register's service takes; the agreement's own rate belongs into the deployment. */
import type { Capabilities } from '../kit/index.js';

export const capabilities: Capabilities = {
  work: ['CITIZEN_CHECK'],
  concurrencyMax: 32,
  // A check is one to three requests: authentication or record, sometimes once more by year, and the death check.
  ratePerSecondMax: 300,
};
