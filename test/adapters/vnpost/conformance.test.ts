/** The post's adapter against its simulator, held to every rule of the kit. People come at once, and all of them: what becomes of
 *  those who do not is told by vnpost.test.ts. */
import { describeConformance } from '../../../adapters/kit/conformance/index.js';
import * as vnpost from '../../../adapters/vnpost/index.js';
import { settingsOf } from '../../../adapters/vnpost/demo-partnership.js';
import { createSimulator } from '../../../adapters/vnpost/simulator.js';

describeConformance(vnpost, {
  createSimulator: (options) => {
    const settings = settingsOf({ dataDir: options.dataDir, settings: {} });
    const people = { comeAfterMsMax: 20 };
    return createSimulator({ ...options, settings: { ...settings, people } });
  },
  paysCash: true,
  exempt: {
    'PAY-05': 'cash goes to no account',
    'PAY-19': 'its feed tells what was handed out, too',
    'PAY-25': 'its sheet is asked for once a second at most: translate.test.ts reads it again',
    'PAY-26':
      'its sheet is made of the counters’ reports, not of the ledger: translate.test.ts has two pay-outs',
    'PAY-29': 'cash goes to no account',
  },
});
