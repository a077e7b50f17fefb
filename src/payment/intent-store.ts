/** Who may be paid for a period, and the writing of their payments: one statement whatever the size of the area. */
import { INTO_EVENT_INBOX } from '../event/index.js';
import { sql } from '../database/index.js';
import { PAYMENT_STATUSES } from './payment-state.js';
import type { Db } from '../work/index.js';

export interface IntentScope {
  readonly batchId: string;
  readonly areaId: string;
  readonly programmeCode: string | null;
  readonly period: string;
  readonly kind: string;
  readonly freshnessDays: number;
}

/** Every active entitlement of the area and programme, with the account it would be paid into and the reason why not.
 *  $2 area, $3 programme or null, $4 period, $5 kind, $6 freshness in days. */
const JUDGED = `
  entitled AS (
    SELECT DISTINCT ON (e.beneficiary_id, e.programme_code, e.line) e.*
    FROM social_protection.payable_entitlement e
    WHERE e.area_id IN (SELECT descendant_id FROM social_protection.area_tree WHERE ancestor_id = $2)
      AND ($3::text IS NULL OR e.programme_code = $3)
      AND e.valid_from < ($4 || '-01')::date + interval '1 month'
      AND (e.valid_to IS NULL OR e.valid_to >= ($4 || '-01')::date)
    ORDER BY e.beneficiary_id, e.programme_code, e.line, e.valid_from DESC
  ), judged AS MATERIALIZED (
    SELECT e.*, a.account_id, a.holder_citizen_id, a.institution_code, a.number, a.holder_name,
      CASE
        WHEN EXISTS (SELECT 1 FROM payment.payment p
                     WHERE p.citizen_id = e.citizen_id AND p.period = $4 AND p.programme_code = e.programme_code
                       AND p.line = e.line AND p.kind = $5
                       AND p.status NOT IN ('REJECTED','CANCELLED','RETURNED')) THEN 'ALREADY_PAID'
        WHEN v.verdict = 'DECEASED' THEN 'DECEASED'
        WHEN v.verdict = 'NOT_FOUND' THEN 'CITIZEN_NOT_FOUND'
        WHEN v.verdict = 'MISMATCH' THEN 'CITIZEN_MISMATCH'
        WHEN v.verdict IS DISTINCT FROM 'MATCH' THEN 'CITIZEN_UNCHECKED'
        WHEN e.payment_method = 'CASH' THEN 'NO_RAIL'
        WHEN a.account_id IS NULL
          AND NOT EXISTS (SELECT 1 FROM account.account_card c WHERE c.citizen_id = e.citizen_id)
          AND NOT EXISTS (SELECT 1 FROM social_protection.receiver r
                          JOIN account.account_card c ON c.citizen_id = r.receiver_citizen_id
                          WHERE r.beneficiary_id = e.beneficiary_id) THEN 'NO_ACCOUNT'
        WHEN a.account_id IS NULL THEN 'ACCOUNT_NOT_VERIFIED'
        WHEN v.checked_at < now() - make_interval(days => $6)
          OR a.checked_at < now() - make_interval(days => $6) THEN 'CHECK_STALE'
        WHEN i.rail_since IS NULL THEN 'NO_RAIL'
      END AS left_out
    FROM entitled e
    LEFT JOIN population.latest_verdict v ON v.citizen_id = e.citizen_id
    LEFT JOIN account.payable_account a ON a.beneficiary_id = e.beneficiary_id
    LEFT JOIN account.institution_card i ON i.code = a.institution_code
  )`;

const writeIntents = sql<{ payments: number; left_out: number; carried_from: string | null }>(
  'payment.write-intents',
  `WITH ${JUDGED}, written AS (
    INSERT INTO payment.payment (batch_id, programme_code, period, kind, line, citizen_id, beneficiary_id, entitlement_id,
      area_id, amount, account_id, institution_code, account_number, receiver_citizen_id, receiver_name,
      beneficiary_name, replaces)
    SELECT $1, j.programme_code, $4, $5, j.line, j.citizen_id, j.beneficiary_id, j.entitlement_id, j.area_id,
      j.monthly_amount, j.account_id, j.institution_code, j.number, j.holder_citizen_id, j.holder_name, j.full_name,
      -- What was rejected or returned is picked up by the period's next batch, as a replacement.
      (SELECT p.id FROM payment.payment p
       WHERE p.citizen_id = j.citizen_id AND p.period = $4 AND p.programme_code = j.programme_code AND p.line = j.line
         AND p.kind = $5 AND p.status IN ('REJECTED','RETURNED')
         AND NOT EXISTS (SELECT 1 FROM payment.payment n WHERE n.replaces = p.id)
       ORDER BY p.id DESC LIMIT 1)
    FROM judged j WHERE j.left_out IS NULL
    ORDER BY j.beneficiary_id, j.programme_code, j.line
    ON CONFLICT DO NOTHING
    RETURNING id, batch_id, beneficiary_id, citizen_id, account_id, institution_code, area_id, amount, programme_code,
      line, replaces
  ), told AS (
    ${INTO_EVENT_INBOX}
    SELECT 'payment', w.id, w.beneficiary_id, w.citizen_id, w.account_id, w.batch_id, w.institution_code, w.area_id,
      NULL, 'DRAFT', NULL, now(), jsonb_build_object('amount', w.amount, 'period', $4::text)
    FROM written w
  ), totalled AS (
    INSERT INTO payment.batch_total (batch_id, institution_code, status, count, amount)
    -- A row for every state, so that moving a payment is only ever an update.
    SELECT batch_id, institution_code, s.status, CASE s.status WHEN 'DRAFT' THEN count(*) ELSE 0 END,
      CASE s.status WHEN 'DRAFT' THEN sum(amount) ELSE 0 END
    FROM written CROSS JOIN unnest($7::text[]) AS s(status) GROUP BY 1, 2, 3
  ), omitted AS (
    INSERT INTO payment.left_out (batch_id, beneficiary_id, reason)
    SELECT DISTINCT ON (j.beneficiary_id) $1::uuid, j.beneficiary_id, coalesce(j.left_out, 'ALREADY_PAID')
    FROM judged j
    LEFT JOIN written w USING (beneficiary_id, programme_code, line)
    WHERE w.id IS NULL
    ORDER BY j.beneficiary_id, j.left_out
    RETURNING 1
  )
  SELECT (SELECT count(*) FROM written)::int AS payments, (SELECT count(*) FROM omitted)::int AS left_out,
    (SELECT p.batch_id FROM written w JOIN payment.payment p ON p.id = w.replaces ORDER BY p.id DESC LIMIT 1)
      AS carried_from`,
);

export interface WrittenIntents {
  readonly payments: number;
  readonly leftOut: number;
  /** The batch whose rejected or returned payments are replaced, if any. */
  readonly carriedForwardFrom: string | null;
}

/** Writes a payment for everyone in the scope who may be paid, and a reason for everyone else, with the events and totals
 *  of both. Two batches made at once cannot both take one intent: the unique index decides. */
export async function insertIntents(db: Db, scope: IntentScope): Promise<WrittenIntents> {
  const { batchId, areaId, programmeCode, period, kind, freshnessDays } = scope;
  const values = [batchId, areaId, programmeCode, period, kind, freshnessDays, PAYMENT_STATUSES];
  const row = await writeIntents.first(db, values);
  return {
    payments: row?.payments ?? 0,
    leftOut: row?.left_out ?? 0,
    carriedForwardFrom: row?.carried_from ?? null,
  };
}

const takeOutLapsed = sql<{ excluded: number }>(
  'payment.take-out-lapsed',
  `WITH lapsed AS (
    SELECT p.id, CASE
        WHEN v.verdict = 'DECEASED' THEN 'DECEASED'
        WHEN v.verdict = 'NOT_FOUND' THEN 'CITIZEN_NOT_FOUND'
        WHEN v.verdict IS DISTINCT FROM 'MATCH' THEN 'CITIZEN_MISMATCH'
        WHEN c.status IS DISTINCT FROM 'VERIFIED' THEN 'ACCOUNT_NOT_VERIFIED'
        ELSE 'CHECK_STALE'
      END AS reason
    FROM payment.payment p
    LEFT JOIN population.latest_verdict v ON v.citizen_id = p.citizen_id
    LEFT JOIN account.account_card c ON c.account_id = p.account_id
    WHERE p.batch_id = $1 AND p.status = 'DRAFT' AND (
      v.verdict IS DISTINCT FROM 'MATCH' OR c.status IS DISTINCT FROM 'VERIFIED'
      OR v.checked_at < now() - make_interval(days => $2) OR c.checked_at < now() - make_interval(days => $2))
  ), moved AS (
    UPDATE payment.payment p SET status = 'CANCELLED', is_excluded = true, updated_at = now(),
      reason_text = 'no longer payable at approval'
    FROM lapsed l WHERE p.id = l.id
    RETURNING p.*, l.reason AS why
  ), told AS (
    ${INTO_EVENT_INBOX}
    SELECT 'payment', id, beneficiary_id, citizen_id, account_id, batch_id, institution_code, area_id, 'DRAFT',
      'CANCELLED', NULL, now(), jsonb_build_object('amount', amount, 'period', period)
    FROM moved
  ), totalled AS (
    UPDATE payment.batch_total t SET count = t.count - d.count, amount = t.amount - d.amount
    FROM (SELECT institution_code, count(*) AS count, sum(amount) AS amount FROM moved GROUP BY 1) d
    WHERE t.batch_id = $1 AND t.status = 'DRAFT' AND t.institution_code = d.institution_code
  ), omitted AS (
    INSERT INTO payment.left_out (batch_id, beneficiary_id, reason, text)
    SELECT DISTINCT ON (beneficiary_id) batch_id, beneficiary_id, why, 'found at approval' FROM moved
    ON CONFLICT (batch_id, beneficiary_id) DO NOTHING
  )
  SELECT count(*)::int AS excluded FROM moved`,
);

/** Takes out of a batch, before its approval, whoever may no longer be paid as drafted: the approver approves what was
 *  shown or less, never something else. Returns how many lines went. */
export async function excludeLapsed(db: Db, batchId: string, freshnessDays: number): Promise<number> {
  return (await takeOutLapsed.first(db, [batchId, freshnessDays]))?.excluded ?? 0;
}
