import { describeConformance } from '../../../adapters/kit/conformance/index.js';
import * as napas from '../../../adapters/napas/index.js';
import { createSimulator } from '../../../adapters/napas/simulator.js';

describeConformance(napas, { createSimulator, bankBin: '970436' });
