/** What Agribank's host-to-host channel does under this ISO 20022 profile; a contract that differs is set in the configuration. */
import type { Capabilities } from '../kit/index.js';

export const capabilities: Capabilities = {
  work: ['ACCOUNT_CHECK', 'PAYMENT'],
  concurrencyMax: 16,
  ratePerSecondMax: 500,
  payment: {
    repeatedReference: 'REFUSED',
    inquiryBy: 'OWN_REFERENCE',
    laterStatus: 'FILE',
    nativeBatchMax: 500,
    hasStatement: true,
    // ISO 20022 Max35Text; the restricted Latin set would allow more, the hub's references need no more.
    reference: { lengthMax: 35, pattern: /^[A-Z0-9]{1,35}$/ },
    finalWord: 'CREDITED',
  },
  accountCheck: { returnedName: 'UNACCENTED', comparesPersonalId: true },
};
