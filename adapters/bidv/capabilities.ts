/** What BIDV can do through this profile. */
import type { Capabilities } from '../kit/index.js';
import type { BidvConfig } from './config.js';
import { defaultProfile } from './profile.js';

export const capabilities: Capabilities = {
  work: ['ACCOUNT_CHECK', 'PAYMENT'],
  concurrencyMax: 24,
  ratePerSecondMax: 100, // stated in one partner specification
  payment: {
    repeatedReference: defaultProfile.repeatedReference,
    inquiryBy: 'OWN_REFERENCE',
    laterStatus: 'POLLING',
    hasStatement: false, // the reconciliation file exists at the bank; this adapter does not read it yet
    reference: { lengthMax: 35, pattern: /^[A-Za-z0-9]{1,35}$/ },
    finalWord: 'CREDITED',
  },
  accountCheck: { returnedName: 'UNACCENTED', comparesPersonalId: false },
};

/** A partnership may differ in what its contract with the bank says. */
export function capabilitiesOf({ ratePerSecondMax, profile }: BidvConfig): Capabilities {
  const payment = capabilities.payment && {
    ...capabilities.payment,
    repeatedReference: profile.repeatedReference,
  };
  return { ...capabilities, ratePerSecondMax, payment };
}
