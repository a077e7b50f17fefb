/** Agribank: payment files, status reports, notifications and account verification in ISO 20022. See README.md. */
import {
  openFileSignatures,
  type Adapter,
  type AdapterDeps,
  type AdapterSession,
  type FileSignatures,
} from '../kit/index.js';
import { AgribankAccountChecker } from './account-checker.js';
import { capabilities } from './capabilities.js';
import { AgribankClient } from './client.js';
import { parseConfig, type AgribankConfig } from './config.js';
import { openIncomingFiles } from './file-source.js';
import { OutboxReader } from './outbox-reader.js';
import { AgribankRail } from './payment-rail.js';
import { listenForFiles, pushPath } from './push-listener.js';
import { readStatementFile, SentMessages } from '../protocols/iso20022/index.js';

export { demoConfig } from './demo-partnership.js';

export const adapter: Adapter<AgribankConfig> = {
  name: 'agribank',
  institution: 'AGRIBANK',
  capabilities,
  parseConfig,
  start,
  readStatement: readStatementFile,
  fileSignatures,
};

async function start(config: AgribankConfig, deps: AdapterDeps): Promise<AdapterSession> {
  const signatures = await fileSignatures(config, deps.clock);
  const sent = new SentMessages();
  const intake = { ...deps, sent };
  const client = new AgribankClient(config, deps.clock);
  const files = await openIncomingFiles(config, client, signatures, deps);
  const outbox = new OutboxReader(files, config.pollIntervalMs, intake);
  const listener =
    config.listen && (await listenForFiles(config.listen, { secret: config.secret, signatures }, intake));
  outbox.start();
  const parts = { client, config, deps, sent, signatures };
  return {
    payment: new AgribankRail(parts),
    accountChecks: new AgribankAccountChecker(parts),
    statements: {
      everyMs: config.statementIntervalMs,
      read: async (day) => {
        const file = await client.statement(day);
        return file === undefined ? undefined : readStatementFile(file, deps.clock());
      },
    },
    capabilities: capabilitiesOf(config),
    callbackUrl: listener && `${listener.url}${pushPath}`,
    stop: async () => {
      await outbox.stop();
      await listener?.stop();
      await client.close();
    },
  };
}

/** The bank knows us by the client id, and is known by its BIN. */
function fileSignatures(
  { fileSignature, clientId, bankBin }: AgribankConfig,
  clock: () => Date,
): Promise<FileSignatures | undefined> {
  return openFileSignatures(fileSignature, { us: clientId, them: bankBin }, clock);
}

function capabilitiesOf({ ratePerSecondMax, repeatedReference }: AgribankConfig): typeof capabilities {
  const payment = capabilities.payment && { ...capabilities.payment, repeatedReference };
  return { ...capabilities, ratePerSecondMax, payment };
}
