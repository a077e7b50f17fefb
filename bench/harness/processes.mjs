/** What a process and its descendants cost, from /proc: CPU time and memory. Linux only, like the published figures. */
import { readFileSync, readdirSync } from 'node:fs';

/** Clock ticks a second: 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/** The process and all below it that live now. */
export function familyOf(pid) {
  const children = new Map();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const stat = statOf(entry);
    if (!stat) continue;
    if (!children.has(stat.parent)) children.set(stat.parent, []);
    children.get(stat.parent).push(Number(entry));
  }
  const family = [pid];
  for (let index = 0; index < family.length; index += 1) family.push(...(children.get(family[index]) ?? []));
  return family;
}

/** CPU of processes in milliseconds, user and system, children that have ended included. */
export function cpuMsOf(pids) {
  return pids.reduce((sum, pid) => sum + (statOf(pid)?.ticks ?? 0) * (1_000 / TICKS_PER_SECOND), 0);
}

/** CPU of processes in milliseconds as the scheduler counts it, to the nanosecond where a tick is ten milliseconds; of threads and
 *  processes that live. */
export function exactCpuMsOf(pids) {
  try {
    return pids.reduce((sum, pid) => sum + schedulerMsOf(pid), 0);
  } catch {
    // A kernel that keeps no such statistics.
    return cpuMsOf(pids);
  }
}

function schedulerMsOf(pid) {
  const threads = readdirSync(`/proc/${pid}/task`);
  const nanoseconds = threads.map((thread) =>
    Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]),
  );
  return nanoseconds.reduce((sum, one) => sum + one, 0) / 1e6;
}

/** The process that started another, which lives. */
export const parentOf = (pid) => statOf(pid).parent;

/** Resident memory of processes in bytes; what they share is counted in each. */
export function memoryOf(pids) {
  return pids.reduce((sum, pid) => {
    try {
      return (
        sum + Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024
      );
    } catch {
      return sum;
    }
  }, 0);
}

function statOf(pid) {
  try {
    // The name, in brackets, may hold anything: what counts begins after the last bracket.
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const [, parent] = fields;
    const ticks = [11, 12, 13, 14].reduce((sum, index) => sum + Number(fields[index]), 0);
    return { parent: Number(parent), ticks };
  } catch {
    return undefined;
  }
}
