/** What the interbank switch does under this profile; an agreement that differs is set in the configuration. */
import type { Capabilities } from '../kit/index.js';
import type { NapasConfig } from './config.js';

export const capabilities: Capabilities = {
  work: ['ACCOUNT_CHECK', 'PAYMENT'],
  concurrencyMax: 32,
  ratePerSecondMax: 100, // none is published
  // Around the clock every day, so no service hours: that is what the fast transfer service is for.
  payment: {
    repeatedReference: 'REFUSED', // DU04 of the profile
    inquiryBy: 'OWN_REFERENCE', // pacs.028 by EndToEndId and TxId
    laterStatus: 'CALLBACK', // pacs.002 and pacs.004
    hasStatement: true, // camt.053 of the settlement with our bank
    reference: { lengthMax: 35, pattern: /^[A-Z0-9]{1,35}$/ }, // ISO 20022 Max35Text
    finalWord: 'CREDITED', // ACCC: the receiving bank has credited
  },
  // Holders' names reach a third party masked only, and nobody compares a personal id.
  accountCheck: { returnedName: 'MASKED', comparesPersonalId: false },
};

export function capabilitiesOf({ ratePerSecondMax, repeatedReference }: NapasConfig): Capabilities {
  const payment = capabilities.payment && { ...capabilities.payment, repeatedReference };
  return { ...capabilities, ratePerSecondMax, payment };
}
