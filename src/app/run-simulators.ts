/** The simulated outside world of the demo: a process of its own, which outlives a killed hub and is adopted by the next one. */
import { spawn } from 'node:child_process';
import { existsSync, openSync, closeSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { PROJECT_ROOT } from './config.js';

export interface SimulatorProcess {
  readonly name: string;
  readonly url: string;
  readonly pid: number;
  readonly dataDir: string;
}

const READY_TIMEOUT_MS = 30_000;
const POLL_MS = 25;
const HEALTH_TIMEOUT_MS = 1_000;

const simulatorsFolder = (dataDir: string): string => join(dataDir, 'simulators');

export function simulatorFolder(dataDir: string, name: string): string {
  return join(simulatorsFolder(dataDir), name);
}

/** Adopts those that run and starts the others, together: what each would load, they load once.
 *  @throws Error when one of them does not start */
export async function runSimulators(
  dataDir: string,
  names: readonly string[],
): Promise<readonly SimulatorProcess[]> {
  const running = await findSimulators(dataDir, names);
  const missing = names.filter((wanted) => !running.some(({ name }) => name === wanted));
  return missing.length === 0 ? running : [...running, ...(await startSimulators(dataDir, missing))];
}

/** Those that run now; none is started. */
export async function findSimulators(
  dataDir: string,
  names = namesIn(dataDir),
): Promise<readonly SimulatorProcess[]> {
  const found = await Promise.all(names.map((name) => findRunning(simulatorFolder(dataDir, name), name)));
  return found.filter((simulator) => simulator !== undefined);
}

export async function stopSimulators(simulators: readonly SimulatorProcess[]): Promise<void> {
  const pids = new Set(simulators.map(({ pid }) => pid));
  for (const pid of pids) signal(pid, 'SIGTERM');
  const until = Date.now() + 5_000;
  for (const pid of pids) {
    while (signal(pid, 0) && Date.now() < until) await delay(POLL_MS);
  }
}

/** Every simulator that ever ran in the folder. */
function namesIn(dataDir: string): readonly string[] {
  const folder = simulatorsFolder(dataDir);
  return existsSync(folder) ? readdirSync(folder) : [];
}

async function startSimulators(
  dataDir: string,
  names: readonly string[],
): Promise<readonly SimulatorProcess[]> {
  for (const name of names) rmSync(join(simulatorFolder(dataDir, name), 'simulator.json'), { force: true });
  const logPath = join(dataDir, 'simulators.log');
  const log = openSync(logPath, 'a');
  const entry = join(PROJECT_ROOT, 'dist/adapters/kit/simulator/run.js');
  const child = spawn(process.execPath, [entry, ...names, '--data', simulatorsFolder(dataDir)], {
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  child.unref();
  const until = Date.now() + READY_TIMEOUT_MS;
  while (Date.now() < until && child.exitCode === null) {
    const started = await findSimulators(dataDir, names);
    if (started.length === names.length) return started;
    await delay(POLL_MS);
  }
  throw new Error(`The simulators do not start: see ${logPath}`);
}

async function findRunning(folder: string, name: string): Promise<SimulatorProcess | undefined> {
  const path = join(folder, 'simulator.json');
  if (!existsSync(path)) return undefined;
  try {
    const identity = JSON.parse(readFileSync(path, 'utf8')) as { name: string; url: string; pid: number };
    const health = await fetch(`${identity.url}/__simulator/health`, {
      signal: AbortSignal.timeout(HEALTH_TIMEOUT_MS),
    });
    const isOurs = health.ok && ((await health.json()) as { name?: string }).name === name;
    return isOurs ? { name, url: identity.url, pid: identity.pid, dataDir: folder } : undefined;
  } catch {
    // Half written, or of a process that is gone: not running.
    return undefined;
  }
}

function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, name);
    return true;
  } catch {
    return false;
  }
}
