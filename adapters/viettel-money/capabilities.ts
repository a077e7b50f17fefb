/** What Viettel Money can do, as the GSMA profile has it: its own specification is not public. */
import { gsmaCapabilities } from '../protocols/gsma/index.js';

export const capabilities = gsmaCapabilities({
  concurrencyMax: 16,
  ratePerSecondMax: 200,
  nativeBatchMax: 1_000,
});
