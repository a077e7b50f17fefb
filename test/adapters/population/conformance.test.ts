import { describeConformance } from '../../../adapters/kit/conformance/index.js';
import * as population from '../../../adapters/population/index.js';
import { createSimulator } from '../../../adapters/population/simulator.js';

describeConformance(population, { createSimulator });
