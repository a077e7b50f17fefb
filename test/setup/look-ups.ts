/** Look-ups whose log is a list in memory. */
import { createLookUps, type AccessEntry, type LookUps } from '../../src/access/index.js';

export interface LoggedLookUps {
  readonly lookUps: LookUps;
  readonly entries: readonly AccessEntry[];
}

export function openLookUps(missesMax?: number): LoggedLookUps {
  const entries: AccessEntry[] = [];
  const accessLog = {
    assertRoom: () => undefined,
    record: (entry: AccessEntry) => void entries.push(entry),
  };
  return { lookUps: createLookUps({ accessLog, clock: () => new Date(), missesMax }), entries };
}
