/** What Viettel Money can do, as the GSMA profile has it: its own specification is not public. */
import type { Capabilities } from '../kit/index.js';

export const capabilities: Capabilities = {
  work: ['PAYMENT', 'ACCOUNT_CHECK'],
  concurrencyMax: 16,
  ratePerSecondMax: 200,
  payment: {
    repeatedReference: 'REFUSED',
    inquiryBy: 'OWN_REFERENCE',
    laterStatus: 'CALLBACK',
    hasStatement: false,
    reference: { lengthMax: 256, pattern: /^[A-Z0-9]+$/ },
    finalWord: 'CREDITED',
  },
  accountCheck: { returnedName: 'FULL', comparesPersonalId: false },
};
