/** The simulated outside world of the demo: a process of its own, which outlives a killed hub and is adopted by the next one. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, openSync, closeSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { PROJECT_ROOT } from './config.js';

export interface SimulatorProcess {
  readonly name: string;
  readonly url: string;
  readonly pid: number;
  readonly dataDir: string;
  /** A hub has started it and looks after it; otherwise somebody runs it alone. */
  readonly isHubs: boolean;
}

/** @param port where it was before, when it must be found there again; left out: any free one */
export interface SimulatorToRun {
  readonly name: string;
  readonly port?: number;
}

const READY_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 5_000;
const POLL_MS = 25;
const HEALTH_TIMEOUT_MS = 1_000;

const simulatorsFolder = (dataDir: string): string => join(dataDir, 'simulators');

export function simulatorFolder(dataDir: string, name: string): string {
  return join(simulatorsFolder(dataDir), name);
}

/** Adopts those that run and starts the others, together: what each would load, they load once.
 *  @throws Error when one of them does not start; the signal's reason. What was started for nothing is ended then */
export async function runSimulators(
  dataDir: string,
  wanted: readonly SimulatorToRun[],
  signal?: AbortSignal,
): Promise<readonly SimulatorProcess[]> {
  const names = wanted.map(({ name }) => name);
  const running = await findSimulators(dataDir, names);
  const missing = wanted.filter((one) => !running.some(({ name }) => name === one.name));
  if (missing.length === 0) return running;
  signal?.throwIfAborted();
  return [...running, ...(await startSimulators(dataDir, missing, signal))];
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
  for (const pid of pids) send(pid, 'SIGTERM');
  const until = Date.now() + STOP_TIMEOUT_MS;
  for (const pid of pids) {
    while (isAlive(pid) && Date.now() < until) await delay(POLL_MS);
    // One that was held still hears nothing else.
    if (isAlive(pid)) send(pid, 'SIGKILL');
  }
}

/** One that has ended and was not buried by whoever started it is not alive. */
export function isAlive(pid: number): boolean {
  if (!send(pid, 0)) return false;
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return process.platform !== 'linux';
  }
}

/** Every simulator that ever ran in the folder. */
function namesIn(dataDir: string): readonly string[] {
  const folder = simulatorsFolder(dataDir);
  return existsSync(folder) ? readdirSync(folder) : [];
}

async function startSimulators(
  dataDir: string,
  wanted: readonly SimulatorToRun[],
  signal: AbortSignal | undefined,
): Promise<readonly SimulatorProcess[]> {
  const names = wanted.map(({ name }) => name);
  for (const name of names) rmSync(join(simulatorFolder(dataDir, name), 'simulator.json'), { force: true });
  const logPath = join(dataDir, 'simulators.log');
  const child = launch(dataDir, wanted, logPath);
  const until = Date.now() + READY_TIMEOUT_MS;
  while (Date.now() < until && child.exitCode === null && !signal?.aborted) {
    const started = await findSimulators(dataDir, names);
    if (started.length === names.length) return started;
    await delay(POLL_MS);
  }
  await end(child);
  signal?.throwIfAborted();
  throw new Error(`The simulators do not start: see ${logPath}`);
}

function launch(dataDir: string, wanted: readonly SimulatorToRun[], logPath: string): ChildProcess {
  const log = openSync(logPath, 'a');
  const entry = join(PROJECT_ROOT, 'dist/adapters/kit/simulator/run.js');
  const places = wanted.map(({ name, port = 0 }) => `${name}:${port}`);
  const child = spawn(
    process.execPath,
    [entry, ...places, '--data', simulatorsFolder(dataDir), '--started-by', 'hub'],
    { detached: true, stdio: ['ignore', log, log] },
  );
  closeSync(log);
  child.unref();
  return child;
}

/** Two processes must never keep one book: what was given up is gone before anybody tries again. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.ref();
  child.kill('SIGKILL');
  await gone;
}

async function findRunning(folder: string, name: string): Promise<SimulatorProcess | undefined> {
  const path = join(folder, 'simulator.json');
  if (!existsSync(path)) return undefined;
  try {
    const { url, pid, startedBy } = JSON.parse(readFileSync(path, 'utf8')) as {
      url: string;
      pid: number;
      startedBy?: string;
    };
    const health = await fetch(`${url}/__simulator/health`, {
      signal: AbortSignal.timeout(HEALTH_TIMEOUT_MS),
    });
    const isOurs = health.ok && ((await health.json()) as { name?: string }).name === name;
    return isOurs ? { name, url, pid, dataDir: folder, isHubs: startedBy === 'hub' } : undefined;
  } catch {
    // Half written, or of a process that is gone: not running.
    return undefined;
  }
}

function send(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, name);
    return true;
  } catch {
    return false;
  }
}
