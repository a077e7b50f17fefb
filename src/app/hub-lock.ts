/** One hub a data folder: a second one is refused with the name of the first, and a killed one leaves nothing that blocks. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Another hub works in the folder. */
export class FolderInUse extends Error {}

export interface HubLock {
  release(): void;
}

/** @throws FolderInUse naming the process that has the folder */
export function lockFolder(dataDir: string): HubLock {
  mkdirSync(dataDir, { recursive: true });
  const path = join(dataDir, 'hub.lock');
  for (;;) {
    try {
      writeFileSync(path, String(process.pid), { flag: 'wx' });
      return { release: () => rmSync(path, { force: true }) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = Number(readFileSync(path, 'utf8'));
    if (isHub(holder)) {
      throw new FolderInUse(
        `The hub with pid ${holder} works in ${dataDir}. Stop it, or set HUB_DATA_DIR to another folder.`,
      );
    }
    // Left behind by a hub that was killed.
    rmSync(path, { force: true });
  }
}

/** A pid may have been given to a stranger since: on Linux its command line says what it is. */
function isHub(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  try {
    return /node|hub/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
  } catch {
    return true;
  }
}
