/** What the bank can do. The hub wants to hear it at the start, and every minute as a sign of life. */
import { REFUSES_REPEATS } from './payments.mjs';

const DECLARE = 'mutation ($input: CapabilitiesInput!) { declareCapabilities(input: $input) { declaredAt } }';
const SIGN_OF_LIFE_MS = 60_000;

const PAYMENT = {
  repeatedReference: REFUSES_REPEATS ? 'REFUSED' : 'UNDOCUMENTED',
  inquiryBy: 'OWN_REFERENCE',
  laterStatus: 'POLLING',
  hasStatement: false,
  referenceLengthMax: 32,
  referencePattern: '[0-9A-Z]{16,32}',
  referenceAlphabet: 'ALPHANUMERIC',
  finalWord: 'CREDITED',
};

export class Capabilities {
  #hub;
  #input;
  #declaredAt;

  constructor({ hub, rate }) {
    this.#hub = hub;
    this.#input = {
      work: ['PAYMENT', 'ACCOUNT_CHECK'],
      concurrencyMax: 1,
      ratePerSecondMax: rate,
      payment: PAYMENT,
      accountCheck: { returnedName: 'FULL', comparesPersonalId: false },
    };
  }

  async declare() {
    if (this.#declaredAt !== undefined && performance.now() - this.#declaredAt < SIGN_OF_LIFE_MS) return;
    await this.#hub.ask(DECLARE, { input: this.#input });
    this.#declaredAt = performance.now();
  }
}
