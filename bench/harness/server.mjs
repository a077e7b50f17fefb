/** A contestant that serves HTTP: one or more processes on the server's core, ready when each has printed READY with its URL. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { SERVER_CORE } from './contestant.mjs';
import { cpuMsOf, familyOf, memoryOf } from './processes.mjs';

const READY_MS = 120_000;
const hasTaskset = spawnSync('taskset', ['-V']).status === 0;

/** @param command what to run, its first word a program; @returns `{ url, pid, stop }` */
export async function startServer(command, { env = {}, core = SERVER_CORE } = {}) {
  const [program, ...args] = hasTaskset ? ['taskset', '-c', String(core), ...command] : command;
  const child = spawn(program, args, {
    env: { ...process.env, NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = [];
  createInterface({ input: child.stderr }).on('line', (line) => said.push(line) > 40 && said.shift());
  const ended = once(child, 'exit').then(() => {
    throw new Error(`${command.join(' ')} ended early:\n${said.join('\n')}`);
  });
  ended.catch(() => undefined);
  const ready = new Promise((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      said.push(line);
      if (line.startsWith('READY ')) resolve(JSON.parse(line.slice(6)));
    });
  });
  const late = new Promise((_resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`${command.join(' ')} is not ready:\n${said.join('\n')}`)),
      READY_MS,
    );
    timer.unref();
  });
  const { url } = await Promise.race([ready, ended, late]);
  return { url, pid: child.pid, stop: () => stop(child) };
}

async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGINT');
  const timer = setTimeout(() => child.kill('SIGKILL'), 15_000);
  await exit;
  clearTimeout(timer);
}

/** What servers cost together while `work` runs, and the database beside them.
 *  @param databasePid PostgreSQL's first process; @returns the work's result with `cpuMs`, `databaseCpuMs` and `memory` */
export async function costOf(servers, work, databasePid) {
  const pids = servers.flatMap(({ pid }) => familyOf(pid));
  const databaseCpu = () => (databasePid ? cpuMsOf(familyOf(databasePid)) : 0);
  const [before, databaseBefore] = [cpuMsOf(pids), databaseCpu()];
  const result = await work();
  return {
    ...result,
    cpuMs: cpuMsOf(pids) - before,
    databaseCpuMs: databaseCpu() - databaseBefore,
    memory: memoryOf(pids),
  };
}
