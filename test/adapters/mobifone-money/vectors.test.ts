/** MobiFone Money's adapter and simulator, each against a message that neither of them made. */
import * as mobifoneMoney from '../../../adapters/mobifone-money/index.js';
import { createSimulator } from '../../../adapters/mobifone-money/simulator.js';
import { describeProvider } from '../protocols/gsma/describe-provider.js';

// prettier-ignore
describeProvider(mobifoneMoney, createSimulator, [
  ['completed',  'SETTLED'],
  ['Completed',  'SETTLED'],
  ['pending',    'ACCEPTED'],
  ['failed',     'REJECTED'],
  ['declined',   'REJECTED'],
  ['cancelled',  'CANCELLED'],
  ['reversed',   'RETURNED'],
  // words that only Viettel Money's profile knows, and one that nobody knows
  ['processing', 'UNKNOWN'],
  ['onhold',     'UNKNOWN'],
  ['settling',   'UNKNOWN'],
]);
