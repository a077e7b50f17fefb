/** Hands tasks to a worker under a lease. A claim takes rows that nobody holds and skips those that another claim has in
 *  hand, so sixteen workers never wait for each other. */
import { type Queryable, sql } from '../database/index.js';
import { HubError } from '../values/index.js';
import { CLAIM_TASKS_MAX, LEASE_SECONDS_MAX, type Task, WAITING_COUNT_MAX, type WorkKind } from './task.js';
import { TASK_COLUMNS } from './task-store.js';

export interface WorkOf {
  readonly kind: WorkKind;
  /** Institution codes; `NAPAS` stands for every `NAPAS:<bin>` too. */
  readonly institutions: readonly string[];
  /** Default: the database's clock, which all hubs share. */
  readonly now?: Date;
}

export interface Claim extends WorkOf {
  readonly holder: string;
  /** 0 to 1,000. */
  readonly limit: number;
  /** 1 to 3,600. */
  readonly leaseSeconds: number;
}

/** The tasks that have waited longest, leased to the holder. A repeat claims others.
 *  @throws HubError BAD_USER_INPUT past a limit, with nothing done */
export async function claimTasks(db: Queryable, claim: Claim): Promise<Task[]> {
  const { kind, institutions, holder, limit, leaseSeconds, now } = claim;
  if (!Number.isInteger(limit) || limit < 0 || limit > CLAIM_TASKS_MAX) {
    throw new HubError('BAD_USER_INPUT', `A claim takes 0 to ${CLAIM_TASKS_MAX} tasks.`);
  }
  requireLeaseSeconds(leaseSeconds);
  const tasks: Task[] = [];
  for (const institution of institutions) {
    if (tasks.length === limit) break;
    const wanted = limit - tasks.length;
    tasks.push(...(await claimRail.all(db, [kind, institution, holder, wanted, leaseSeconds, now ?? null])));
  }
  return tasks;
}

/** @throws HubError BAD_USER_INPUT unless a whole number from 1 to 3,600 */
export function requireLeaseSeconds(leaseSeconds: number): void {
  if (!Number.isInteger(leaseSeconds) || leaseSeconds < 1 || leaseSeconds > LEASE_SECONDS_MAX) {
    throw new HubError('BAD_USER_INPUT', `A lease is 1 to ${LEASE_SECONDS_MAX} seconds.`);
  }
}

/** A caller has one institution, so this is one statement a claim. The rail is what the index is in; the code itself is
 *  compared where a caller stands for one bank behind a rail. */
const waiting = `
  task.kind = $1 AND split_part(task.institution_code, ':', 1) = split_part($2, ':', 1)
  AND (task.institution_code = $2 OR split_part(task.institution_code, ':', 1) = $2)
  AND task.leased_until IS NULL`;

const claimRail = sql<Task>(
  'work.claim-tasks',
  `WITH due AS MATERIALIZED (
     SELECT id FROM work.task
      WHERE ${waiting} AND available_at <= coalesce($6::timestamptz, now())
      ORDER BY available_at, id LIMIT $4
      FOR UPDATE SKIP LOCKED
   ), claimed AS (
     UPDATE work.task
        SET leased_until = coalesce($6::timestamptz, clock_timestamp()) + $5::int * interval '1 second',
            lease_holder = $3, tries = tries + 1,
            -- Who only asks sends nothing.
            handed_out_at = CASE WHEN action = 'INQUIRE' THEN handed_out_at ELSE coalesce(handed_out_at, clock_timestamp()) END
      WHERE id = ANY (ARRAY(SELECT id FROM due))
     RETURNING ${TASK_COLUMNS}
   )
   SELECT * FROM claimed ORDER BY "availableAt", id`,
);

/** How many tasks wait to be claimed; counts up to 10,000 for each institution named. */
export async function countWaiting(db: Queryable, { kind, institutions, now }: WorkOf): Promise<number> {
  let count = 0;
  for (const institution of institutions) {
    count += (await countRail.first(db, [kind, institution, now ?? null]))?.count ?? 0;
  }
  return count;
}

const countRail = sql<{ count: number }>(
  'work.count-waiting',
  `SELECT count(*)::int AS count FROM (
     SELECT FROM work.task
      WHERE ${waiting} AND available_at <= coalesce($3::timestamptz, now())
      LIMIT ${WAITING_COUNT_MAX}) AS counted`,
);
