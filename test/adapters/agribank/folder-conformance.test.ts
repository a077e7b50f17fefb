/** The same rules where payment files and the bank's own go through folders, signed both ways. */
import { join } from 'node:path';
import { settingsOf } from '../../../adapters/agribank/demo-partnership.js';
import * as agribank from '../../../adapters/agribank/index.js';
import { createSimulator } from '../../../adapters/agribank/simulator.js';
import { describeConformance } from '../../../adapters/kit/conformance/index.js';

const toBank = (dataDir: string) => join(dataDir, 'folders', 'to-bank');
const fromBank = (dataDir: string) => join(dataDir, 'folders', 'from-bank');

const throughFolders = {
  adapter: { ...agribank.adapter, name: 'agribank with a drop folder' },
  demoConfig: (dataDir: string, simulatorUrl: string) => ({
    ...agribank.demoConfig(dataDir, simulatorUrl),
    dropFolder: { outgoing: toBank(dataDir), incoming: fromBank(dataDir) },
  }),
};

const noReply = 'nobody answers a folder: the first report is the adapter’s own';
const nothingLost = 'what is in a folder does not get lost on the way';

describeConformance(throughFolders, {
  exempt: {
    'PAY-01': noReply,
    'PAY-02': noReply,
    'PAY-06': nothingLost,
    'PAY-07': nothingLost,
    'PAY-09': noReply,
    'PAY-11': noReply,
    'PAY-19': noReply,
    'PAY-21': noReply,
  },
  createSimulator: (options) => {
    const { dataDir } = options;
    const dropFolder = { fromPartner: toBank(dataDir), toPartner: fromBank(dataDir) };
    const settings = { ...settingsOf({ dataDir, settings: {} }), dropFolder };
    return createSimulator({ ...options, settings });
  },
});
