/** What the standard promises of any provider; how much at once is each provider's own. */
import type { Capabilities } from '../../kit/index.js';

export function gsmaCapabilities({
  nativeBatchMax,
  ...pace
}: Pick<Capabilities, 'concurrencyMax' | 'ratePerSecondMax' | 'serviceHours'> & {
  /** `/batchtransactions`, under this project's profile of it (README). */
  readonly nativeBatchMax?: number;
}): Capabilities {
  return {
    ...pace,
    work: ['PAYMENT', 'ACCOUNT_CHECK'],
    payment: {
      repeatedReference: 'REFUSED', // API 1.2: a POST that repeats X-CorrelationID is refused
      inquiryBy: 'OWN_REFERENCE',
      laterStatus: 'CALLBACK',
      nativeBatchMax,
      hasStatement: false,
      reference: { lengthMax: 256, pattern: /^[A-Z0-9]+$/ },
      finalWord: 'CREDITED',
    },
    accountCheck: { returnedName: 'FULL', comparesPersonalId: false },
  };
}
