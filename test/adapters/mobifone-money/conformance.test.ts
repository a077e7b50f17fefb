/** MobiFone Money's adapter against its simulator, held to every rule of the kit. */
import { describeConformance } from '../../../adapters/kit/conformance/index.js';
import * as mobifoneMoney from '../../../adapters/mobifone-money/index.js';
import { createSimulator } from '../../../adapters/mobifone-money/simulator.js';

describeConformance(mobifoneMoney, { createSimulator });
