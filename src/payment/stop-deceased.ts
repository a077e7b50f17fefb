/** Nobody who is dead is paid: what was not handed out yet is cancelled, what was paid since anybody knew better is asked back
 *  by people.
 *
 *  Nothing is handed out after a death is committed, because a claim holds the verdicts of everybody it hands out for until it
 *  commits itself: a death that is being written is waited for and seen, one that comes later waits for the claim. The timed
 *  sweep only makes it known sooner. */
import { lockTasks, type Db, type Task } from '../work/index.js';
import { applyChanges, movedOnce, type AppliedReport } from './apply-changes.js';
import { lockAttempts, type AttemptForAdapter, type LockedAttempt } from './attempt-store.js';
import {
  findOpenAttempts,
  holdNextDeaths,
  lockDeceased,
  moveSweep,
  openRecoveriesOf,
} from './deceased-store.js';
import { stopApproved } from './move-store.js';
import type { PaymentDeps } from './payment-deps.js';

/** Deaths seen to in one transaction; more are taken in the next. */
const DEATHS_MAX = 500;

export const TEXT_OF_DEATH = {
  beneficiary: 'the beneficiary is recorded as dead',
  receiver: 'the receiver is recorded as dead',
} as const;

interface Claimed {
  readonly task: Task;
  readonly attempt: AttemptForAdapter;
}

/** Of what was just claimed, what may be handed out. Attempts to pay the dead that were never sent are closed. */
export async function withoutDeceased<One extends Claimed>(
  db: Db,
  claimed: readonly One[],
  now: Date,
): Promise<readonly One[]> {
  const submits = claimed.filter(({ task }) => task.action === 'SUBMIT').map(({ attempt }) => attempt);
  if (submits.length === 0) return claimed;
  const citizens = submits.flatMap((row) => [row.citizen_id, row.receiver_citizen_id]);
  const dead = await lockDeceased(db, [...new Set(citizens)]);
  if (dead.size === 0) return claimed;
  const stopped = submits.filter((row) => dead.has(row.citizen_id) || dead.has(row.receiver_citizen_id));
  const ids = new Set(stopped.map((row) => row.attempt_id));
  await cancelQueued(db, [...ids], dead, now);
  return claimed.filter(({ task }) => !ids.has(task.id));
}

/** Sees to everybody whom the log told dead since the last time. Called on a clock; safe beside other hubs. Returns how many
 *  there were. */
export async function stopDeceased(deps: PaymentDeps): Promise<number> {
  let seen = 0;
  for (;;) {
    const round = await deps.transact(async (db) => {
      const deaths = await holdNextDeaths(db, DEATHS_MAX);
      if (!deaths) return 0;
      const { citizenIds, position } = deaths;
      if (citizenIds.length > 0) await stopPaymentsOf(db, citizenIds, deps.clock());
      await moveSweep(db, position);
      return citizenIds.length;
    });
    seen += round;
    if (round < DEATHS_MAX) return seen;
  }
}

async function stopPaymentsOf(db: Db, citizenIds: readonly string[], now: Date): Promise<void> {
  // Whatever is under way to them is locked, so that a report which is settling one of them is waited for and then counted.
  const underWay = await findOpenAttempts(db, citizenIds);
  const tasks = await lockTasks(db, underWay);
  await lockAttempts(db, underWay);
  const waiting = tasks.filter((task) => task.action === 'SUBMIT' && task.leasedUntil === null);
  await cancelQueued(
    db,
    waiting.map((task) => task.id),
    new Set(citizenIds),
    now,
  );
  await stopApproved(db, citizenIds, TEXT_OF_DEATH);
  await openRecoveriesOf(db, citizenIds);
}

/** Closes attempts that were not handed out; whoever calls holds their tasks. */
async function cancelQueued(
  db: Db,
  attemptIds: readonly string[],
  dead: ReadonlySet<string>,
  now: Date,
): Promise<void> {
  if (attemptIds.length === 0) return;
  const applied = new Map<string, AppliedReport>();
  for (const attempt of await lockAttempts(db, attemptIds)) {
    if (attempt.status === 'QUEUED') applied.set(attempt.attempt_id, cancelled(attempt, dead, now));
  }
  await applyChanges(db, applied, now);
}

function cancelled(attempt: LockedAttempt, dead: ReadonlySet<string>, now: Date): AppliedReport {
  const reasonText = TEXT_OF_DEATH[dead.has(attempt.citizen_id) ? 'beneficiary' : 'receiver'];
  const fact = { status: 'CANCELLED', evidence: 'NONE', reason: 'DECEASED', reasonText } as const;
  return movedOnce(attempt, { ...fact, occurredAt: now });
}
