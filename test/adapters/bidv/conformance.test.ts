/** BIDV's adapter against its simulator, held to every rule of the kit. */
import { describeConformance } from '../../../adapters/kit/conformance/index.js';
import * as bidv from '../../../adapters/bidv/index.js';
import { createSimulator } from '../../../adapters/bidv/simulator.js';

describeConformance(bidv, { createSimulator });
