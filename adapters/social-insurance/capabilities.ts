/** What the register of social insurance does: it names its recipients on signed lists, and is asked for nothing else. */
import type { Capabilities } from '../kit/index.js';

export const capabilities: Capabilities = {
  work: [],
  concurrencyMax: 2,
  ratePerSecondMax: 10,
  recipients: { signature: 'WHOLE_LIST' },
};
