/** Where payment files go and where the bank's files wait: its host-to-host service, or two folders of an SFTP mount. */
import { mkdir, open, readdir, readFile, rename } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AdapterError } from '../kit/index.js';
import type { AgribankClient } from './client.js';
import type { AgribankConfig } from './config.js';
import type { PaymentFile } from './wire.js';

export interface FileSource {
  /** Names of waiting files, oldest first. */
  list(): Promise<readonly string[]>;
  /** As it lies there: its encoding is the file's own. */
  read(name: string): Promise<Uint8Array>;
  /** The hub has it: not offered again. */
  acknowledge(name: string): Promise<void>;
  /** Nobody here can read it: not offered again to this process, kept for a person. */
  setAside(name: string): Promise<void>;
}

/** The bank's outbox. A file that was put aside stays there, and is offered again after a restart. */
export function httpOutbox(client: AgribankClient): FileSource {
  const aside = new Set<string>();
  return {
    list: async () => (await client.listOutbox()).filter((name) => !aside.has(name)),
    read: (name) => client.readFile(name),
    acknowledge: (name) => client.acknowledge(name),
    setAside: (name) => Promise.resolve(void aside.add(name)),
  };
}

type Folders = NonNullable<AgribankConfig['dropFolder']>;

/** The bank's files in a folder; what is done with is moved to `done`, what cannot be read to `unreadable`. */
export async function folderInbox({ incoming }: Folders): Promise<FileSource> {
  const move = (name: string, to: string) => rename(join(incoming, name), join(incoming, to, name));
  await folder(join(incoming, 'done'));
  await folder(join(incoming, 'unreadable'));
  return {
    // Names begin with the bank's own sequence or date, so their order is their age. `.part` is still being written.
    list: async () => (await readdir(incoming)).filter((name) => name.endsWith('.xml')).sort(),
    read: (name) => readFile(join(incoming, name)),
    acknowledge: (name) => move(name, 'done'),
    setAside: (name) => move(name, 'unreadable'),
  };
}

/** Puts a payment file where the bank fetches it: whole or not at all, and the same file only once.
 *  @throws AdapterError NOT_SENT when nothing has been put there */
export async function dropFile({ outgoing }: Folders, file: PaymentFile): Promise<void> {
  const target = join(outgoing, basename(`${file.messageId}.pain.001.xml`));
  const part = `${target}.part`;
  try {
    await folder(outgoing);
    const handle = await open(part, 'w');
    try {
      await handle.writeFile(file.content);
      // On the disk before it gets its name: the bank must never fetch half a file after a power cut.
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(part, target);
  } catch (error) {
    throw new AdapterError('NOT_SENT', 'FOLDER_FAILED', 'the payment file could not be put into the folder', {
      cause: error,
    });
  }
}

async function folder(path: string): Promise<void> {
  await mkdir(path, { recursive: true });
}
