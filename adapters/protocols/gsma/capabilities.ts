/** What the standard promises of any provider; how much at once is each provider's own. */
import type { Capabilities } from '../../kit/index.js';

export function gsmaCapabilities(
  pace: Pick<Capabilities, 'concurrencyMax' | 'ratePerSecondMax' | 'serviceHours'>,
): Capabilities {
  return {
    ...pace,
    work: ['PAYMENT', 'ACCOUNT_CHECK'],
    payment: {
      repeatedReference: 'REFUSED', // API 1.2: a POST that repeats X-CorrelationID is refused
      inquiryBy: 'OWN_REFERENCE',
      laterStatus: 'CALLBACK',
      hasStatement: false,
      reference: { lengthMax: 256, pattern: /^[A-Z0-9]+$/ },
      finalWord: 'CREDITED',
    },
    accountCheck: { returnedName: 'FULL', comparesPersonalId: false },
  };
}
