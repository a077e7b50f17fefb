import * as agribank from '../../../adapters/agribank/index.js';
import { createSimulator } from '../../../adapters/agribank/simulator.js';
import { describeConformance } from '../../../adapters/kit/conformance/index.js';

describeConformance(agribank, { createSimulator });
