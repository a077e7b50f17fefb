/** What becomes of a lease: its holder extends it or gives the tasks back; time or a new session ends it.
 *
 *  A SUBMIT whose lease ended is INQUIRE from then on, by the very statement that ends the lease: nobody knows whether
 *  it was sent, so nothing here can hand it out as SUBMIT again. */
import { type Queryable, sql } from '../database/index.js';
import { requireLeaseSeconds } from './claim-tasks.js';
import { CLAIM_TASKS_MAX, type LapsedTask, type WorkKind } from './task.js';
import { TASK_COLUMNS } from './task-store.js';

export interface HeldTasks {
  /** Only leases of this client's workers count, and only while they last. */
  readonly clientId: string;
  readonly taskIds: readonly string[];
  /** Default: the database's clock. */
  readonly now?: Date;
}

/** Makes leases last from now; never shortens one. A lease that has ended stays ended. Safe to repeat.
 *  @param options.leaseSeconds 1 to 3,600   @param options.except tasks of this kind are not extended
 *  @returns how many leases still last   @throws HubError BAD_USER_INPUT */
export async function extendLeases(
  db: Queryable,
  {
    clientId,
    taskIds,
    leaseSeconds,
    except,
    now,
  }: HeldTasks & { readonly leaseSeconds: number; readonly except?: WorkKind | undefined },
): Promise<number> {
  requireLeaseSeconds(leaseSeconds);
  return extend.run(db, [clientId, taskIds, now ?? null, leaseSeconds, except ?? null]);
}

/** Gives back tasks of which nothing was sent: they wait again as they were. Safe to repeat.
 *  @returns how many were given back */
export function returnTasks(db: Queryable, { clientId, taskIds, now }: HeldTasks): Promise<number> {
  return giveBack.run(db, [clientId, taskIds, now ?? null]);
}

const held = `
  WITH held AS MATERIALIZED (
    SELECT id FROM work.task
     WHERE id = ANY ($2::uuid[]) AND starts_with(lease_holder, $1::text || '/')
       AND leased_until > coalesce($3::timestamptz, clock_timestamp())
     ORDER BY id FOR UPDATE
  )`;

const extend = sql(
  'work.extend-leases',
  `${held}
   UPDATE work.task
      SET leased_until = greatest(leased_until, coalesce($3::timestamptz, clock_timestamp()) + $4::int * interval '1 second')
    WHERE id = ANY (ARRAY(SELECT id FROM held)) AND ($5::text IS NULL OR kind <> $5)`,
);

const giveBack = sql(
  'work.return-tasks',
  `${held}
   UPDATE work.task SET leased_until = NULL, lease_holder = NULL, tries = tries - 1
    WHERE id = ANY (ARRAY(SELECT id FROM held))`,
);

/** Takes back tasks that were claimed in this transaction and must not be handed out now: they wait as they were, for a while.
 *  @returns how many there were */
export function setTasksAside(db: Queryable, taskIds: readonly string[], seconds: number): Promise<number> {
  return setAside.run(db, [taskIds, seconds]);
}

const setAside = sql(
  'work.set-tasks-aside',
  `UPDATE work.task
      SET leased_until = NULL, lease_holder = NULL, tries = tries - 1,
          -- What is still to be sent was never sent, however often it was asked about.
          handed_out_at = CASE WHEN action = 'INQUIRE' THEN handed_out_at END,
          available_at = clock_timestamp() + $2::int * interval '1 second'
    WHERE id = ANY ($1::uuid[])`,
);

/** Ends every lease that one worker holds on tasks of a kind: its process has started anew and knows nothing of them. What
 *  the lapsed tasks are about must be brought in line in the same transaction. */
export function endSession(
  db: Queryable,
  { kind, holder }: { readonly kind: WorkKind; readonly holder: string },
): Promise<LapsedTask[]> {
  return lapseHeld.all(db, [kind, holder]);
}

/** Ends leases whose time is over, the oldest first, at most `limit` (default and maximum 1,000): call it again while it
 *  gives that many. Several hubs may call it at once. What the lapsed tasks are about must be brought in line in the same transaction. */
export function expireLeases(
  db: Queryable,
  {
    kind,
    limit = CLAIM_TASKS_MAX,
    now,
  }: { readonly kind: WorkKind; readonly limit?: number; readonly now?: Date },
): Promise<LapsedTask[]> {
  return lapseExpired.all(db, [kind, Math.min(limit, CLAIM_TASKS_MAX), now ?? null]);
}

const lapse = `
  UPDATE work.task
     SET leased_until = NULL, lease_holder = NULL,
         action = CASE task.action WHEN 'SUBMIT' THEN 'INQUIRE' ELSE task.action END
    FROM ended WHERE task.id = ended.id
  RETURNING ${TASK_COLUMNS}, ended.action AS "lapsedAction", ended.lease_holder AS "lapsedHolder"`;

const lapseHeld = sql<LapsedTask>(
  'work.end-session',
  `WITH ended AS MATERIALIZED (
     SELECT id, action, lease_holder FROM work.task
      WHERE leased_until IS NOT NULL AND lease_holder = $2 AND kind = $1 ORDER BY id FOR UPDATE
   )${lapse}`,
);

const lapseExpired = sql<LapsedTask>(
  'work.expire-leases',
  `WITH ended AS MATERIALIZED (
     SELECT id, action, lease_holder FROM work.task
      WHERE kind = $1 AND leased_until <= coalesce($3::timestamptz, now())
      ORDER BY leased_until LIMIT $2 FOR UPDATE SKIP LOCKED
   )${lapse}`,
);
