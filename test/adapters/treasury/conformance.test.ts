import { describeConformance } from '../../../adapters/kit/conformance/index.js';
import * as treasury from '../../../adapters/treasury/index.js';
import { createSimulator } from '../../../adapters/treasury/simulator.js';

describeConformance(treasury, { createSimulator });
