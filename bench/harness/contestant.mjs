/** A contestant in a process of its own, on a core of its own, told what to do by messages. */
import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

const hasTaskset = spawnSync('taskset', ['-V']).status === 0;

/** The server's core, and that of load and database. On one core they share it, and the figures say so. */
export const SERVER_CORE = 0;
export const LOAD_CORE = availableParallelism() > 1 ? 1 : 0;

/** As `taskset -c` writes it: for what is measured together, where nobody stands for the load alone. */
export const ALL_CORES = [...new Set([SERVER_CORE, LOAD_CORE])].join(',');

/** Lets a process, and what it starts from now on, run on either core. */
export function letRoam(pid) {
  if (hasTaskset) spawnSync('taskset', ['-acp', ALL_CORES, String(pid)]);
}

/** Keeps this process, and what it starts from now on, on the core of the load. */
export function stayOnLoadCore() {
  if (hasTaskset) spawnSync('taskset', ['-cp', String(LOAD_CORE), String(process.pid)]);
}

/** Starts `module` (a URL) with `argument`; resolves when it says READY. `ask` sends one request and gives its answer. */
export async function startContestant(
  module,
  argument,
  { core = SERVER_CORE, execPath, execArgv = [], env = {} } = {},
) {
  const child = fork(fileURLToPath(module), [JSON.stringify(argument)], {
    ...(execPath ? { execPath } : {}),
    execArgv,
    env: { ...process.env, NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  if (hasTaskset) spawnSync('taskset', ['-acp', String(core), String(child.pid)]);
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`contestant ${JSON.stringify(argument)} ended with ${code}`);
  });
  ended.catch(() => undefined);
  const next = () => Promise.race([once(child, 'message').then(([message]) => message), ended]);
  const ready = await next();
  return {
    pid: child.pid,
    ready,
    ask: (message) => {
      const answer = next();
      child.send(message);
      return answer;
    },
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await exit;
      clearTimeout(timer);
    },
  };
}
