/** What people decide about exceptions, and what a decision does to an attempt. */
import { sql } from '../database/index.js';
import type { Db } from '../work/index.js';

/** What two people may decide: about a payment that its institution never received, or about one that was made to the dead. */
export type ExceptionDecision = 'SEND_AGAIN' | 'GIVE_UP' | 'RECOVERED' | 'WRITTEN_OFF';

/** An exception as somebody who decides finds it. */
export interface LockedException {
  readonly id: string;
  readonly kind: string;
  readonly attempt_id: string | null;
  /** The area of its payment; null where it is about none. */
  readonly area_id: string | null;
  readonly proposed_decision: ExceptionDecision | null;
  readonly proposed_by: string | null;
  readonly proposed_reason: string | null;
  readonly resolved_at: Date | null;
}

const COLUMNS = `x.id, x.kind, x.attempt_id, p.area_id, x.proposed_decision, x.proposed_by, x.proposed_reason, x.resolved_at
   FROM payment.exception x LEFT JOIN payment.payment p ON p.id = x.payment_id WHERE x.id = $1`;

const find = sql<LockedException>('exception.find', `SELECT ${COLUMNS}`);
const lock = sql<LockedException>('exception.lock', `SELECT ${COLUMNS} FOR UPDATE OF x`);

/** As it is now; what it is about is locked before it is locked itself. */
export async function findExceptionToDecide(db: Db, id: string): Promise<LockedException | undefined> {
  return find.first(db, [id]);
}

/** Held until the transaction ends. Tasks, payments and attempts are locked before exceptions, everywhere. */
export async function lockException(db: Db, id: string): Promise<LockedException | undefined> {
  return lock.first(db, [id]);
}

const assign = sql('exception.assign', 'UPDATE payment.exception SET assigned_to = $2 WHERE id = $1');

export async function assignException(db: Db, id: string, subject: string): Promise<void> {
  await assign.run(db, [id, subject]);
}

export interface Proposal {
  readonly id: string;
  readonly decision: ExceptionDecision;
  readonly by: string;
  readonly reason: string;
  readonly at: Date;
}

const propose = sql(
  'exception.propose',
  `UPDATE payment.exception SET proposed_decision = $2, proposed_by = $3, proposed_reason = $4, proposed_at = $5,
     assigned_to = coalesce(assigned_to, $3)
   WHERE id = $1`,
);

/** Replaces the proposal that stood before. */
export async function writeProposal(db: Db, { id, decision, by, reason, at }: Proposal): Promise<void> {
  await propose.run(db, [id, decision, by, reason, at]);
}

export interface Resolution {
  readonly id: string;
  readonly resolution: ExceptionDecision | 'NOTED';
  readonly by: string;
  /** Null only where the reason of the proposal is confirmed. */
  readonly reason: string | null;
  readonly at: Date;
}

const resolve = sql(
  'exception.resolve',
  `UPDATE payment.exception SET resolution = $2, resolved_by = $3, resolution_reason = $4, resolved_at = $5,
     assigned_to = coalesce(assigned_to, $3)
   WHERE id = $1`,
);

export async function writeResolution(db: Db, { id, resolution, by, reason, at }: Resolution): Promise<void> {
  await resolve.run(db, [id, resolution, by, reason, at]);
}

const markDecided = sql('attempt.mark-decided', 'UPDATE payment.attempt SET is_decided = true WHERE id = $1');

/** From now on, what its institution says of the attempt goes to a person. */
export async function markAttemptDecided(db: Db, attemptId: string): Promise<void> {
  await markDecided.run(db, [attemptId]);
}

const close = sql(
  'attempt.cancel-by-decision',
  `UPDATE payment.attempt SET status = 'CANCELLED', evidence = 'NONE', is_decided = true, updated_at = now()
   WHERE id = $1`,
);
const open = sql<{ id: string }>(
  'attempt.open-by-decision',
  `WITH fresh AS (SELECT hub.uuid_v7() AS id), queued AS (
     UPDATE payment.payment SET status = 'QUEUED', reason = NULL, reason_text = NULL, updated_at = now() WHERE id = $1
     RETURNING id, institution_code
   )
   INSERT INTO payment.attempt (id, payment_id, institution_code, reference)
   SELECT fresh.id, queued.id, institution_code,
     payment.reference_of(fresh.id, c.reference_length_max, c.reference_alphabet)
   FROM fresh, queued LEFT JOIN account.capability_card c ON c.code = institution_code
   RETURNING id`,
);

/** Closes an attempt and makes another one of its payment, with a reference of its own. Returns the new one's id. */
export async function replaceAttempt(db: Db, attemptId: string, paymentId: string): Promise<string> {
  await close.run(db, [attemptId]);
  const row = await open.first(db, [paymentId]);
  if (!row) throw new Error('A locked payment is gone.');
  return row.id;
}
