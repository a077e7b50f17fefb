/** Attempts: one try to pay one payment. Read for adapters, locked for reports. */
import { sql } from '../database/index.js';
import { IS_BEING_DECIDED, MUST_NOT_BE_SENT, WAITS_FOR_PEOPLE } from './money-in-doubt.js';
import type { PaymentStatus, ReportEvidence } from './payment-state.js';
import type { Db } from '../work/index.js';

/** Everything that an adapter needs to send or to ask about one attempt. */
export interface AttemptForAdapter {
  readonly attempt_id: string;
  readonly payment_id: string;
  readonly batch_id: string;
  readonly reference: string;
  readonly external_reference: string | null;
  readonly citizen_id: string;
  readonly receiver_citizen_id: string;
  readonly amount: bigint;
  readonly account_number: string | null;
  readonly receiver_name: string;
  readonly receiver_personal_id: string | null;
  readonly beneficiary_name: string;
  readonly is_own: boolean;
  readonly bank_bin: string | null;
  readonly delivery: 'COUNTER' | 'HOME' | null;
  readonly area_code: string | null;
  readonly period: string;
  /** An institution said something of this right and month that people have not decided about, or have not in two. */
  readonly must_not_be_sent: boolean;
  /** Two people are at it: no lease may keep them from it. */
  readonly is_being_decided: boolean;
}

const forAdapter = sql<AttemptForAdapter>(
  'payment.attempts-for-adapter',
  `SELECT a.id AS attempt_id, p.id AS payment_id, p.batch_id, a.reference, a.external_reference, p.citizen_id,
    p.receiver_citizen_id, p.amount, p.account_number, p.receiver_name, r.personal_id AS receiver_personal_id, p.beneficiary_name,
    p.receiver_citizen_id = p.citizen_id AS is_own, i.bin AS bank_bin, p.delivery,
    u.code AS area_code, p.period,
    ${MUST_NOT_BE_SENT} AS must_not_be_sent,
    -- What a recovery waits for is asked about first: a decision may itself have to wait for the recovery's end.
    ${IS_BEING_DECIDED} AND NOT EXISTS (SELECT 1 FROM payment.recovery_attempt r
                                        WHERE r.attempt_id = a.id AND r.answered_at IS NULL) AS is_being_decided
  FROM payment.attempt a
  JOIN payment.payment p ON p.id = a.payment_id
  LEFT JOIN social_protection.person_card r ON r.citizen_id = p.receiver_citizen_id
  LEFT JOIN social_protection.area u ON u.area_id = p.area_id
  LEFT JOIN account.institution_card i ON i.code = p.institution_code
  WHERE a.id = ANY($1::uuid[])`,
);

/** What their adapter needs of attempts. When they were handed out stands in their tasks until something is reported of them. */
export async function readAttempts(
  db: Db,
  attemptIds: readonly string[],
): Promise<readonly AttemptForAdapter[]> {
  return attemptIds.length === 0 ? [] : forAdapter.all(db, [attemptIds]);
}

const waiting = sql<{ id: string }>(
  'payment.attempts-that-wait-for-people',
  `SELECT a.id FROM payment.attempt a JOIN payment.payment p ON p.id = a.payment_id
   WHERE a.id = ANY($1::uuid[]) AND ${WAITS_FOR_PEOPLE}`,
);

/** Those of the attempts whose right and month waits for a decision of people. */
export async function findWaitingForPeople(
  db: Db,
  attemptIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (attemptIds.length === 0) return new Set();
  return new Set((await waiting.all(db, [attemptIds])).map((row) => row.id));
}

/** An attempt with its payment, as a report finds them. */
export interface LockedAttempt {
  readonly attempt_id: string;
  readonly payment_id: string;
  readonly institution_code: string;
  readonly reference: string;
  readonly external_reference: string | null;
  readonly status: PaymentStatus;
  readonly evidence: ReportEvidence;
  /** Two people closed it. */
  readonly is_decided: boolean;
  /** It is RETURNED, and that it had arrived was never said. */
  readonly is_settlement_untold: boolean;
  readonly batch_id: string;
  readonly beneficiary_id: string;
  readonly citizen_id: string;
  readonly account_id: string | null;
  readonly account_number: string | null;
  readonly area_id: string;
  readonly amount: bigint;
  /** Where two people say that another amount was paid: what was paid in all. */
  readonly paid_amount: bigint | null;
  readonly period: string;
  readonly kind: string;
  /** Of back payments of one right and month. */
  readonly part: number;
  /** The payment that its own was made in the stead of. */
  readonly replaces: string | null;
  readonly reason: string | null;
  readonly reason_text: string | null;
  readonly started_at: Date;
  /** By the database's clock, which all hubs share. */
  readonly read_at: Date;
  /** Where its payment stands: elsewhere than an attempt that another one has taken the place of. */
  readonly payment_status: PaymentStatus;
}

const LOCKED = `a.id AS attempt_id, a.payment_id, a.institution_code, a.reference, a.external_reference, a.status,
    a.evidence, a.is_decided, a.is_settlement_untold, p.batch_id, p.beneficiary_id, p.citizen_id, p.account_id, p.account_number,
    p.area_id, p.amount, p.paid_amount, p.period, p.kind, p.part, p.replaces, p.reason, p.reason_text, a.started_at, clock_timestamp() AS read_at,
    p.status AS payment_status`;

const findIds = sql<{ id: string }>(
  'payment.find-attempts-by-reference',
  `SELECT id FROM payment.attempt WHERE reference = ANY($2::text[])
     AND (institution_code = $1 OR institution_code LIKE $1 || ':%')
   UNION
   SELECT a.id FROM payment.status_report r
   JOIN payment.attempt a ON a.id = r.attempt_id AND a.external_reference = r.external_reference
   WHERE r.external_reference = ANY($3::text[])
     AND (a.institution_code = $1 OR a.institution_code LIKE $1 || ':%')`,
);

export interface References {
  readonly references: readonly string[];
  readonly externalReferences: readonly string[];
}

/** The attempts of an institution that reports name, by the hub's reference or the institution's own. The latter is found by the
 *  report that brought it: an index of attempts by it would make a new entry in each of their indexes when they settle. */
export async function findAttemptIds(
  db: Db,
  institution: string,
  named: References,
): Promise<readonly string[]> {
  return (await findIds.all(db, [institution, named.references, named.externalReferences])).map(
    (row) => row.id,
  );
}

const known = sql<{ reference: string }>(
  'payment.known-references',
  'SELECT reference FROM payment.attempt WHERE reference = ANY($1::text[])',
);

/** Those of the references that are the hub's, whichever institution they were given to. */
export async function findKnownReferences(
  db: Db,
  references: readonly string[],
): Promise<ReadonlySet<string>> {
  if (references.length === 0) return new Set();
  return new Set((await known.all(db, [references])).map((row) => row.reference));
}

const lock = sql<LockedAttempt>(
  'payment.lock-attempts',
  `SELECT ${LOCKED} FROM payment.payment p JOIN payment.attempt a ON a.payment_id = p.id
   WHERE a.id = ANY($1::uuid[]) ORDER BY a.id FOR UPDATE`,
);

/** Attempts and their payments, held until the transaction ends. Tasks are locked before them, everywhere. */
export async function lockAttempts(db: Db, attemptIds: readonly string[]): Promise<readonly LockedAttempt[]> {
  return lock.all(db, [attemptIds]);
}
