/** The processes that belong to a hub's folder, as the machine knows them: what may be killed, and what must not be left. */
import { execFileSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { join } from 'node:path';

import { listSimulators } from './hub-folder.js';

/** The PostgreSQL server that runs in the folder: its first process.
 *  @throws Error unless there is exactly one */
export function postmasterOf(dataDir: string): number {
  const folder = realpathSync(join(dataDir, 'postgres'));
  const found = processes().filter(({ args }) => args.includes(`-D ${folder} `));
  // A session that has just been forked still has its server's command line.
  const servers = found.filter(({ parent }) => found.every(({ pid }) => pid !== parent));
  const [server, ...others] = servers;
  if (server === undefined || others.length > 0)
    throw new Error(`${servers.length} servers run in ${folder}`);
  return server.pid;
}

/** The one process of the folder's simulators. */
export function simulatorsOf(dataDir: string): number {
  const [pid, ...others] = new Set(listSimulators(dataDir).map((simulator) => simulator.pid));
  if (pid === undefined || others.length > 0) throw new Error('The simulators are not one process.');
  return pid;
}

/** Whatever runs with the folder in its command line. */
export function processesOf(dataDir: string): readonly number[] {
  return processes()
    .filter(({ args }) => args.includes(dataDir))
    .map(({ pid }) => pid);
}

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly args: string;
}

function processes(): readonly Process[] {
  return execFileSync('ps', ['-A', '-ww', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+) (.*)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, pid, parent, args]) => ({ pid: Number(pid), parent: Number(parent), args: args ?? '' }));
}
