/** When an institution works: a window of each working day in Asia/Ho_Chi_Minh (UTC+7, no daylight saving), and what that
 *  makes of an amount of work. The kit has a reading of its own: an adapter imports nothing of the hub. */

export interface ServiceHours {
  /** `HH:MM`; the end is exclusive. */
  readonly opensAt: string;
  readonly closesAt: string;
  /** 1 is Monday, 7 is Sunday. */
  readonly weekdays: readonly number[];
}

const UTC_OFFSET_MS = 7 * 3_600_000;
const DAY_MS = 24 * 3_600_000;
/** Work that is not over by then has no end that anybody should be told. */
const DAYS_MAX = 366;

/** Around the clock when no hours are given. */
export function isOpenAt(hours: ServiceHours | null, instant: Date): boolean {
  if (hours === null) return true;
  const { opensAt, closesAt } = dayOf(hours, midnightBefore(instant));
  return opensAt <= instant.getTime() && instant.getTime() < closesAt;
}

/** The instant itself while the institution works, else when it works next; null when it never does. */
export function nextOpening(hours: ServiceHours | null, instant: Date): Date | null {
  return afterWorking(hours, instant, 0);
}

/** When so much work is done that begins at an instant and stands still while the institution is closed; null past a year.
 *  What ends with the window is done at its end, not the next morning. */
export function afterWorking(hours: ServiceHours | null, from: Date, workMs: number): Date | null {
  if (hours === null) return workMs <= DAYS_MAX * DAY_MS ? new Date(from.getTime() + workMs) : null;
  let leftMs = workMs;
  const first = midnightBefore(from);
  for (let day = 0; day <= DAYS_MAX; day += 1) {
    const { opensAt, closesAt } = dayOf(hours, first + day * DAY_MS);
    const beginsAt = Math.max(opensAt, from.getTime());
    if (beginsAt >= closesAt) continue;
    if (leftMs <= closesAt - beginsAt) return new Date(beginsAt + leftMs);
    leftMs -= closesAt - beginsAt;
  }
  return null;
}

/** The window of the day that begins at this midnight; empty on a day off. */
function dayOf(
  { opensAt, closesAt, weekdays }: ServiceHours,
  midnight: number,
): { opensAt: number; closesAt: number } {
  const weekday = new Date(midnight + UTC_OFFSET_MS).getUTCDay() || 7;
  if (!weekdays.includes(weekday)) return { opensAt: midnight, closesAt: midnight };
  return { opensAt: midnight + timeMs(opensAt), closesAt: midnight + timeMs(closesAt) };
}

function midnightBefore(instant: Date): number {
  const local = instant.getTime() + UTC_OFFSET_MS;
  return Math.floor(local / DAY_MS) * DAY_MS - UTC_OFFSET_MS;
}

function timeMs(text: string): number {
  const [hours = 0, minutes = 0] = text.split(':').map(Number);
  return (hours * 60 + minutes) * 60_000;
}
