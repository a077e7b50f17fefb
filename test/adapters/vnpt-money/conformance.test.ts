/** VNPT Money's adapter against its simulator, held to every rule of the kit. */
import { describeConformance } from '../../../adapters/kit/conformance/index.js';
import * as vnptMoney from '../../../adapters/vnpt-money/index.js';
import { createSimulator } from '../../../adapters/vnpt-money/simulator.js';

describeConformance(vnptMoney, { createSimulator });
