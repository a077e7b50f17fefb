/** What ZaloPay can do as the documentation of its disbursement says. */
import type { Capabilities } from '../kit/index.js';
import type { ZaloPayConfig } from './config.js';

export const capabilities: Capabilities = {
  work: ['ACCOUNT_CHECK', 'PAYMENT'],
  concurrencyMax: 16,
  ratePerSecondMax: 50, // none is published; a payment is two calls
  payment: {
    repeatedReference: 'REFUSED', // sub_return_code -68
    inquiryBy: 'OWN_REFERENCE',
    laterStatus: 'POLLING',
    hasStatement: false,
    reference: { lengthMax: 35, pattern: /^[A-Z0-9]+$/ }, // no rule is published: the hub's own form
    finalWord: 'CREDITED',
  },
  accountCheck: { returnedName: 'NONE', comparesPersonalId: false },
};

export function capabilitiesOf({ ratePerSecondMax, repeatedReference }: ZaloPayConfig): Capabilities {
  const payment = capabilities.payment && { ...capabilities.payment, repeatedReference };
  return { ...capabilities, ratePerSecondMax, payment };
}
