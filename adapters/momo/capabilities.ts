/** What MoMo can do as a disbursement partner's documentation says. */
import type { Capabilities } from '../kit/index.js';
import type { MomoConfig } from './config.js';
import { orderIdPattern, requestIdLengthMax } from './wire.js';

export const capabilities: Capabilities = {
  work: ['ACCOUNT_CHECK', 'PAYMENT'],
  concurrencyMax: 32,
  ratePerSecondMax: 200, // none is published
  payment: {
    repeatedReference: 'REFUSED', // requestId is kept at least 31 days: replayed when final, else 7000 or 40
    inquiryBy: 'OWN_REFERENCE',
    laterStatus: 'CALLBACK',
    hasStatement: false,
    reference: { lengthMax: requestIdLengthMax, pattern: orderIdPattern },
    finalWord: 'CREDITED',
  },
  accountCheck: { returnedName: 'NONE', comparesPersonalId: true },
};

export function capabilitiesOf({ ratePerSecondMax, repeatedReference }: MomoConfig): Capabilities {
  const payment = capabilities.payment && { ...capabilities.payment, repeatedReference };
  return { ...capabilities, ratePerSecondMax, payment };
}
