/** Puts tasks into the queue and takes them out. Every statement works on a set; those that lock several rows lock them in
 *  id order, so that no two can wait for each other. */
import { type Queryable, sql } from '../database/index.js';
import type { NewTask, Task } from './task.js';

/** For writers that work in sets: `${INTO_WORK_TASK} SELECT attempt.id, 'PAYMENT', attempt.institution_code, 'SUBMIT', now() FROM …`. */
export const INTO_WORK_TASK = 'INSERT INTO work.task (id, kind, institution_code, action, available_at)';

export const TASK_COLUMNS =
  'task.id, task.kind, task.institution_code AS "institutionCode", task.action, task.available_at AS "availableAt", ' +
  'task.leased_until AS "leasedUntil", task.lease_holder AS "leaseHolder", task.tries, ' +
  'task.handed_out_at AS "handedOutAt"';

/** A task that exists already stays as it is, so a repeat is harmless.
 *  @returns how many are new */
export async function enqueueTasks(db: Queryable, tasks: readonly NewTask[]): Promise<number> {
  if (tasks.length === 0) return 0;
  return enqueue.run(db, [
    tasks.map(({ id }) => id),
    tasks.map(({ kind }) => kind),
    tasks.map(({ institutionCode }) => institutionCode),
    tasks.map(({ action }) => action),
    tasks.map(({ availableAt }) => availableAt ?? null),
  ]);
}

const enqueue = sql(
  'work.enqueue-tasks',
  `${INTO_WORK_TASK}
   SELECT id, kind, institution_code, action, coalesce(available_at, clock_timestamp())
     FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::timestamptz[])
       AS new (id, kind, institution_code, action, available_at)
   ON CONFLICT (id) DO NOTHING`,
);

/** Locks the tasks of a report, and gives those that still exist. Whoever also locks what the tasks are about does this
 *  first: leases end in the same order, so the two never deadlock. */
export function lockTasks(db: Queryable, taskIds: readonly string[]): Promise<Task[]> {
  return lock.all(db, [taskIds]);
}

const lock = sql<Task>(
  'work.lock-tasks',
  `SELECT ${TASK_COLUMNS} FROM work.task WHERE id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE`,
);

export interface Rescheduling {
  readonly id: string;
  /** Never SUBMIT: what was handed out once is only inquired about. */
  readonly action: 'CHECK' | 'INQUIRE';
  /** From now on, by the database's clock: a hub whose own clock jumps asks neither early nor late. */
  readonly afterMs: number;
}

/** Ends the tasks' leases, whoever's, and makes them wait for a while.
 *  @param now default: the database's clock, which all hubs share
 *  @returns how many there were */
export async function rescheduleTasks(
  db: Queryable,
  reschedulings: readonly Rescheduling[],
  now?: Date,
): Promise<number> {
  if (reschedulings.length === 0) return 0;
  return reschedule.run(db, [
    reschedulings.map(({ id }) => id),
    reschedulings.map(({ action }) => action),
    reschedulings.map(({ afterMs }) => afterMs),
    now ?? null,
  ]);
}

const reschedule = sql(
  'work.reschedule-tasks',
  `WITH held AS MATERIALIZED (
     SELECT task.id, new.action, coalesce($4::timestamptz, clock_timestamp()) + new.after_ms * interval '1 millisecond' AS available_at
       FROM unnest($1::uuid[], $2::text[], $3::float8[]) AS new (id, action, after_ms)
       JOIN work.task USING (id) ORDER BY task.id FOR UPDATE OF task
   )
   UPDATE work.task
      SET action = held.action, available_at = held.available_at, leased_until = NULL, lease_holder = NULL
     FROM held WHERE task.id = held.id`,
);

/** Takes done tasks out, leased or not: a report counts after its lease has ended too. Whoever calls has locked them.
 *  @returns how many there were */
export function finishTasks(db: Queryable, taskIds: readonly string[]): Promise<number> {
  return taskIds.length === 0 ? Promise.resolve(0) : finish.run(db, [taskIds]);
}

const finish = sql('work.finish-tasks', 'DELETE FROM work.task WHERE id = ANY ($1::uuid[])');

/** Hands out again at once those of the tasks that wait for a later time and were never handed out. Whoever calls has locked them. */
export async function makeTasksAvailable(db: Queryable, taskIds: readonly string[]): Promise<void> {
  if (taskIds.length > 0) await makeAvailable.run(db, [taskIds]);
}

const makeAvailable = sql(
  'work.make-tasks-available',
  `UPDATE work.task SET available_at = now()
    WHERE id = ANY ($1::uuid[]) AND action = 'SUBMIT' AND leased_until IS NULL AND available_at > now()`,
);
