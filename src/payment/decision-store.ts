/** What people decide about exceptions, and what a decision does to an attempt. */
import { sql } from '../database/index.js';
import type { ExceptionDecision, ExceptionKind } from './exception-kind.js';
import type { ReportEvidence } from './payment-state.js';
import { intoAttempt, PASSED_OVER_MAX } from './reference-store.js';
import type { Db } from '../work/index.js';

/** An exception as somebody who decides finds it. */
export interface LockedException {
  readonly id: string;
  readonly kind: ExceptionKind;
  readonly payment_id: string | null;
  readonly attempt_id: string | null;
  /** What the institution named: how much, and by which word of its own. */
  readonly named_amount: bigint | null;
  readonly named_evidence: ReportEvidence | null;
  readonly named_reference: string | null;
  /** The area of its payment; null where it is about none. */
  readonly area_id: string | null;
  readonly proposed_decision: ExceptionDecision | null;
  readonly proposed_by: string | null;
  readonly proposed_reason: string | null;
  readonly proposed_amount: bigint | null;
  readonly resolved_at: Date | null;
}

const COLUMNS = `x.id, x.kind, x.payment_id, x.attempt_id, x.named_amount, x.detail->>'evidence' AS named_evidence,
     x.detail->>'externalReference' AS named_reference, p.area_id, x.proposed_decision, x.proposed_by, x.proposed_reason,
     x.proposed_amount, x.resolved_at
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

/** `$1` the exception, `$2` whose act it is. */
const NOTED_ACT = (act: string, decision: string, amount: string, reason: string, at: string): string => `
   INSERT INTO payment.exception_entry (exception_id, act, decision, amount, done_by, reason, done_at)
   SELECT id, '${act}', ${decision}, ${amount}, $2, ${reason}, ${at} FROM done`;

const assign = sql(
  'exception.assign',
  `WITH done AS (UPDATE payment.exception SET assigned_to = $2 WHERE id = $1 RETURNING id)
   ${NOTED_ACT('TAKEN', 'NULL', 'NULL', 'NULL', '$3')}`,
);

export async function assignException(db: Db, id: string, subject: string, at: Date): Promise<void> {
  await assign.run(db, [id, subject, at]);
}

export interface Proposal {
  readonly id: string;
  readonly decision: ExceptionDecision;
  /** What was paid in all, where that is what is decided. */
  readonly amount: bigint | null;
  readonly by: string;
  readonly reason: string;
  readonly at: Date;
}

const propose = sql(
  'exception.propose',
  `WITH done AS (
     UPDATE payment.exception SET proposed_decision = $3, proposed_by = $2, proposed_reason = $4, proposed_at = $5,
       proposed_amount = $6, assigned_to = coalesce(assigned_to, $2)
     WHERE id = $1 RETURNING id
   )${NOTED_ACT('PROPOSED', '$3', '$6', '$4', '$5')}`,
);

/** Replaces the proposal that stood before. */
export async function writeProposal(db: Db, proposal: Proposal): Promise<void> {
  const { id, decision, amount, by, reason, at } = proposal;
  await propose.run(db, [id, by, decision, reason, at, amount]);
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
  `WITH done AS (
     UPDATE payment.exception SET resolution = $3, resolved_by = $2, resolution_reason = $4, resolved_at = $5,
       assigned_to = coalesce(assigned_to, $2)
     WHERE id = $1 RETURNING id, proposed_amount
   )${NOTED_ACT('RESOLVED', '$3', "CASE $3 WHEN 'PAID_OTHER_AMOUNT' THEN proposed_amount END", '$4', '$5')}`,
);

export async function writeResolution(db: Db, { id, resolution, by, reason, at }: Resolution): Promise<void> {
  await resolve.run(db, [id, by, resolution, reason, at]);
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
  `WITH queued AS (
     UPDATE payment.payment SET status = 'QUEUED', reason = NULL, reason_text = NULL, updated_at = now() WHERE id = $1
     RETURNING id, institution_code, citizen_id, programme_code, line, period, kind
   ), ${intoAttempt({ of: 'queued', passedOver: '$2::int', haveAttempts: true })}
   SELECT id FROM attempted`,
);

/** Closes an attempt and makes another one of its payment, with a reference of its own. Returns the new one's id. */
export async function replaceAttempt(db: Db, attemptId: string, paymentId: string): Promise<string> {
  await close.run(db, [attemptId]);
  for (let passedOver = 0; passedOver <= PASSED_OVER_MAX; passedOver += 1) {
    const row = await open.first(db, [paymentId, passedOver]);
    if (row) return row.id;
  }
  throw new Error('A locked payment is gone, or its reference was another payment’s again and again.');
}
