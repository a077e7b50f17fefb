/** What was open when a recovery began: it is asked about, and nothing of it is sent. */
import { sql } from '../../database/index.js';
import type { Db } from '../../work/index.js';

const lockTasks = sql(
  'recovery.lock-tasks',
  `SELECT id FROM work.task WHERE kind = 'PAYMENT' ORDER BY id FOR UPDATE`,
);
const askAll = sql(
  'recovery.ask-all',
  `WITH unsent AS (
    INSERT INTO payment.ask_first (attempt_id)
    SELECT t.id FROM work.task t WHERE t.kind = 'PAYMENT' AND t.action = 'SUBMIT'
    ON CONFLICT DO NOTHING
  ), asked AS (
    INSERT INTO payment.recovery_attempt (attempt_id)
    SELECT t.id FROM work.task t WHERE t.kind = 'PAYMENT'
    ON CONFLICT (attempt_id) DO UPDATE SET answered_at = NULL
  )
  UPDATE work.task SET action = 'INQUIRE', available_at = now(), leased_until = NULL, lease_holder = NULL
  WHERE kind = 'PAYMENT'`,
);

/** Every open attempt waits to be asked about, none to be sent, and no lease of before counts. Returns how many there are. */
export async function askAboutEverything(db: Db): Promise<number> {
  await lockTasks.run(db);
  return askAll.run(db);
}

const answer = sql(
  'recovery.answer',
  `UPDATE payment.recovery_attempt SET answered_at = now() WHERE attempt_id = ANY($1::uuid[]) AND answered_at IS NULL`,
);

/** Their institution has said something of these. */
export async function noteAnswers(db: Db, attemptIds: readonly string[]): Promise<void> {
  if (attemptIds.length > 0) await answer.run(db, [attemptIds]);
}

const asked = sql<{ attempt_id: string }>(
  'recovery.asked-first',
  'SELECT attempt_id FROM payment.ask_first WHERE attempt_id = ANY($1::uuid[])',
);

/** Those of the attempts that nobody is known to have sent. */
export async function findAskedFirst(db: Db, attemptIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (attemptIds.length === 0) return new Set();
  return new Set((await asked.all(db, [attemptIds])).map((row) => row.attempt_id));
}

const unreceived = sql(
  'recovery.note-unreceived',
  'UPDATE payment.ask_first SET is_unreceived = true WHERE attempt_id = ANY($1::uuid[])',
);

/** Their institution never received them. */
export async function noteUnreceived(db: Db, attemptIds: readonly string[]): Promise<void> {
  if (attemptIds.length > 0) await unreceived.run(db, [attemptIds]);
}

const submit = sql<{ institution_code: string }>(
  'recovery.submit-unreceived',
  `WITH known AS (
    DELETE FROM payment.ask_first f USING payment.attempt a
    WHERE a.id = f.attempt_id AND f.is_unreceived AND ($1::uuid[] IS NULL OR f.attempt_id = ANY($1::uuid[]))
    RETURNING f.attempt_id, a.status
  )
  UPDATE work.task t SET action = 'SUBMIT', available_at = now(), leased_until = NULL, lease_holder = NULL
  FROM known k WHERE t.id = k.attempt_id AND k.status = 'QUEUED'
  RETURNING t.institution_code`,
);

/** What was never received may be sent now, for the first time. Whoever calls has locked the tasks.
 *  @param attemptIds undefined: all   @returns the institutions that have work now */
export async function submitUnreceived(db: Db, attemptIds?: readonly string[]): Promise<readonly string[]> {
  const rows = await submit.all(db, [attemptIds ?? null]);
  return [...new Set(rows.map((row) => row.institution_code))];
}

const left = sql<{ count: number }>(
  'recovery.count-left',
  // What two people have closed meanwhile is asked about no more: their word stands for the institution's.
  `SELECT count(*)::int AS count FROM payment.recovery_attempt r JOIN work.task t ON t.id = r.attempt_id
   WHERE r.answered_at IS NULL`,
);

/** Attempts whose institution has not answered yet. */
export async function countUnanswered(db: Db): Promise<number> {
  return (await left.first(db))?.count ?? 0;
}

const forget = sql('recovery.forget-attempts', 'DELETE FROM payment.recovery_attempt');

export async function forgetAsked(db: Db): Promise<void> {
  await forget.run(db);
}

const askFirst = sql(
  'recovery.ask-first',
  `WITH unsent AS (
    INSERT INTO payment.ask_first (attempt_id)
    SELECT a.id FROM payment.payment p JOIN payment.attempt a ON a.payment_id = p.id
    WHERE p.batch_id = $1 AND a.status = 'QUEUED'
    ON CONFLICT DO NOTHING RETURNING attempt_id
  )
  UPDATE work.task t SET action = 'INQUIRE' FROM unsent u WHERE t.id = u.attempt_id AND t.action = 'SUBMIT'`,
);

/** What a batch has just released is asked about before it is sent: a hub that has forgotten may have sent it. */
export async function askFirstAbout(db: Db, batchId: string): Promise<void> {
  await askFirst.run(db, [batchId]);
}

const unasked = sql<{ id: string }>(
  'recovery.unasked',
  `SELECT f.attempt_id AS id FROM payment.ask_first f JOIN payment.recovery_attempt r USING (attempt_id)
   JOIN work.task t ON t.id = f.attempt_id
   WHERE NOT f.is_unreceived AND r.answered_at IS NULL`,
);

/** Attempts that nobody is known to have sent, and for which no institution has answered. */
export async function findUnasked(db: Db): Promise<readonly string[]> {
  return (await unasked.all(db)).map((row) => row.id);
}
