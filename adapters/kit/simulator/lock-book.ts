/** One process a book: a second one would not know what the first has booked. A killed one leaves nothing that blocks. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** @returns what lets go of it   @throws Error naming the process that has it */
export function lockBook(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'simulator.lock');
  for (;;) {
    try {
      writeFileSync(path, String(process.pid), { flag: 'wx' });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = Number(readFileSync(path, 'utf8'));
    if (isSimulator(holder)) throw new Error(`The simulator with pid ${holder} keeps the book in ${folder}.`);
    rmSync(path, { force: true });
  }
}

/** A pid may have been given to a stranger since, and one that has died may not have been buried: on Linux its command line says. */
function isSimulator(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('simulator');
  } catch {
    return process.platform !== 'linux';
  }
}
