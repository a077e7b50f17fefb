/** What a restore is about to do, on disk before it is done: one that was killed is taken back or completed by whoever uses the data
 *  folder next, so that a database is never half in its place, and never in its place without the note that it was restored. */
import { existsSync, lstatSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { clusterEntry } from '../cluster.js';
import { type RestoredMarker, writeRestoredMarker } from './restored-marker.js';

export interface RestorePlan {
  /** The folder in which the new cluster is made. */
  readonly part: string;
  /** Set when the two clusters are about to change places. */
  readonly swap?: {
    /** Where the old cluster goes; undefined when there is none. */
    readonly aside: string | undefined;
    readonly marker: RestoredMarker;
  };
}

const journalName = 'restoring.json';

export function noteRestore(dataDir: string, plan: RestorePlan): void {
  const path = join(dataDir, journalName);
  writeFileSync(`${path}.new`, JSON.stringify({ ...plan, pid: process.pid }), { mode: 0o600, flush: true });
  renameSync(`${path}.new`, path);
}

export function forgetRestore(dataDir: string): void {
  rmSync(join(dataDir, journalName), { force: true });
}

/** Takes a restore that was killed back, or completes it when the clusters had changed places. Safe to repeat.
 *  @throws Error while a restore is under way */
export function settleKilledRestore(dataDir: string): void {
  const path = join(dataDir, journalName);
  if (!existsSync(path)) return;
  const { pid, part, swap } = JSON.parse(readFileSync(path, 'utf8')) as RestorePlan & {
    readonly pid: number;
  };
  if (isRestoring(pid))
    throw new Error(`The process ${pid} restores a backup into ${dataDir}: wait for its end.`);
  const entry = clusterEntry(dataDir);
  if (swap !== undefined && isSwapped(entry, swap.aside)) {
    writeRestoredMarker(dataDir, swap.marker);
  } else {
    if (swap?.aside !== undefined && !isThere(entry)) renameSync(swap.aside, entry);
    rmSync(part, { recursive: true, force: true });
  }
  forgetRestore(dataDir);
}

function isSwapped(entry: string, aside: string | undefined): boolean {
  return isThere(entry) && (aside === undefined || isThere(aside));
}

/** Also a link that leads nowhere. */
function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** A pid may have been given to a stranger since: on Linux its command line says what it is. */
function isRestoring(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('restore');
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
