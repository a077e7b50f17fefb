/** What each side says of an exception, and what people did about it: for whoever compares and decides. */
import { areaReached, sqlInScope, type InScope, type Scope } from '../access/index.js';
import type { Db } from '../work/index.js';
import type { ExceptionDecision } from './exception-kind.js';
import { ATTEMPT_COLUMNS, type AttemptRow } from './payment-store.js';
import type { PaymentStatus, ReportEvidence } from './payment-state.js';

/** Of the exception `x`: what fits no payment belongs to no area; an institution sees none. */
const IS_VISIBLE = `($2::text IS NULL AND (x.payment_id IS NULL
    OR EXISTS (SELECT 1 FROM payment.payment p WHERE p.id = x.payment_id AND ${areaReached('p', 1)})))`;

/** At most this much of each is shown. */
const [EVIDENCE_MAX, ENTRIES_MAX] = [20, 50];

export interface EvidenceRow {
  readonly exception_id: string;
  readonly source: 'HUB' | ReportEvidence;
  readonly status: PaymentStatus;
  readonly amount: bigint | null;
  readonly account_number: string | null;
  readonly reference: string | null;
  readonly occurred_at: Date;
  readonly text: string | null;
}

const evidence = sqlInScope<EvidenceRow>(
  'exception.evidence',
  `SELECT x.id AS exception_id, said.* FROM payment.exception x
   CROSS JOIN LATERAL (
     (SELECT 'HUB' AS source, p.status, p.amount, p.account_number, a.reference, p.updated_at AS occurred_at, NULL::text AS text
      FROM payment.payment p LEFT JOIN payment.attempt a ON a.id = x.attempt_id WHERE p.id = x.payment_id)
     UNION ALL
     (SELECT e.source, e.status, e.amount, e.account_number, e.reference, e.occurred_at, e.text
      FROM payment.exception_evidence e WHERE e.exception_id = x.id ORDER BY e.id LIMIT ${EVIDENCE_MAX - 1})
   ) said
   WHERE x.id = ANY($3::uuid[]) AND ${IS_VISIBLE}`,
);

/** The hub’s own books first, then what the institution said, the oldest first. */
export async function findEvidence(
  db: Db,
  ids: readonly string[],
  scope: Scope,
): Promise<readonly InScope<EvidenceRow>[]> {
  return evidence.all(db, scope, [ids]);
}

export interface EntryRow {
  readonly exception_id: string;
  readonly act: 'OPENED' | 'TAKEN' | 'PROPOSED' | 'RESOLVED';
  readonly decision: ExceptionDecision | 'NOTED' | null;
  readonly amount: bigint | null;
  readonly done_by: string;
  readonly reason: string | null;
  readonly done_at: Date;
}

const entries = sqlInScope<EntryRow>(
  'exception.entries',
  `SELECT x.id AS exception_id, done.* FROM payment.exception x
   CROSS JOIN LATERAL (
     SELECT 'OPENED' AS act, NULL::text AS decision, NULL::bigint AS amount, 'hub' AS done_by, NULL::text AS reason,
       x.opened_at AS done_at
     UNION ALL
     (SELECT e.act, e.decision, e.amount, e.done_by, e.reason, e.done_at
      FROM payment.exception_entry e WHERE e.exception_id = x.id ORDER BY e.id LIMIT ${ENTRIES_MAX - 1})
   ) done
   WHERE x.id = ANY($3::uuid[]) AND ${IS_VISIBLE}`,
);

/** What happened to exceptions, the oldest first. */
export async function findEntries(
  db: Db,
  ids: readonly string[],
  scope: Scope,
): Promise<readonly InScope<EntryRow>[]> {
  return entries.all(db, scope, [ids]);
}

/** The attempt that an exception is about. */
export type ExceptionAttempt = AttemptRow & { readonly exception_id: string };

const attempts = sqlInScope<ExceptionAttempt>(
  'exception.attempts',
  `SELECT x.id AS exception_id, ${ATTEMPT_COLUMNS} FROM payment.exception x JOIN payment.attempt a ON a.id = x.attempt_id
   WHERE x.id = ANY($3::uuid[]) AND ${IS_VISIBLE}`,
);

/** The attempts that exceptions are about. */
export async function findAttemptsOfExceptions(
  db: Db,
  ids: readonly string[],
  scope: Scope,
): Promise<readonly InScope<ExceptionAttempt>[]> {
  return attempts.all(db, scope, [ids]);
}
