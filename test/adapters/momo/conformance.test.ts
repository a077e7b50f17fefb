/** MoMo's adapter against its simulator, held to every rule of the kit. */
import { describeConformance } from '../../../adapters/kit/conformance/index.js';
import * as momo from '../../../adapters/momo/index.js';
import { createSimulator } from '../../../adapters/momo/simulator.js';

describeConformance(momo, { createSimulator, exempt: { 'PAY-29': 'a query names no wallet' } });
