/** Of an attempt that may have been sent nobody knows what became of it: it is UNKNOWN until its institution says. */
import type { Db } from '../work/index.js';
import { applyChanges, movedOnce, type AppliedReport } from './apply-changes.js';
import { lockAttempts } from './attempt-store.js';

/** Whoever calls has locked the tasks.
 *  @param handedOutAt by attempt, when it was first handed out, where that is known */
export async function markUnknown(
  db: Db,
  handedOutAt: ReadonlyMap<string, Date | null>,
  now: Date,
): Promise<void> {
  if (handedOutAt.size === 0) return;
  const fact = { status: 'UNKNOWN', evidence: 'NONE', occurredAt: now } as const;
  const applied = new Map<string, AppliedReport>();
  for (const attempt of await lockAttempts(db, [...handedOutAt.keys()])) {
    // A report that came before has said more already.
    if (attempt.status !== 'QUEUED') continue;
    applied.set(attempt.attempt_id, movedOnce(attempt, fact, handedOutAt.get(attempt.attempt_id) ?? null));
  }
  await applyChanges(db, applied, now);
}
