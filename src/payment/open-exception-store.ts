/** The writing of exceptions: what does not agree is kept for people, with everything that was said about it. */
import { sql } from '../database/index.js';
import type { Db } from '../work/index.js';
import type { ExceptionKind } from './exception-kind.js';
import { detailOf, showable, wholeAccountOf, type StatusReport } from './status-report.js';

/** A report that does not agree, and what it is about. */
export interface NewException {
  /** Its payment, with its attempt and the person that it is for; null: it fits none. */
  readonly about: {
    readonly payment_id: string;
    readonly attempt_id: string;
    readonly citizen_id: string;
  } | null;
  readonly institutionCode: string;
  readonly kind: ExceptionKind;
  readonly report: StatusReport;
}

/** The same trouble of one attempt is one open exception, and its evidence grows with each word. `first` is the row by which an
 *  exception is opened that several reports of one call are about. */
const open = sql(
  'exception.open',
  `WITH named AS MATERIALIZED (
    SELECT n.*, CASE WHEN attempt_id IS NULL THEN at ELSE min(at) OVER (PARTITION BY attempt_id, kind) END AS first
    FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::jsonb[], $7::text[], $8::bigint[],
                $9::timestamptz[], $10::text[], $11::text[], $12::text[], $13::text[]) WITH ORDINALITY
      AS n(payment_id, attempt_id, citizen_id, institution_code, kind, detail, account, amount, occurred_at, source, status,
           reference, text, at)
  ), fresh AS MATERIALIZED (
    SELECT hub.uuid_v7() AS id, * FROM named WHERE at = first
  ), opened AS (
    INSERT INTO payment.exception (id, payment_id, attempt_id, citizen_id, institution_code, kind, detail, named_account,
      named_amount, named_at)
    SELECT id, payment_id, attempt_id, citizen_id, institution_code, kind, detail, account, amount, occurred_at FROM fresh
    ON CONFLICT (attempt_id, kind) WHERE resolved_at IS NULL AND kind <> 'TO_RECOVER' DO NOTHING
    RETURNING id
  )
  INSERT INTO payment.exception_evidence (exception_id, source, status, amount, account_number, reference, occurred_at, text)
  SELECT coalesce(o.id, x.id), n.source, n.status, n.amount, n.account, n.reference, n.occurred_at, n.text
  FROM named n JOIN fresh f ON f.at = n.first LEFT JOIN opened o ON o.id = f.id
  LEFT JOIN payment.exception x ON o.id IS NULL AND x.attempt_id = n.attempt_id AND x.kind = n.kind AND x.resolved_at IS NULL
  ORDER BY n.at`,
);

/** The attempts are locked by the caller. */
export async function openExceptions(db: Db, exceptions: readonly NewException[]): Promise<void> {
  if (exceptions.length === 0) return;
  const reports = exceptions.map(({ report }) => report);
  const kept = await open.run(db, [
    exceptions.map(({ about }) => about?.payment_id ?? null),
    exceptions.map(({ about }) => about?.attempt_id ?? null),
    exceptions.map(({ about }) => about?.citizen_id ?? null),
    exceptions.map(({ institutionCode }) => institutionCode),
    exceptions.map(({ kind }) => kind),
    reports.map((report) => JSON.stringify(detailOf(report))),
    reports.map(({ account }) => wholeAccountOf(account)),
    reports.map(({ amount }) => amount ?? null),
    reports.map(({ occurredAt }) => occurredAt),
    reports.map(({ evidence }) => evidence),
    reports.map(({ status }) => status),
    reports.map(({ reference, externalReference }) => showable(externalReference) ?? showable(reference)),
    reports.map(({ reasonText }) => showable(reasonText)),
  ]);
  if (kept !== exceptions.length) throw new Error('A report that does not agree would have been lost.');
}

export interface NewRecovery {
  readonly payment_id: string;
  readonly attempt_id: string;
  readonly citizen_id: string;
  readonly institution_code: string;
  readonly reference: string;
  readonly amount: bigint;
}

const recover = sql(
  'exception.open-recovery',
  `INSERT INTO payment.exception (payment_id, attempt_id, citizen_id, institution_code, kind, detail, named_amount)
   VALUES ($1, $2, $3, $4, 'TO_RECOVER', jsonb_build_object('reference', $5::text, 'amount', $6::bigint), $6)`,
);

/** Money that went out and was not due: people ask it back. */
export async function openRecovery(db: Db, of: NewRecovery): Promise<void> {
  const { payment_id, attempt_id, citizen_id, institution_code, reference, amount } = of;
  await recover.run(db, [payment_id, attempt_id, citizen_id, institution_code, reference, amount]);
}
