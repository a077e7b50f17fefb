/** What BIDV can do through this profile. */
import type { Capabilities } from '../kit/index.js';
import type { BidvConfig } from './config.js';

export const capabilities: Capabilities = {
  work: ['ACCOUNT_CHECK', 'PAYMENT'],
  concurrencyMax: 24,
  ratePerSecondMax: 100, // stated in one partner specification
  payment: {
    repeatedReference: 'REFUSED', // code 120 of the profile; a partnership may say otherwise
    inquiryBy: 'OWN_REFERENCE',
    laterStatus: 'POLLING',
    hasStatement: true, // reconciliation file and account transactions
    reference: { lengthMax: 35, pattern: /^[A-Za-z0-9]{1,35}$/ },
    finalWord: 'CREDITED',
  },
  accountCheck: { returnedName: 'UNACCENTED', comparesPersonalId: false },
};

/** A partnership may differ in what its contract with the bank says. */
export function capabilitiesOf({ ratePerSecondMax, repeatedReference }: BidvConfig): Capabilities {
  const payment = capabilities.payment && {
    ...capabilities.payment,
    repeatedReference,
  };
  return { ...capabilities, ratePerSecondMax, payment };
}
