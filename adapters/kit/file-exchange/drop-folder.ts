/** Files that two sides exchange through folders, such as an SFTP mount: each gets its name when it is whole, and its signature is
 *  there before it. */
import { lstat, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AdapterError } from '../adapter-error.js';
import { asides, UnusableFile, type Aside, type FileStore } from './file-store.js';

/** As large as the largest message that is read. */
const fileBytesMax = 16 * 1024 * 1024;
/** Files of one name that are kept. */
const sameNamesMax = 10_000;

/** What is done with is moved to `done`, what waits for a person to a folder named after why.
 *  @param extension of the files to take; anything else there is left alone, such as `.part`, which is still being written
 *  @throws AdapterError MISCONFIGURED when the folders are not there and cannot be made */
export async function openInbox(folder: string, extension: string): Promise<FileStore> {
  await makeFolders(folder);
  const moveBoth = async (name: string, to: string, companion: string | undefined): Promise<string> => {
    const place = await move(folder, name, to);
    // Second: a crash in between leaves a signature without its file, which means nothing, and never the other way round.
    if (companion !== undefined) await move(folder, companion, to);
    return place;
  };
  return {
    // Names begin with the institution's own sequence or date, so their order is their age.
    list: async () => (await filesOf(folder)).filter((name) => name.endsWith(extension)).sort(),
    read: (name) => readWhole(join(folder, name)),
    acknowledge: async (name, companion) => {
      await moveBoth(name, 'done', companion);
    },
    setAside: (name, why, companion) => moveBoth(name, why, companion),
    countAside: async () => {
      const counts = { unsigned: 0, refused: 0, unreadable: 0 } satisfies Record<Aside, number>;
      for (const why of asides)
        counts[why] = (await filesOf(join(folder, why))).filter((name) => name.endsWith(extension)).length;
      return counts;
    },
  };
}

export interface NamedFile {
  readonly name: string;
  readonly content: Buffer;
}

/** Puts a file where the institution fetches it: whole or not at all, its signature first, and one of a name at a time.
 *  @throws AdapterError NOT_SENT when nothing has been put there */
export async function putFile(folder: string, file: NamedFile, companion?: NamedFile): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    // An earlier one of this name must not stand beside the new one's signature, not even for a moment.
    if (companion) await rm(join(folder, basename(file.name)), { force: true });
    for (const part of companion ? [companion, file] : [file]) await putWhole(folder, part);
  } catch (cause) {
    throw new AdapterError('NOT_SENT', 'FOLDER_FAILED', 'the file could not be put into the folder', {
      cause,
    });
  }
}

async function makeFolders(folder: string): Promise<void> {
  try {
    for (const name of ['done', ...asides]) await mkdir(join(folder, name), { recursive: true });
  } catch (cause) {
    const message = `the folder ${folder} cannot be used: it must be ours to read and write`;
    throw new AdapterError('MISCONFIGURED', 'FOLDER_FAILED', message, { cause });
  }
}

async function putWhole(folder: string, { name, content }: NamedFile): Promise<void> {
  const target = join(folder, basename(name));
  const part = `${target}.part`;
  const handle = await open(part, 'w');
  try {
    await handle.writeFile(content);
    // On the disk before it gets its name: nobody must ever fetch half a file after a power cut.
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(part, target);
}

async function filesOf(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

async function readWhole(path: string): Promise<Buffer | undefined> {
  try {
    const about = await stat(path);
    // A pipe would be read for ever.
    if (!about.isFile()) throw new UnusableFile('no file');
    if (about.size > fileBytesMax) throw new UnusableFile(`larger than ${fileBytesMax} bytes`);
    return await readFile(path);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Never over another: what stands there of the same name is kept. Gives where the file is now. */
async function move(folder: string, name: string, to: string): Promise<string> {
  const place = await freePlace(join(folder, to, name));
  try {
    await rename(join(folder, name), place);
  } catch (error) {
    // Somebody else has moved it, a person or another process of ours.
    if (!isMissing(error)) throw error;
  }
  return place;
}

async function freePlace(wanted: string): Promise<string> {
  for (let count = 1; count <= sameNamesMax; count += 1) {
    const place = count === 1 ? wanted : `${wanted}.${count}`;
    if (!(await exists(place))) return place;
  }
  throw new Error(`more than ${sameNamesMax} files of one name`);
}

async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return (error as { code?: unknown }).code === 'ENOENT';
}
