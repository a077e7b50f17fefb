/** What the post's pay-out service does under this profile; a contract that differs is set in the configuration. */
import type { Capabilities } from '../kit/index.js';
import type { VnPostConfig } from './config.js';

export const capabilities: Capabilities = {
  work: ['PAYMENT'],
  concurrencyMax: 8,
  ratePerSecondMax: 50,
  payment: {
    repeatedReference: 'REFUSED', // D03
    inquiryBy: 'OWN_REFERENCE',
    // Cash waits for days: what happens is read from the feed, in one question for everybody.
    laterStatus: 'POLLING',
    nativeBatchMax: 500,
    hasStatement: true,
    // Printed on the pay-out slip as Code 39: capitals and digits.
    reference: { lengthMax: 35, pattern: /^[A-Z0-9]{1,35}$/ },
    // Said only when the receiver has signed for the money.
    finalWord: 'CREDITED',
  },
};

export function capabilitiesOf({ ratePerSecondMax, repeatedReference }: VnPostConfig): Capabilities {
  const payment = capabilities.payment && { ...capabilities.payment, repeatedReference };
  return { ...capabilities, ratePerSecondMax, payment };
}
