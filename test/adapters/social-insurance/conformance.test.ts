import { describeConformance } from '../../../adapters/kit/conformance/index.js';
import * as socialInsurance from '../../../adapters/social-insurance/index.js';
import { createSimulator } from '../../../adapters/social-insurance/simulator.js';

describeConformance(socialInsurance, { createSimulator });
