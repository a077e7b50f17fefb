/** What PostgreSQL writes about its running server in postmaster.pid, and stopping that server whoever started it. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly isReady: boolean;
}

const pollMs = 25;
const stopTimeoutMs = 30_000;

/** The live server of this cluster; undefined when none runs. A file left by a killed server whose number now belongs
 *  to another program is removed, because PostgreSQL itself would refuse to start beside it. */
export function findPostmaster(folder: string): Postmaster | undefined {
  const path = join(folder, 'postmaster.pid');
  if (!existsSync(path)) return undefined;
  const lines = readFileSync(path, 'utf8').split('\n');
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  if (!isAlive(pid)) return undefined;
  if (!isPostgres(pid)) {
    rmSync(path, { force: true });
    return undefined;
  }
  return { pid, port: Number(lines[3] ?? 0), isReady: lines[7]?.startsWith('ready') ?? false };
}

/** Stops the server the clean way: connections end, everything reaches the disk. Safe to repeat. */
export async function stopPostmaster(folder: string, pid: number): Promise<void> {
  send(pid, 'SIGINT');
  if (await hasEnded(folder, pid, stopTimeoutMs)) return;
  send(pid, 'SIGQUIT');
  await hasEnded(folder, pid, stopTimeoutMs);
}

/** A dead child of a container's first process may stay a zombie for ever, so the removed file counts as well. */
async function hasEnded(folder: string, pid: number, timeoutMs: number): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < timeoutMs; waitedMs += pollMs) {
    if (!isAlive(pid) || !existsSync(join(folder, 'postmaster.pid'))) return true;
    await delay(pollMs);
  }
  return false;
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function isPostgres(pid: number): boolean {
  if (process.platform === 'win32') return true;
  if (existsSync('/proc/self/stat')) return isLivePostgresByProc(pid);
  try {
    return basename(
      execFileSync('ps', ['-p', String(pid), '-o', 'comm='], { encoding: 'utf8' }).trim(),
    ).startsWith('postgres');
  } catch {
    // `ps` fails when the process has just ended.
    return false;
  }
}

/** The line reads `pid (program) state …`. A zombie has ended; its container's first process just never noticed. */
function isLivePostgresByProc(pid: number): boolean {
  try {
    const [, program, state] = /\((.*)\) (\w)/.exec(readFileSync(`/proc/${String(pid)}/stat`, 'utf8')) ?? [];
    return program === 'postgres' && state !== 'Z';
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
