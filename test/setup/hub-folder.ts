/** What a data folder says about processes that may still live in it: the hub, its simulators, its PostgreSQL. A test that
 *  failed half way, or was killed itself, leaves nothing behind because everything is found again by the folder. */
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { removeEmbeddedPostgres } from '../../src/database/index.js';

export interface SimulatorIdentity {
  readonly name: string;
  readonly url: string;
  readonly pid: number;
}

const POLL_MS = 20;
const GONE_TIMEOUT_MS = 10_000;

/** The simulators that this folder names, running or not. */
export function listSimulators(dataDir: string): readonly SimulatorIdentity[] {
  const folder = join(dataDir, 'simulators');
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name) => {
    const identity = readJson<SimulatorIdentity>(join(folder, name, 'simulator.json'));
    return identity ? [identity] : [];
  });
}

/** Ends every process of the folder and deletes it. Safe to repeat. */
export async function removeHubFolder(dataDir: string): Promise<void> {
  const lock = join(dataDir, 'hub.lock');
  if (existsSync(lock)) await endProcess(Number(readFileSync(lock, 'utf8')), 'SIGKILL');
  for (const { pid } of listSimulators(dataDir)) await endProcess(pid, 'SIGTERM');
  await removeEmbeddedPostgres(dataDir);
  rmSync(dataDir, { recursive: true, force: true });
}

/** Resolves when the process is gone. A process that is no Node program is somebody else's by now, and is left alone. */
async function endProcess(pid: number, name: NodeJS.Signals): Promise<void> {
  if (!isOurs(pid)) return;
  process.kill(pid, name);
  const until = Date.now() + GONE_TIMEOUT_MS;
  while (isOurs(pid) && Date.now() < until) await delay(POLL_MS);
}

function isOurs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    const commandLine = `/proc/${pid}/cmdline`;
    return !existsSync('/proc/self') || readFileSync(commandLine, 'utf8').includes('node');
  } catch {
    // Gone, or another account's.
    return false;
  }
}

function readJson<Value>(path: string): Value | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Value;
  } catch {
    // Not there, or half written by a process that is about to be ready.
    return undefined;
  }
}
