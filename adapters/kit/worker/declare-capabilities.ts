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
  return {
    name: 'declaration',
    everyMs,
    turn: async () => {
      try {
        await hub.execute(DeclareCapabilitiesDocument, { input });
      } catch (error) {
        if (!(error instanceof HubFailure) || error.isWorthRepeating) throw error;
        log.error({ code: error.code }, 'the hub does not take what this adapter declares');
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

/** The hub's references are 32 characters, or as many as are allowed: enough of them that no two are ever alike. */
const lengths = { ALPHANUMERIC: 16, DIGITS: 18 } as const;
const lengthMax = 32;
const samples = {
  ALPHANUMERIC: [
    'A1B2C3D4E5F60789',
    '0123456789ABCDEF',
    'F0E1D2C3B4A59687',
    'FFFFFFFFFFFFFFFF',
    '9'.repeat(16),
  ],
  DIGITS: ['102030405060708090', '987654321098765432'],
} as const;

/** What the hub is to make references of there: letters and digits where the institution takes them, else digits.
 *  @throws AdapterError MISCONFIGURED when it takes neither, or only short ones */
export function referenceAlphabetOf(reference: PaymentCapabilities['reference']): ReferenceAlphabet {
  for (const alphabet of ['ALPHANUMERIC', 'DIGITS'] as const) {
    const length = Math.min(lengthMax, reference.lengthMax);
    const isTaken = (sample: string) => reference.pattern.test(sample.repeat(2).slice(0, length));
    if (length >= lengths[alphabet] && samples[alphabet].every(isTaken)) return alphabet;
  }
  throw new AdapterError(
    'MISCONFIGURED',
    'REFERENCE',
    'no reference of the hub fits: it needs 16 of A–Z and 0–9, or 18 digits, at least',
  );
}
