/** Where the bank's files wait for us: in the outbox of its host-to-host service, or in a folder of an SFTP mount. */
import {
  AdapterError,
  IncomingFiles,
  openInbox,
  type AdapterDeps,
  type FileSignatures,
  type FileStore,
} from '../kit/index.js';
import type { AgribankClient } from './client.js';
import type { AgribankConfig } from './config.js';

export async function openIncomingFiles(
  config: Pick<AgribankConfig, 'dropFolder' | 'fileSignature'>,
  client: AgribankClient,
  signatures: FileSignatures | undefined,
  { clock, log }: Pick<AdapterDeps, 'clock' | 'log'>,
): Promise<IncomingFiles> {
  const { dropFolder, fileSignature } = config;
  if (dropFolder && !signatures)
    log.warn(
      { incoming: dropFolder.incoming },
      'files of the drop folder are neither signed nor verified: whoever can write there can say that money was paid; set fileSignature',
    );
  const store = dropFolder ? await openInbox(dropFolder.incoming, '.xml') : httpOutbox(client);
  const companionWaitMs = fileSignature.profile === 'none' ? 0 : fileSignature.companionWaitMs;
  return new IncomingFiles({ store, signatures, companionWaitMs, clock, log }).open();
}

/** The bank's outbox. A file that was set aside stays there, and is offered again after a restart. */
function httpOutbox(client: AgribankClient): FileStore {
  const aside = new Set<string>();
  return {
    list: async () => (await client.listOutbox()).filter((name) => !aside.has(name)),
    read: (name) => readIfThere(client, name),
    acknowledge: (name) => client.acknowledge(name),
    setAside: (name) => {
      aside.add(name);
      return Promise.resolve(`outbox/${name}`);
    },
  };
}

async function readIfThere(client: AgribankClient, name: string): Promise<Buffer | undefined> {
  try {
    return await client.readFile(name);
  } catch (error) {
    if (error instanceof AdapterError && error.code === 'HTTP_404') return undefined;
    throw error;
  }
}
