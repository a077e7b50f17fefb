/** ZaloPay's adapter against its simulator, held to every rule of the kit. */
import { describeConformance } from '../../../adapters/kit/conformance/index.js';
import * as zalopay from '../../../adapters/zalopay/index.js';
import { createSimulator } from '../../../adapters/zalopay/simulator.js';

describeConformance(zalopay, { createSimulator });
