/** Writes a province's month in which communes and institutions share one batch, with everything below it that a neighbour could be
 *  seen through. */
import type pg from 'pg';
import { seedCountry } from '../../guards/seed-country.js';

export const PROVINCE = '37';
const PERIOD = '2026-10';

/** Into a migrated database, before a hub opens it. */
export async function seedSharedBatch(pool: pg.Pool): Promise<void> {
  await seedCountry(pool);
  for (const text of BESIDES) await pool.query(text);
}

/** The batch of the month, and its payments in the order of their communes. */
export const OF_BATCH = `batch AS (
    SELECT b.id FROM payment.batch b JOIN social_protection.administrative_unit u ON u.id = b.area_id
    WHERE u.code = '${PROVINCE}' AND u.valid_to IS NULL AND b.period = '${PERIOD}'
  ), line AS (
    SELECT p.*, row_number() OVER (ORDER BY p.area_id, p.id) AS n, count(*) OVER () AS lines
    FROM payment.payment p JOIN batch ON batch.id = p.batch_id
  )`;

/** Neighbours in the list live in other communes, and are paid elsewhere. */
const BESIDES = [
  `WITH ${OF_BATCH} INSERT INTO payment.recent_account (batch_id, payment_id, changed_at) SELECT batch_id, id, now() FROM line`,
  `WITH ${OF_BATCH} INSERT INTO payment.duplicate_flag (batch_id, payment_id, other_payment_id, rule)
   SELECT one.batch_id, one.id, other.id, 'SAME_PERSON' FROM line one JOIN line other ON other.n = 1 + (one.n + one.lines / 2) % one.lines`,
  `WITH ${OF_BATCH} INSERT INTO payment.left_out (batch_id, beneficiary_id, reason, text)
   SELECT DISTINCT batch_id, beneficiary_id, 'EXCLUDED', 'chờ xác minh' FROM line`,
  `WITH ${OF_BATCH}, found AS (
     INSERT INTO payment.exception (payment_id, attempt_id, citizen_id, institution_code, kind, detail, named_amount, named_at)
     SELECT line.id, a.id, line.citizen_id, line.institution_code, 'CONTRADICTION', '{"status": "SETTLED"}', line.amount, now()
     FROM line JOIN payment.attempt a ON a.payment_id = line.id RETURNING id, payment_id
   ), told AS (
     INSERT INTO payment.exception_evidence (exception_id, source, status, amount, reference, occurred_at)
     SELECT id, 'STATEMENT', 'SETTLED', 1, 'X', now() FROM found
   ) INSERT INTO payment.possible_booking (batch_id, payment_id, exception_id)
   SELECT line.batch_id, line.id, found.id FROM line JOIN found ON found.payment_id = line.id`,
  `WITH ${OF_BATCH} INSERT INTO payment.funding_order (batch_id, kind, amount, ordered_at, reference)
   SELECT id, 'FUND', 1, now(), 'KB' || left(id::text, 8) FROM batch`,
  // What a payment replaces may have been somewhere else, before somebody moved.
  `WITH ${OF_BATCH} UPDATE payment.payment p SET replaces = before.id
   FROM line one JOIN line other ON other.n = 1 + (one.n + one.lines / 2) % one.lines
   JOIN payment.payment before ON before.citizen_id = other.citizen_id AND before.period = '2026-09'
   WHERE p.id = one.id AND other.period = '2026-10'`,
  `WITH ${OF_BATCH} UPDATE payment.batch b SET carried_forward_from = before.id FROM batch, payment.batch before
     JOIN social_protection.administrative_unit u ON u.id = before.area_id
   WHERE b.id = batch.id AND u.code = '${PROVINCE}' AND u.valid_to IS NULL AND before.period = '2026-09'`,
  `WITH ${OF_BATCH} INSERT INTO social_protection.authorisation (beneficiary_id, receiver_citizen_id, relationship, document_ref, valid_from)
   SELECT DISTINCT one.beneficiary_id, other.citizen_id, 'CON', 'GUQ-1', date '2026-01-01' FROM line one
   JOIN line other ON other.area_id = one.area_id AND other.n = one.n + 1 AND other.citizen_id <> one.citizen_id`,
];
