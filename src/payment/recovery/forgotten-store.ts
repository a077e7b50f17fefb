/** Bookings of payments that the hub has forgotten: found again by their reference, which only one person's right and month can make. */
import { sql } from '../../database/index.js';
import { PAYMENT_STATUSES } from '../payment-state.js';
import type { Db } from '../../work/index.js';

/** An open exception `x` about money under a reference that the hub made and does not know. */
const IS_FORGOTTEN = `x.resolved_at IS NULL AND x.payment_id IS NULL AND x.detail->>'reference' IS NOT NULL
    AND x.kind IN ('STATEMENT_UNMATCHED','PAYMENT_FORGOTTEN') AND x.detail->>'status' IN ('SETTLED','ACCEPTED')
    AND payment.is_own_reference(x.detail->>'reference')`;

const count = sql<{ count: number }>(
  'recovery.count-forgotten',
  `SELECT count(*)::int AS count FROM payment.exception x WHERE ${IS_FORGOTTEN}`,
);

/** Bookings that fit no payment yet. */
export async function countUnmatched(db: Db): Promise<number> {
  return (await count.first(db))?.count ?? 0;
}

const since = sql<{ lost_from: Date | null }>(
  'recovery.forgotten-since-the-last',
  `SELECT min(x.named_at) AS lost_from FROM payment.exception x
   WHERE ${IS_FORGOTTEN} AND x.opened_at > coalesce((SELECT max(ended_at) FROM payment.recovery), '-infinity')`,
);

/** From when on something was forgotten of which no recovery knew: the oldest booking that was told since the last one ended. */
export async function findLossSinceRecovery(db: Db): Promise<Date | undefined> {
  return (await since.first(db))?.lost_from ?? undefined;
}

/** A booking, and the right and month that it paid. */
export interface FoundAgain {
  readonly exception_id: string;
  readonly reference: string;
  readonly attempt_number: number;
  readonly institution_code: string;
  readonly external_reference: string | null;
  readonly evidence: string;
  readonly account_number: string | null;
  readonly amount: bigint;
  readonly booked_at: Date;
  readonly citizen_id: string;
  readonly beneficiary_id: string;
  readonly entitlement_id: string;
  readonly programme_code: string;
  readonly line: string;
  readonly period: string;
  readonly kind: string;
  readonly area_id: string;
  readonly beneficiary_name: string;
  /** A payment of the same right and month that is live: people decide about it. */
  readonly live_payment_id: string | null;
}

/** Attempts of one intent at one rail are hardly ever more. */
const ATTEMPTS_MAX = 4;

const match = sql<FoundAgain>(
  'recovery.match-forgotten',
  `WITH forgotten AS MATERIALIZED (
    SELECT DISTINCT ON (x.detail->>'reference') x.id, x.detail->>'reference' AS reference, x.institution_code AS rail, x.named_account,
      x.named_amount, x.named_at, x.detail->>'externalReference' AS external_reference,
      coalesce(x.detail->>'evidence', 'STATEMENT') AS evidence
    FROM payment.exception x WHERE x.id = ANY ($1::uuid[]) AND ${IS_FORGOTTEN} AND x.named_amount > 0
    ORDER BY x.detail->>'reference', x.id
  ), rails AS (
    SELECT DISTINCT f.rail, c.reference_length_max, c.reference_alphabet
    FROM forgotten f LEFT JOIN account.capability_card c ON c.code = f.rail
  ), months AS (
    -- What is paid is at most as far ahead as next month, and hardly ever older than a year.
    SELECT to_char(m, 'YYYY-MM') AS period
    FROM generate_series(date_trunc('month', (SELECT min(named_at) FROM forgotten) - interval '12 months'),
                         date_trunc('month', now()) + interval '2 months', interval '1 month') AS m
    -- Those of 23 characters say which it is (ADR 0023).
    WHERE EXISTS (SELECT 1 FROM forgotten f
                  WHERE length(f.reference) <> 23 OR substr(f.reference, 2, 4) = to_char(m, 'YYMM'))
  ), holders AS MATERIALIZED (
    -- By the account that was credited; over a counter it may be anybody.
    SELECT DISTINCT a.citizen_id FROM forgotten f
    JOIN account.account_card a ON a.number = f.named_account
    UNION
    SELECT p.citizen_id FROM social_protection.person_card p
    WHERE EXISTS (SELECT 1 FROM forgotten WHERE named_account IS NULL)
  ), candidates AS MATERIALIZED (
    SELECT DISTINCT e.entitlement_id, e.beneficiary_id, e.citizen_id, e.full_name, e.programme_code, e.line, e.area_id, e.valid_from,
      e.valid_to, p.personal_id
    FROM social_protection.payable_entitlement e
    JOIN social_protection.person_card p ON p.citizen_id = e.citizen_id
    WHERE e.citizen_id IN (SELECT citizen_id FROM holders)
       OR e.beneficiary_id IN (SELECT r.beneficiary_id FROM social_protection.receiver r
                               WHERE r.receiver_citizen_id IN (SELECT citizen_id FROM holders))
  ), made AS (
    SELECT c.*, m.period, k.kind, n.number, r.rail,
      payment.reference_of(s.number::int, s.inner_pad, s.outer_pad,
        payment.intent_of(r.rail, c.personal_id, c.programme_code, c.line, m.period, k.kind, n.number),
        m.period, coalesce(r.reference_length_max, 35), coalesce(r.reference_alphabet, 'ALPHANUMERIC')) AS reference
    FROM candidates c
    JOIN months m ON c.valid_from < (m.period || '-01')::date + interval '1 month'
      AND coalesce(c.valid_to, 'infinity') >= (m.period || '-01')::date
    JOIN payment.reference_key_span s ON s.valid_from <= m.period AND (s.valid_before IS NULL OR m.period < s.valid_before)
    CROSS JOIN rails r CROSS JOIN (VALUES ('REGULAR'), ('ARREARS')) AS k(kind)
    CROSS JOIN generate_series(1, ${ATTEMPTS_MAX}) AS n(number)
  )
  SELECT DISTINCT ON (f.id) f.id AS exception_id, f.reference, m.number AS attempt_number, f.external_reference, f.evidence,
    f.named_amount AS amount, f.named_at AS booked_at, m.citizen_id, m.beneficiary_id, m.entitlement_id, m.programme_code, m.line,
    m.period, m.kind, m.area_id, m.full_name AS beneficiary_name, f.named_account AS account_number,
    coalesce((SELECT a.institution_code FROM account.account_card a WHERE a.number = f.named_account
              AND (split_part(a.institution_code, ':', 1) = f.rail) LIMIT 1), f.rail) AS institution_code,
    (SELECT o.id FROM payment.payment o WHERE o.citizen_id = m.citizen_id AND o.period = m.period
       AND o.programme_code = m.programme_code AND o.line = m.line AND o.kind = m.kind AND o.is_live ORDER BY o.part DESC LIMIT 1) AS live_payment_id
  FROM made m JOIN forgotten f ON f.reference = m.reference AND f.rail = m.rail
  ORDER BY f.id, m.valid_from DESC`,
);

/** Of these bookings those whose right and month is found. */
export async function findForgotten(db: Db, exceptionIds: readonly string[]): Promise<readonly FoundAgain[]> {
  return exceptionIds.length === 0 ? [] : match.all(db, [exceptionIds]);
}

const batchFor = sql<{ id: string }>(
  'recovery.reconstructed-batch',
  `INSERT INTO payment.batch (name, area_id, period, kind, status, created_by, is_reconstructed)
   SELECT $1, $2, $3, $4, 'COMPLETED', 'hub', true
   WHERE NOT EXISTS (SELECT 1 FROM payment.batch b WHERE b.is_reconstructed AND b.area_id = $2 AND b.period = $3 AND b.kind = $4)
   RETURNING id`,
);
const existing = sql<{ id: string }>(
  'recovery.find-reconstructed-batch',
  `SELECT id FROM payment.batch b WHERE b.is_reconstructed AND b.area_id = $1 AND b.period = $2 AND b.kind = $3
   FOR UPDATE`,
);

export interface ReconstructedBatch {
  readonly name: string;
  readonly areaId: string;
  readonly period: string;
  readonly kind: string;
}

/** The batch into which payments of an area and month are written that were found again. */
export async function getReconstructedBatch(db: Db, batch: ReconstructedBatch): Promise<string> {
  const { name, areaId, period, kind } = batch;
  const found =
    (await existing.first(db, [areaId, period, kind])) ??
    (await batchFor.first(db, [name, areaId, period, kind]));
  if (!found) throw new Error('A reconstructed batch could not be written.');
  return found.id;
}

const write = sql<{ payment_id: string }>(
  'recovery.write-payment',
  `WITH paid AS (
    INSERT INTO payment.payment (batch_id, programme_code, period, kind, line, citizen_id, beneficiary_id, entitlement_id, area_id,
      amount, account_id, institution_code, account_number, delivery, receiver_citizen_id, receiver_name, beneficiary_name, status,
      replaces)
    SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, a.account_id, $11, $12, CASE WHEN $12::text IS NULL THEN 'COUNTER' END,
      coalesce(a.citizen_id, $6), coalesce(a.holder_name, $13), $13, 'SETTLED',
      (SELECT p.id FROM payment.payment p
       WHERE p.citizen_id = $6 AND p.period = $3 AND p.programme_code = $2 AND p.line = $5 AND p.kind = $4 AND NOT p.is_live
         AND (p.status <> 'CANCELLED' OR p.replaces IS NOT NULL)
         AND NOT EXISTS (SELECT 1 FROM payment.payment n WHERE n.replaces = p.id)
       ORDER BY p.id DESC LIMIT 1)
    FROM (SELECT 1) one
    LEFT JOIN LATERAL (SELECT * FROM account.account_card c WHERE c.number = $12 AND c.institution_code = $11 LIMIT 1) a ON true
    ON CONFLICT DO NOTHING
    RETURNING id, account_id
  ), attempted AS (
    INSERT INTO payment.attempt (payment_id, institution_code, reference, external_reference, status, evidence, number)
    SELECT id, $11, $14, $15, 'SETTLED', $16, $17 FROM paid
  ), totalled AS (
    INSERT INTO payment.batch_total (batch_id, institution_code, status, count, amount)
    -- A row for every state, so that moving a payment is only ever an update.
    SELECT $1, $11, s.status, CASE s.status WHEN 'SETTLED' THEN 1 ELSE 0 END, CASE s.status WHEN 'SETTLED' THEN $10::bigint ELSE 0 END
    FROM paid CROSS JOIN unnest($18::text[]) AS s(status)
    ON CONFLICT (batch_id, institution_code, status)
      DO UPDATE SET count = payment.batch_total.count + excluded.count, amount = payment.batch_total.amount + excluded.amount
  )
  SELECT id AS payment_id FROM paid`,
);

/** Writes a payment as SETTLED. @returns undefined where the right and month has a live one meanwhile */
export async function writeReconstructed(
  db: Db,
  batchId: string,
  found: FoundAgain,
): Promise<string | undefined> {
  const row = await write.first(db, [
    ...[
      batchId,
      found.programme_code,
      found.period,
      found.kind,
      found.line,
      found.citizen_id,
      found.beneficiary_id,
    ],
    ...[found.entitlement_id, found.area_id, found.amount, found.institution_code, found.account_number],
    ...[
      found.beneficiary_name,
      found.reference,
      found.external_reference,
      found.evidence,
      found.attempt_number,
      [...PAYMENT_STATUSES],
    ],
  ]);
  return row?.payment_id;
}

const attach = sql(
  'recovery.attach-exception',
  `UPDATE payment.exception x SET payment_id = p.id, citizen_id = p.citizen_id,
     attempt_id = (SELECT a.id FROM payment.attempt a WHERE a.payment_id = p.id ORDER BY a.id DESC LIMIT 1)
   FROM payment.payment p
   WHERE x.id = $1 AND p.id = $2
     AND NOT EXISTS (SELECT 1 FROM payment.exception o JOIN payment.attempt a ON a.id = o.attempt_id
                     WHERE a.payment_id = p.id AND o.kind = x.kind AND o.resolved_at IS NULL)`,
);

/** The booking is about this payment, which goes on otherwise: it is in doubt until people decide. */
export async function attachException(db: Db, exceptionId: string, paymentId: string): Promise<void> {
  await attach.run(db, [exceptionId, paymentId]);
}

const explain = sql(
  'recovery.explain-exceptions',
  `UPDATE payment.exception SET resolution = 'NOTED', resolved_by = 'hub', resolved_at = now(),
     resolution_reason = 'found again by its reference, after a restore'
   WHERE resolved_at IS NULL AND payment_id IS NULL AND detail->>'reference' = $1
     AND (id = $2 OR detail->>'status' NOT IN ('SETTLED', 'REJECTED', 'RETURNED'))`,
);

/** What the hub has found again needs nobody any more, nor what led there; what contradicts it still does. */
export async function explainException(db: Db, reference: string, exceptionId: string): Promise<void> {
  await explain.run(db, [reference, exceptionId]);
}

const attachOthers = sql(
  'recovery.attach-other-exceptions',
  `UPDATE payment.exception x SET payment_id = p.id, citizen_id = p.citizen_id, attempt_id = a.id
   FROM payment.payment p JOIN payment.attempt a ON a.payment_id = p.id
   WHERE p.id = $2 AND x.id IN (
     SELECT DISTINCT ON (kind) id FROM payment.exception
     WHERE resolved_at IS NULL AND payment_id IS NULL AND detail->>'reference' = $1 ORDER BY kind, id)`,
);

/** What else was said under its reference is about the payment that was found: that it came back, or is booked once more. */
export async function attachOtherExceptions(db: Db, reference: string, paymentId: string): Promise<void> {
  await attachOthers.run(db, [reference, paymentId]);
}
