/** Copies files and tells what was copied: the hash of the very bytes that were written. */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

export interface CopiedFile {
  readonly bytes: number;
  readonly sha256: string;
}

const chunkBytes = 1 << 20;
const syncsAtOnce = 16;
const newFile = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL;

/** Writes a new file, readable by its owner only; `syncAll` puts it on the disk.
 *  @returns undefined when there is nothing to copy any more: a table may be dropped meanwhile */
export async function copyFile(
  from: string,
  to: string,
  onBytes: (bytes: number) => void,
): Promise<CopiedFile | undefined> {
  const source = await openOrNothing(from);
  if (source === undefined) return undefined;
  try {
    const target = await open(to, newFile, 0o600);
    try {
      return await pump(source, target, onBytes);
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

/** The hash of a file as it is. */
export async function hashFile(
  path: string,
  onBytes: (bytes: number) => void,
): Promise<CopiedFile | undefined> {
  const source = await openOrNothing(path);
  if (source === undefined) return undefined;
  try {
    return await pump(source, undefined, onBytes);
  } finally {
    await source.close();
  }
}

/** Writes a new file with this content, as `copyFile` does. */
export async function writeNewFile(path: string, content: string | Buffer): Promise<CopiedFile> {
  const target = await open(path, newFile, 0o600);
  try {
    await target.writeFile(content);
  } finally {
    await target.close();
  }
  return { bytes: Buffer.byteLength(content), sha256: createHash('sha256').update(content).digest('hex') };
}

/** Resolves when these files, or the names in these folders, outlive a power cut. Several at once share a write of the disk's. */
export async function syncAll(paths: readonly string[]): Promise<void> {
  const waiting = [...paths];
  const syncNext = async (): Promise<void> => {
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      const handle = await open(path, 'r');
      await handle.sync().finally(() => handle.close());
    }
  };
  await Promise.all(Array.from({ length: syncsAtOnce }, syncNext));
}

async function pump(
  source: FileHandle,
  target: FileHandle | undefined,
  onBytes: (bytes: number) => void,
): Promise<CopiedFile> {
  const hash = createHash('sha256');
  const chunk = Buffer.allocUnsafe(chunkBytes);
  let bytes = 0;
  for (;;) {
    const { bytesRead } = await source.read(chunk, 0, chunkBytes);
    if (bytesRead === 0) return { bytes, sha256: hash.digest('hex') };
    const read = chunk.subarray(0, bytesRead);
    hash.update(read);
    if (target) await target.writeFile(read);
    bytes += bytesRead;
    onBytes(bytesRead);
  }
}

async function openOrNothing(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
