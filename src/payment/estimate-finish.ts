/** When an institution will be through with what a batch has there, honestly: from the smaller of the pace that it declares and
 *  the pace that it shows, within its hours, behind whoever came first; and no date at all where nobody can know one. */
import { afterWorking, isOpenAt, nextOpening, type ServiceHours } from '../values/index.js';

/** Why nobody can know. */
export type FinishUnknown = 'NOT_RELEASED' | 'UNREACHABLE' | 'SILENT' | 'NO_PACE' | 'NEEDS_PEOPLE';

/** How an institution works, as of now. */
export interface Pace {
  readonly isReachable: boolean;
  /** People collect in their own time. */
  readonly isCash: boolean;
  /** Null: around the clock. */
  readonly serviceHours: ServiceHours | null;
  /** Payments a second as declared; null where nothing was. */
  readonly declaredPerSecond: number | null;
  /** What it took during the last seconds in which all the time something waited for it. */
  readonly observed: { readonly sent: number; readonly seconds: number };
  /** Since it last said anything of any payment; null: not within the last minute. */
  readonly quietSeconds: number | null;
  /** Payments of others that are sent before these. */
  readonly queuedBefore: number;
}

/** What a batch still has there, beside what waits for people. */
export interface Load {
  readonly toSend: number;
  /** Sent, and the last word is not heard yet. */
  readonly underWay: number;
}

export interface Finish {
  readonly finishesAt: Date | null;
  /** Null where `finishesAt` is known. */
  readonly unknown: FinishUnknown | null;
  readonly ratePerSecond: number | null;
  /** When it works again; null while it works. */
  readonly opensAt: Date | null;
}

/** A shorter look says more of chance than of pace. */
const OBSERVED_SECONDS_MIN = 5;
/** An institution that is open, has work, and says nothing for so long has stopped for a reason that nobody here knows. */
export const QUIET_SECONDS_MAX = 60;

/** @param cashUntil until when cash is handed out */
export function estimateFinish(
  { toSend, underWay }: Load,
  pace: Pace,
  { now, cashUntil }: { readonly now: Date; readonly cashUntil: Date },
): Finish {
  const ratePerSecond = rateOf(pace);
  const opening = nextOpening(pace.serviceHours, now);
  const opensAt = isOpenAt(pace.serviceHours, now) ? null : opening;
  const known = (finishesAt: Date): Finish => ({ finishesAt, unknown: null, ratePerSecond, opensAt });
  const unknown = (why: FinishUnknown): Finish => ({
    finishesAt: null,
    unknown: why,
    ratePerSecond,
    opensAt,
  });

  if (toSend + underWay === 0) return known(now);
  if (!pace.isReachable) return unknown('UNREACHABLE');
  if (pace.isCash) return cashUntil > now ? known(cashUntil) : unknown('SILENT');
  if (isSilent(pace, now)) return unknown('SILENT');
  if (toSend === 0) return opening ? known(opening) : unknown('NO_PACE');
  if (ratePerSecond === null) return unknown('NO_PACE');
  const workMs = ((pace.queuedBefore + toSend) / ratePerSecond) * 1_000;
  const finishesAt = afterWorking(pace.serviceHours, now, workMs);
  return finishesAt ? known(finishesAt) : unknown('NO_PACE');
}

/** The latest of all: one institution of which nobody knows leaves the whole unknown. */
export function latestFinish(finishes: readonly Pick<Finish, 'finishesAt'>[]): Date | null {
  let latest: Date | null = null;
  for (const { finishesAt } of finishes) {
    if (finishesAt === null) return null;
    if (latest === null || finishesAt > latest) latest = finishesAt;
  }
  return latest;
}

function rateOf({ declaredPerSecond, observed: { sent, seconds } }: Pace): number | null {
  const shown = sent > 0 && seconds >= OBSERVED_SECONDS_MIN ? sent / seconds : null;
  if (shown === null || declaredPerSecond === null) return shown ?? declaredPerSecond;
  return Math.min(shown, declaredPerSecond);
}

/** Only who had the chance to speak is silent: open, and with work, for the whole time. */
function isSilent({ observed, quietSeconds, serviceHours }: Pace, now: Date): boolean {
  const before = new Date(now.getTime() - QUIET_SECONDS_MAX * 1_000);
  const hadTheChance =
    observed.seconds >= QUIET_SECONDS_MAX && isOpenAt(serviceHours, now) && isOpenAt(serviceHours, before);
  return hadTheChance && (quietSeconds === null || quietSeconds >= QUIET_SECONDS_MAX);
}
