/** VNPT Money's adapter and simulator, each against a message that neither of them made. */
import * as vnptMoney from '../../../adapters/vnpt-money/index.js';
import { createSimulator } from '../../../adapters/vnpt-money/simulator.js';
import { describeProvider } from '../protocols/gsma/describe-provider.js';

// prettier-ignore
describeProvider(vnptMoney, createSimulator, [
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
