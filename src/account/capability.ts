/** What an institution can do, as its adapter declares it, and which declarations make no sense. Data that clients read and the
 *  adapter's own worker obeys; the hub takes the reference's form and the finish time from it. */
import type { ServiceHours } from '../values/index.js';
import type { WorkKind } from '../work/index.js';

export interface Capabilities {
  /** Kinds of work that the adapter claims; none when it only looks for things by itself. */
  readonly work: readonly WorkKind[];
  /** Requests in flight at once, all kinds together; 1 to 200. */
  readonly concurrencyMax: number;
  /** Requests started in one second, all kinds together; 1 to 10,000. */
  readonly ratePerSecondMax: number;
  /** Null: around the clock. */
  readonly serviceHours: ServiceHours | null;
  readonly payment: PaymentCapabilities | null;
  readonly accountCheck: AccountCheckCapabilities | null;
}

export interface PaymentCapabilities {
  readonly repeatedReference: 'REFUSED' | 'BOOKED_AGAIN' | 'UNDOCUMENTED';
  readonly inquiryBy: 'OWN_REFERENCE' | 'INSTITUTION_REFERENCE' | 'NONE';
  readonly laterStatus: 'CALLBACK' | 'POLLING' | 'FILE';
  /** Null: payments go one by one. */
  readonly nativeBatchMax: number | null;
  readonly hasStatement: boolean;
  readonly referenceLengthMax: number;
  /** For people: what the institution itself demands. */
  readonly referencePattern: string;
  /** What the hub may make references of there. */
  readonly referenceAlphabet: 'ALPHANUMERIC' | 'DIGITS';
  readonly finalWord: 'CREDITED' | 'DEBITED';
}

export interface AccountCheckCapabilities {
  readonly returnedName: 'FULL' | 'UNACCENTED' | 'MASKED' | 'NONE';
  readonly comparesPersonalId: boolean;
}

/** Shorter references would meet: two payments under one reference is one payment not made. */
export const REFERENCE_LENGTH_MIN = { ALPHANUMERIC: 16, DIGITS: 18 } as const;
const REFERENCE_PATTERN_LENGTH_MAX = 200;
const CONCURRENCY_MAX = 200;
const RATE_MAX = 10_000;
const NATIVE_BATCH_MAX = 1_000_000;
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

/** What is wrong with a declaration, for the adapter's author; undefined when nothing is. */
export function capabilityProblem({
  concurrencyMax,
  ratePerSecondMax,
  serviceHours,
  payment,
}: Capabilities): string | undefined {
  if (!isWithin(concurrencyMax, 1, CONCURRENCY_MAX)) return `concurrencyMax is 1 to ${CONCURRENCY_MAX}.`;
  if (!isWithin(ratePerSecondMax, 1, RATE_MAX)) return `ratePerSecondMax is 1 to ${RATE_MAX}.`;
  return (serviceHours && hoursProblem(serviceHours)) ?? (payment && paymentProblem(payment)) ?? undefined;
}

function hoursProblem({ opensAt, closesAt, weekdays }: ServiceHours): string | undefined {
  if (!TIME.test(opensAt) || !TIME.test(closesAt) || opensAt >= closesAt) {
    return 'serviceHours open before they close, both HH:MM.';
  }
  const isWeek = weekdays.length > 0 && new Set(weekdays).size === weekdays.length;
  if (isWeek && weekdays.every((day) => isWithin(day, 1, 7))) return undefined;
  return 'serviceHours.weekdays are 1 (Monday) to 7 (Sunday), each once.';
}

function paymentProblem(payment: PaymentCapabilities): string | undefined {
  const { referenceAlphabet, referenceLengthMax, referencePattern, nativeBatchMax } = payment;
  const lengthMin = REFERENCE_LENGTH_MIN[referenceAlphabet];
  if (referenceLengthMax < lengthMin) return `referenceLengthMax is at least ${lengthMin}.`;
  if (referencePattern.length > REFERENCE_PATTERN_LENGTH_MAX) return 'referencePattern is too long.';
  if (nativeBatchMax === null || isWithin(nativeBatchMax, 1, NATIVE_BATCH_MAX)) return undefined;
  return `nativeBatchMax is 1 to ${NATIVE_BATCH_MAX}.`;
}

function isWithin(value: number, min: number, max: number): boolean {
  return value >= min && value <= max;
}
