/** Who is entitled, how each would be paid, how much is due, and why not: the question behind every batch, as the common
 *  table expressions of one statement. */
import { DOUBTS } from './money-in-doubt.js';

/** The areas are named one by one: PostgreSQL knows how many people live in each, and plans for few or for all of them. */
const IN_SCOPE = `e.area_id = ANY($2::uuid[])
      AND ($3::text IS NULL OR e.programme_code = $3)`;

const validIn = (period: string): string =>
  `e.valid_from < (${period} || '-01')::date + interval '1 month'
      AND (e.valid_to IS NULL OR e.valid_to >= (${period} || '-01')::date)`;

const TODAY = `(now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date`;

/** A back payment `p` that another one may follow. */
const IS_PAID_PART = `(p.kind = 'ARREARS' AND p.status = 'SETTLED')`;

/** Of the rows of `judged`, `left_out` is null for who is paid. Values: $2 the area with all below it, $3 programme or null, $4 period, $5 kind,
 *  $6 freshness in days, $8 whether what earlier periods owe is carried forward, $9 the institution that pays cash. */
export const JUDGED = `
  of_period AS (
    SELECT DISTINCT ON (e.beneficiary_id, e.programme_code, e.line) e.*, $4::text AS period
    FROM social_protection.payable_entitlement e
    WHERE ${IN_SCOPE} AND ${validIn('$4')}
    ORDER BY e.beneficiary_id, e.programme_code, e.line, e.valid_from DESC
  ), remainder AS (
    -- What came back or never arrived of earlier periods, and is still owed (NĐ 20/2021 Đ34; NĐ 176/2025 Đ6).
    SELECT DISTINCT ON (e.beneficiary_id, e.programme_code, e.line, o.period) e.*, o.period
    FROM payment.payment o
    JOIN social_protection.payable_entitlement e ON e.beneficiary_id = o.beneficiary_id
      AND e.programme_code = o.programme_code AND e.line = o.line AND ${validIn('o.period')}
    WHERE $8::boolean AND NOT o.is_live AND o.status <> 'CANCELLED' AND o.kind = $5 AND o.period < $4
      AND ($3::text IS NULL OR o.programme_code = $3) AND ${IN_SCOPE}
      AND NOT EXISTS (SELECT 1 FROM payment.payment p
                      WHERE p.citizen_id = o.citizen_id AND p.period = o.period AND p.programme_code = o.programme_code
                        AND p.line = o.line AND p.kind = o.kind AND p.is_live)
    ORDER BY e.beneficiary_id, e.programme_code, e.line, o.period, e.valid_from DESC
  ), entitled AS (
    SELECT e.*, b.payment_method = 'CASH' AS is_cash, b.no_account_reason,
      -- CV 1665, 1905/BHXH-TCKT: these are paid to nobody but the person.
      coalesce(g."group" IN ('SOCIAL_INSURANCE','UNEMPLOYMENT'), false) AS is_own_only
    FROM (SELECT * FROM of_period UNION ALL SELECT * FROM remainder) e
    JOIN social_protection.beneficiary_card b USING (beneficiary_id)
    LEFT JOIN social_protection.programme_card g ON g.code = e.programme_code
  ), payee AS (
    SELECT DISTINCT beneficiary_id, citizen_id, is_own_only, payment_method = 'AUTHORISED_RECEIVER' AS wants_other
    FROM entitled WHERE NOT is_cash
  ), payable AS (
    -- As account.payable_account chooses, for these people only: their own account, the authorised receiver's where they have
    -- none or want that.
    SELECT DISTINCT ON (beneficiary_id, is_own_only) * FROM (
      SELECT h.beneficiary_id, h.is_own_only, h.wants_other AND NOT h.is_own_only AS is_second, a.*
      FROM payee h JOIN account.verified_account a ON a.holder_citizen_id = h.citizen_id
      UNION ALL
      SELECT h.beneficiary_id, h.is_own_only, NOT h.wants_other, a.*
      FROM payee h
      JOIN social_protection.receiver r ON r.beneficiary_id = h.beneficiary_id AND NOT h.is_own_only
        AND ${TODAY} BETWEEN r.valid_from AND coalesce(r.valid_to, 'infinity')
      JOIN account.verified_account a ON a.holder_citizen_id = r.receiver_citizen_id
    ) possible
    ORDER BY beneficiary_id, is_own_only, is_second, choice, account_id
  ), way AS (
    SELECT e.*, a.account_id,
      CASE WHEN e.is_cash THEN $9 ELSE a.institution_code END AS institution_code,
      a.number, a.checked_at AS account_checked_at,
      CASE WHEN e.is_cash THEN coalesce(r.receiver_citizen_id, e.citizen_id)
           ELSE a.holder_citizen_id END AS receiver_citizen_id,
      CASE WHEN e.is_cash THEN coalesce(r.receiver_name, e.full_name)
           ELSE a.holder_name END AS receiver_name,
      CASE WHEN NOT e.is_cash THEN NULL
           WHEN r.receiver_citizen_id IS NULL AND e.no_account_reason IN ('BEDRIDDEN','LIMITED_CAPACITY') THEN 'HOME'
           ELSE 'COUNTER' END AS delivery
    FROM entitled e
    LEFT JOIN payable a
      ON a.beneficiary_id = e.beneficiary_id AND a.is_own_only = e.is_own_only AND NOT e.is_cash
    -- The limit keeps this from being computed for everybody.
    LEFT JOIN LATERAL (
      SELECT c.receiver_citizen_id, c.receiver_name FROM social_protection.receiver c
      WHERE e.is_cash AND NOT e.is_own_only AND c.beneficiary_id = e.beneficiary_id
        AND ${TODAY} BETWEEN c.valid_from AND coalesce(c.valid_to, 'infinity')
        AND NOT EXISTS (SELECT 1 FROM population.latest_verdict d
                        WHERE d.citizen_id = c.receiver_citizen_id AND d.verdict = 'DECEASED')
      ORDER BY c.valid_from DESC, c.authorisation_id LIMIT 1
    ) r ON true
  ), doubt AS MATERIALIZED (
    ${DOUBTS}
  ), judged AS MATERIALIZED (
    SELECT e.*, e.monthly_amount - paid.amount AS amount, paid.next_part AS part,
      CASE WHEN $5 = 'ARREARS' AND paid.is_taken AND e.monthly_amount > paid.amount
           THEN 'a back payment for ' || e.period || ' is made already'
           WHEN e.period <> $4 THEN 'for ' || e.period END AS left_out_text,
      CASE
        WHEN paid.is_taken OR e.monthly_amount <= paid.amount THEN 'ALREADY_PAID'
        WHEN d.citizen_id IS NOT NULL THEN 'MONEY_IN_DOUBT'
        WHEN v.verdict = 'DECEASED' THEN 'DECEASED'
        WHEN v.verdict = 'NOT_FOUND' THEN 'CITIZEN_NOT_FOUND'
        WHEN v.verdict = 'MISMATCH' THEN 'CITIZEN_MISMATCH'
        WHEN v.verdict IS DISTINCT FROM 'MATCH' THEN 'CITIZEN_UNCHECKED'
        WHEN NOT e.is_cash AND e.account_id IS NULL
          AND NOT EXISTS (SELECT 1 FROM account.account_card c WHERE c.citizen_id = e.citizen_id)
          AND (e.is_own_only
               OR NOT EXISTS (SELECT 1 FROM social_protection.receiver r
                              JOIN account.account_card c ON c.citizen_id = r.receiver_citizen_id
                              WHERE r.beneficiary_id = e.beneficiary_id)) THEN 'NO_ACCOUNT'
        WHEN NOT e.is_cash AND e.account_id IS NULL OR h.verdict = 'DECEASED' THEN 'ACCOUNT_NOT_VERIFIED'
        WHEN v.checked_at < now() - make_interval(days => $6)
          OR e.account_checked_at < now() - make_interval(days => $6) THEN 'CHECK_STALE'
        WHEN i.rail_since IS NULL THEN 'NO_RAIL'
      END AS left_out
    FROM way e
    LEFT JOIN population.latest_verdict v ON v.citizen_id = e.citizen_id
    LEFT JOIN population.latest_verdict h
      ON h.citizen_id = e.receiver_citizen_id AND e.receiver_citizen_id <> e.citizen_id
    LEFT JOIN account.institution_card i ON i.code = e.institution_code
    LEFT JOIN doubt d ON d.citizen_id = e.citizen_id AND d.period = e.period AND d.programme_code = e.programme_code
      AND d.line = e.line
    -- A month is paid by its regular payment and its back payments together, and never more than it is worth. What is owed after a
    -- back payment has settled is the next one's.
    CROSS JOIN LATERAL (
      SELECT coalesce(bool_or(p.kind = $5 AND NOT ${IS_PAID_PART}), false) AS is_taken,
        1 + coalesce(max(p.part) FILTER (WHERE p.kind = $5), 0) AS next_part,
        coalesce(sum(coalesce(p.paid_amount, p.amount)) FILTER (WHERE $5 IN ('REGULAR','ARREARS') AND p.kind IN ('REGULAR','ARREARS')), 0)::bigint
          AS amount
      FROM payment.payment p
      WHERE p.citizen_id = e.citizen_id AND p.period = e.period AND p.programme_code = e.programme_code
        AND p.line = e.line AND p.is_live
    ) paid
  )`;
