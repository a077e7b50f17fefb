/** Taking out of a batch, before its approval, whoever may no longer be paid as drafted. */
import { INTO_EVENT_INBOX } from '../event/index.js';
import { sql } from '../database/index.js';
import { DOUBTS } from './money-in-doubt.js';
import type { Db } from '../work/index.js';

/** Cash asks for no account. Nobody receives for another once they are dead. */
const MAY_RECEIVE = `((p.account_id IS NULL OR c.status IS NOT DISTINCT FROM 'VERIFIED')
        AND h.verdict IS DISTINCT FROM 'DECEASED')`;

/** Somebody else was to receive, and may no longer. */
const MANDATE_ENDED = `(p.receiver_citizen_id <> p.citizen_id AND NOT EXISTS (
        SELECT 1 FROM social_protection.receiver r
        WHERE r.beneficiary_id = p.beneficiary_id AND r.receiver_citizen_id = p.receiver_citizen_id
          AND (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date BETWEEN r.valid_from AND coalesce(r.valid_to, 'infinity')))`;

const takeOutLapsed = sql<{ excluded: number }>(
  'payment.take-out-lapsed',
  `WITH doubt AS MATERIALIZED (
    ${DOUBTS}
  ), lapsed AS (
    SELECT p.id, CASE
        WHEN d.citizen_id IS NOT NULL THEN 'MONEY_IN_DOUBT'
        WHEN v.verdict = 'DECEASED' THEN 'DECEASED'
        WHEN v.verdict = 'NOT_FOUND' THEN 'CITIZEN_NOT_FOUND'
        WHEN v.verdict IS DISTINCT FROM 'MATCH' THEN 'CITIZEN_MISMATCH'
        WHEN NOT ${MAY_RECEIVE} OR ${MANDATE_ENDED} THEN 'ACCOUNT_NOT_VERIFIED'
        ELSE 'CHECK_STALE'
      END AS reason,
      CASE WHEN h.verdict = 'DECEASED' THEN 'the receiver is recorded as dead'
           WHEN ${MANDATE_ENDED} THEN 'the receiver’s mandate has ended' ELSE 'found at approval' END AS text
    FROM payment.payment p
    LEFT JOIN population.latest_verdict v ON v.citizen_id = p.citizen_id
    LEFT JOIN population.latest_verdict h
      ON h.citizen_id = p.receiver_citizen_id AND p.receiver_citizen_id <> p.citizen_id
    LEFT JOIN account.account_card c ON c.account_id = p.account_id
    LEFT JOIN doubt d ON d.citizen_id = p.citizen_id AND d.period = p.period AND d.programme_code = p.programme_code
      AND d.line = p.line
    WHERE p.batch_id = $1 AND p.status = 'DRAFT' AND (
      v.verdict IS DISTINCT FROM 'MATCH' OR NOT ${MAY_RECEIVE} OR ${MANDATE_ENDED} OR d.citizen_id IS NOT NULL
      OR v.checked_at < now() - make_interval(days => $2) OR c.checked_at < now() - make_interval(days => $2))
  ), moved AS (
    UPDATE payment.payment p SET status = 'CANCELLED', is_excluded = true, updated_at = now(),
      reason_text = 'no longer payable at approval'
    FROM lapsed l WHERE p.id = l.id
    RETURNING p.*, l.reason AS why, l.text
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
    SELECT DISTINCT ON (beneficiary_id) batch_id, beneficiary_id, why, text FROM moved
    ON CONFLICT (batch_id, beneficiary_id) DO NOTHING
  )
  SELECT count(*)::int AS excluded FROM moved`,
);

/** Takes out of a batch, before its approval, whoever may no longer be paid as drafted: the approver approves what was
 *  shown or less, never something else. Returns how many lines went. */
export async function excludeLapsed(db: Db, batchId: string, freshnessDays: number): Promise<number> {
  return (await takeOutLapsed.first(db, [batchId, freshnessDays]))?.excluded ?? 0;
}
