/** Viettel Money's adapter against its simulator, held to every rule of the kit. */
import { describeConformance } from '../../../adapters/kit/conformance/index.js';
import * as viettelMoney from '../../../adapters/viettel-money/index.js';
import { createSimulator } from '../../../adapters/viettel-money/simulator.js';

describeConformance(viettelMoney, { createSimulator });
