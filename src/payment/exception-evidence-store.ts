/** What each side says of an exception, and what people did about it: for whoever compares and decides. */
import { sql } from '../database/index.js';
import type { Db } from '../work/index.js';
import type { ExceptionDecision } from './exception-kind.js';
import type { AttemptRow } from './payment-store.js';
import type { PaymentStatus, ReportEvidence } from './payment-state.js';

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

const evidence = sql<EvidenceRow>(
  'exception.evidence',
  `SELECT x.id AS exception_id, said.* FROM payment.exception x
   CROSS JOIN LATERAL (
     (SELECT 'HUB' AS source, p.status, p.amount, p.account_number, a.reference, p.updated_at AS occurred_at, NULL::text AS text
      FROM payment.payment p LEFT JOIN payment.attempt a ON a.id = x.attempt_id WHERE p.id = x.payment_id)
     UNION ALL
     (SELECT e.source, e.status, e.amount, e.account_number, e.reference, e.occurred_at, e.text
      FROM payment.exception_evidence e WHERE e.exception_id = x.id ORDER BY e.id LIMIT ${EVIDENCE_MAX - 1})
   ) said
   WHERE x.id = ANY($1::uuid[])`,
);

/** The hub’s own books first, then what the institution said, the oldest first. */
export async function findEvidence(db: Db, ids: readonly string[]): Promise<readonly EvidenceRow[]> {
  return evidence.all(db, [ids]);
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

const entries = sql<EntryRow>(
  'exception.entries',
  `SELECT x.id AS exception_id, done.* FROM payment.exception x
   CROSS JOIN LATERAL (
     SELECT 'OPENED' AS act, NULL::text AS decision, NULL::bigint AS amount, 'hub' AS done_by, NULL::text AS reason,
       x.opened_at AS done_at
     UNION ALL
     (SELECT e.act, e.decision, e.amount, e.done_by, e.reason, e.done_at
      FROM payment.exception_entry e WHERE e.exception_id = x.id ORDER BY e.id LIMIT ${ENTRIES_MAX - 1})
   ) done
   WHERE x.id = ANY($1::uuid[])`,
);

/** What happened to exceptions, the oldest first. */
export async function findEntries(db: Db, ids: readonly string[]): Promise<readonly EntryRow[]> {
  return entries.all(db, [ids]);
}

const attempts = sql<AttemptRow>(
  'exception.attempts',
  `SELECT id, payment_id, reference, institution_code, started_at, status, external_reference
   FROM payment.attempt WHERE id = ANY($1::uuid[])`,
);

/** The attempts that exceptions are about; the exceptions were read within the caller’s scope. */
export async function findAttemptsByIds(db: Db, ids: readonly string[]): Promise<readonly AttemptRow[]> {
  return attempts.all(db, [ids]);
}
