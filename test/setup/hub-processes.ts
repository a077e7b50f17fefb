/** The processes that belong to a hub's folder, as the machine knows them: what may be killed, and what must not be left. */
import { execFileSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { join } from 'node:path';

import { listSimulators } from './hub-folder.js';

/** The PostgreSQL server that runs in the folder: its first process.
 *  @throws Error unless there is exactly one */
export function postmasterOf(dataDir: string): number {
  const folder = realpathSync(join(dataDir, 'postgres'));
  const [pid, ...others] = pidsOf((args) => args.includes(`-D ${folder} `));
  if (pid === undefined || others.length > 0)
    throw new Error(`${others.length + (pid === undefined ? 0 : 1)} servers run in ${folder}`);
  return pid;
}

/** The one process of the folder's simulators. */
export function simulatorsOf(dataDir: string): number {
  const [pid, ...others] = new Set(listSimulators(dataDir).map((simulator) => simulator.pid));
  if (pid === undefined || others.length > 0) throw new Error('The simulators are not one process.');
  return pid;
}

/** Whatever runs with the folder in its command line. */
export function processesOf(dataDir: string): readonly number[] {
  return pidsOf((args) => args.includes(dataDir));
}

function pidsOf(isWanted: (args: string) => boolean): readonly number[] {
  return execFileSync('ps', ['-A', '-ww', '-o', 'pid=,args='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => /^\s*(\d+) (.*)$/.exec(line))
    .filter((match) => match !== null && isWanted(match[2] ?? ''))
    .map((match) => Number(match?.[1]));
}
