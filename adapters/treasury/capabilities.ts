/** What the Treasury's electronic payment does under this profile; an agreement that differs is set in the configuration. */
import type { Capabilities, ServiceHours } from '../kit/index.js';
import type { TreasuryConfig } from './config.js';

/** Payments of a day are taken until the cut-off of bilateral payment with the banks. */
export const OFFICE_HOURS: ServiceHours = { opensAt: '07:30', closesAt: '16:30', weekdays: [1, 2, 3, 4, 5] };

export const capabilities: Capabilities = {
  work: [],
  concurrencyMax: 4,
  ratePerSecondMax: 5, // none is published; orders are few
  serviceHours: OFFICE_HOURS,
  funding: { repeatedReference: 'SAME_ANSWER', laterStatus: 'POLLING' },
};

export function capabilitiesOf({ ratePerSecondMax, serviceHours }: TreasuryConfig): Capabilities {
  const isAlwaysOpen = serviceHours === 'AROUND_THE_CLOCK';
  return { ...capabilities, ratePerSecondMax, serviceHours: isAlwaysOpen ? undefined : serviceHours };
}
