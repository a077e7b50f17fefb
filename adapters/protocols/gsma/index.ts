/** The door for adapters of providers that speak GSMA Mobile Money API 1.2. The provider's side is in `simulator/`. */
export { gsmaCapabilities } from './capabilities.js';
export type { GsmaConfig } from './config.js';
export { gsmaConfigParser } from './config.js';
export { gsmaAdapter, type GsmaProvider } from './gsma-adapter.js';
export { failureOutcome, gsmaStatuses, transactionOutcome, type StatusTable } from './translate.js';
export { correlationId, disbursementBody, msisdn, readWord } from './wire.js';
