/** One month: a settled batch for each province, a payment with one attempt for each person. */

const FIRST_MONTH = Date.UTC(2026, 9, 1);

/** @param month 0 is 2026-10, 1 the month before, and so on */
export async function seedPayments(pool, month) {
  const first = new Date(FIRST_MONTH);
  first.setUTCMonth(first.getUTCMonth() - month);
  const period = first.toISOString().slice(0, 7);
  await pool.query(
    `INSERT INTO payment.batch (name, area_id, period, kind, status, created_by, approved_by, approved_at, released_at, completed_at)
     SELECT 'Chi trả ' || $1::text || ' ' || name, id, $1, 'REGULAR', 'DRAFT', 'officer', NULL, NULL, NULL, NULL
     FROM social_protection.administrative_unit WHERE level = 'PROVINCE' AND valid_to IS NULL`,
    [period],
  );
  await pool.query(
    `INSERT INTO payment.payment (batch_id, programme_code, period, kind, line, citizen_id, beneficiary_id, entitlement_id, area_id,
       amount, status, account_id, institution_code, account_number, receiver_citizen_id, receiver_name, beneficiary_name, updated_at)
     SELECT b.id, e.programme_code, $1, 'REGULAR', e.line, n.citizen_id, n.id, e.id, n.area_id, e.monthly_amount, 'SETTLED', a.id,
       a.institution_code, a.number, n.citizen_id, a.holder_name, p.full_name, ($1 || '-05')::timestamptz
     FROM social_protection.beneficiary n
     JOIN social_protection.person p ON p.citizen_id = n.citizen_id
     JOIN social_protection.entitlement e ON e.beneficiary_id = n.id
     JOIN account.account a ON a.citizen_id = n.citizen_id AND a.is_preferred
     JOIN social_protection.administrative_unit u ON u.id = n.area_id
     JOIN payment.batch b ON b.area_id = u.parent_id AND b.period = $1`,
    [period],
  );
  await pool.query(
    `INSERT INTO payment.attempt (payment_id, institution_code, reference, external_reference, status, evidence, started_at,
       handed_out_at, updated_at)
     SELECT id, institution_code, 'ASH' || upper(replace(id::text, '-', '')), 'EXT' || left(id::text, 8), 'SETTLED', 'REPLY', updated_at,
       updated_at, updated_at
     FROM payment.payment WHERE period = $1`,
    [period],
  );
  await pool.query(
    `INSERT INTO payment.batch_total (batch_id, institution_code, status, count, amount)
     SELECT batch_id, institution_code, status, count(*), sum(amount) FROM payment.payment WHERE period = $1 GROUP BY 1, 2, 3`,
    [period],
  );
  await pool.query(
    `UPDATE payment.batch b SET status = 'COMPLETED', approved_by = 'approver', approved_at = now(), released_at = now(),
       completed_at = now(), approved_amount = t.amount, funded_amount = t.amount
     FROM (SELECT batch_id, sum(amount) AS amount FROM payment.batch_total GROUP BY 1) t
     WHERE t.batch_id = b.id AND b.period = $1`,
    [period],
  );
}
