/** Tells the hub what the institution can do: at the start, and every minute, so that a hub that came back knows it too and a
 *  closed institution's adapter, which claims nothing, is still seen to live. */
import { AdapterError } from '../adapter-error.js';
import type { Capabilities, PaymentCapabilities } from '../capabilities.js';
import {
  DeclareCapabilitiesDocument,
  type CapabilitiesInput,
  type PaymentCapabilitiesInput,
  type ReferenceAlphabet,
} from '../generated/hub-client.js';
import { HubFailure, type HubConnection } from '../hub/hub-connection.js';
import type { Log } from '../log.js';
import type { Round } from './round.js';

/** Below the two minutes after which the hub takes an adapter for dead. */
const everyMs = 60_000;

export interface DeclarationOptions {
  readonly hub: HubConnection;
  readonly capabilities: Capabilities;
  readonly log: Log;
}

/** Never in the way of work: a hub that does not take it is told again, at last every minute.
 *  @throws AdapterError MISCONFIGURED when the hub can make no reference that the institution takes */
export function declarationRound({ hub, capabilities, log }: DeclarationOptions): Round {
  const input = declarationOf(capabilities);
  let isToldRefused = false;
  return {
    name: 'declaration',
    everyMs,
    turn: async () => {
      try {
        await hub.execute(DeclareCapabilitiesDocument, { input });
        isToldRefused = false;
      } catch (error) {
        if (!(error instanceof HubFailure) || error.isWorthRepeating) throw error;
        if (!isToldRefused)
          log.error({ code: error.code }, 'the hub does not take what this adapter declares');
        isToldRefused = true;
      }
    },
  };
}

/** Field by field: what the hub does not know of, it would refuse. */
function declarationOf(capabilities: Capabilities): CapabilitiesInput {
  const { work, concurrencyMax, ratePerSecondMax, serviceHours, payment, accountCheck } = capabilities;
  return {
    ...{ work, concurrencyMax, ratePerSecondMax },
    serviceHours: serviceHours && {
      opensAt: serviceHours.opensAt,
      closesAt: serviceHours.closesAt,
      weekdays: serviceHours.weekdays,
    },
    payment: payment && paymentOf(payment),
    accountCheck: accountCheck && {
      returnedName: accountCheck.returnedName,
      comparesPersonalId: accountCheck.comparesPersonalId,
    },
  };
}

function paymentOf(payment: PaymentCapabilities): PaymentCapabilitiesInput {
  const { repeatedReference, inquiryBy, laterStatus, nativeBatchMax, hasStatement, finalWord } = payment;
  const { reference } = payment;
  return {
    ...{ repeatedReference, inquiryBy, laterStatus, nativeBatchMax, hasStatement, finalWord },
    referenceLengthMax: reference.lengthMax,
    referencePattern: reference.pattern.source,
    referenceAlphabet: referenceAlphabetOf(reference),
  };
}

/** The hub's references by how long they are: the longest that fits is made, and shorter ones would meet. */
const lengths = { ALPHANUMERIC: [23, 16], DIGITS: [22, 21, 20, 19, 18] } as const;
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** Each letter in many places, and one alone in all but the first, which is a letter from G on. */
const samples = {
  ALPHANUMERIC: [
    ...['G', 'K', 'N', 'R'].map((first, at) => `${first}2611${letters.slice(at * 8)}${letters}`),
    ...['9', 'A', 'Z'].map((only) => `H${only.repeat(22)}`),
  ],
  DIGITS: ['1020304050607080901020', '9876543210987654321098'],
} as const;

/** What the hub is to make references of there: letters and digits where the institution takes them, else digits.
 *  @throws AdapterError MISCONFIGURED when it takes neither, or only short ones */
export function referenceAlphabetOf(reference: PaymentCapabilities['reference']): ReferenceAlphabet {
  for (const alphabet of ['ALPHANUMERIC', 'DIGITS'] as const) {
    const length = lengths[alphabet].find((one) => one <= reference.lengthMax);
    const isTaken = (sample: string) => reference.pattern.test(sample.slice(0, length));
    if (length !== undefined && samples[alphabet].every(isTaken)) return alphabet;
  }
  throw new AdapterError(
    'MISCONFIGURED',
    'REFERENCE',
    'no reference of the hub fits: it needs 16 of A–Z and 0–9, or 18 digits, at least',
  );
}
