/** Whether whoever does an institution's work was seen lately. */

/** Adapters call every minute at least, also while their institution is closed. */
const REACHABLE_WITHIN_MS = 120_000;

export function isReachable(lastSeenAt: Date | null, now: Date): boolean {
  return lastSeenAt !== null && now.getTime() - lastSeenAt.getTime() <= REACHABLE_WITHIN_MS;
}
