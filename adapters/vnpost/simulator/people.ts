/** How those who are to be paid behave: most come, some are not met at the first visit, a few never. Drawn from who they are, so
 *  that a run can be repeated and a restart changes nobody's mind. */
import { createHash } from 'node:crypto';
import type { FaultPlan } from '../../kit/simulator/index.js';
import type { Settings } from './gateway.js';
import type { Line } from './office-book.js';

export interface Plan {
  readonly afterMs: number;
  readonly outcome: 'PAID' | 'KHONG_GAP';
}

export function plansOf(line: Line, people: Settings['people'], faults: FaultPlan): readonly Plan[] {
  const { maChiTra: reference, soDinhDanh: person = reference, hinhThuc } = line;
  const { neverShare, notMetShare, comeAfterMsMin, comeAfterMsMax } = people;
  const drawnMs = comeAfterMsMin + draw('when', reference) * Math.max(0, comeAfterMsMax - comeAfterMsMin);
  const afterMs = faults.strikes('asynchronous', reference) ? faults.current.processingMs : drawnMs;
  const isVisited = hinhThuc === 'TAI_NHA';
  const notMet: Plan = { afterMs, outcome: 'KHONG_GAP' };
  if (draw('never', person) < neverShare) return isVisited ? [notMet] : [];
  if (isVisited && draw('not met', person) < notMetShare)
    return [notMet, { afterMs: afterMs * 2, outcome: 'PAID' }];
  return [{ afterMs, outcome: 'PAID' }];
}

/** 0 to below 1. */
function draw(what: string, reference: string): number {
  return createHash('sha256').update(`${what} ${reference}`).digest().readUInt32BE(0) / 2 ** 32;
}
