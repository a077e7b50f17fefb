/** A small country in a test's database: enough people, payments and events that the planner has reason to use indexes, written by
 *  a few statements, the same each time. Ninh Bình (37), where the demo's officers work, is one province of thirty-four. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { loadInstitutions, type NewInstitution } from '../../src/account/index.js';
import { SHIPPED_DATA } from '../../src/app/config.js';
import { loadReferenceData, transactionsOf } from '../../src/social-protection/index.js';

export const PEOPLE = 12_000;
const MONTHS_PAID = ['2026-10', '2026-09'];
/** One person of the province has as many payments as a page. */
const MUCH_PAID_MONTHS = 60;

/** Into a migrated database, before a hub opens it. */
export async function seedCountry(pool: pg.Pool): Promise<void> {
  await loadReferenceData(transactionsOf(pool), SHIPPED_DATA);
  await loadInstitutions(pool, shippedInstitutions());
  for (const text of [PERSONS, RIGHTS, VERDICTS, RAILS, ACCOUNTS, IN_REVIEW, CHECKS, TASKS, ACCESS])
    await pool.query(text);
  for (const month of MONTHS_PAID) for (const text of [BATCHES, PAYMENTS]) await pool.query(text, [month]);
  for (const text of [MUCH_PAID, ATTEMPTS, REPORTS, TOTALS, COMPLETED, EVENTS]) await pool.query(text);
  await pool.query('ANALYZE');
}

function shippedInstitutions(): readonly NewInstitution[] {
  const text = readFileSync(join(SHIPPED_DATA, 'institutions.json'), 'utf8');
  const { institutions } = JSON.parse(text) as { institutions: readonly NewInstitution[] };
  return institutions.map((one) => ({ ...one, bin: one.bin ?? null }));
}

/** Some to each commune of the country. */
const PERSONS = `
  WITH commune AS (
    SELECT id, row_number() OVER (ORDER BY code) - 1 AS place
    FROM social_protection.administrative_unit WHERE level = 'COMMUNE' AND valid_to IS NULL
  ), n AS MATERIALIZED (
    SELECT i, i % (SELECT count(*) FROM commune) AS place, hub.uuid_v7() AS citizen_id FROM generate_series(1, ${PEOPLE}) i
  ), person AS (
    INSERT INTO social_protection.person (citizen_id, personal_id, full_name, name_folded, date_of_birth, year_of_birth, gender)
    SELECT citizen_id, '0370' || (i % 10) || lpad(i::text, 7, '0'), 'Nguyễn Văn ' || chr(65 + i % 26),
      'NGUYEN VAN ' || chr(65 + i % 26), make_date(1930 + i % 80, 1 + i % 12, 1 + i % 28), 1930 + i % 80,
      CASE i % 2 WHEN 0 THEN 'MALE' ELSE 'FEMALE' END
    FROM n
  )
  INSERT INTO social_protection.beneficiary (citizen_id, area_id, payment_method)
  SELECT n.citizen_id, c.id, 'BANK' FROM n JOIN commune c USING (place) ORDER BY n.i`;

const RIGHTS = `
  INSERT INTO social_protection.entitlement (beneficiary_id, programme_code, monthly_amount, coefficient, valid_from, legal_basis)
  SELECT b.id, p.code, 540000, 1.0, '2025-07-01', 'NĐ 20/2021/NĐ-CP' FROM social_protection.beneficiary b,
    LATERAL (SELECT code FROM social_protection.programme WHERE "group" = 'SOCIAL_PROTECTION' ORDER BY code LIMIT 1) p`;

/** One in eight may not be paid: the batches leave somebody out. */
const VERDICTS = `
  INSERT INTO population.citizen_verdict (citizen_id, verdict, source, checked_at)
  SELECT citizen_id, CASE WHEN right(personal_id, 3)::int % 8 = 0 THEN 'MISMATCH' ELSE 'MATCH' END, 'CSDLDC', now() - interval '1 day'
  FROM social_protection.person`;

const RAILS = `UPDATE account.institution SET rail_since = now(), last_seen_at = now()`;

/** Half at BIDV, which the guards pay through. Next-door neighbours share a number: the duplicate guard has something to find. */
const ACCOUNTS = `
  WITH other AS (
    SELECT code, kind, row_number() OVER (ORDER BY code) - 1 AS place
    FROM account.institution WHERE kind = 'BANK' AND code NOT LIKE 'NAPAS%' AND code <> 'BIDV'
  ), n AS (
    SELECT citizen_id, row_number() OVER (ORDER BY area_id, citizen_id) AS i FROM social_protection.beneficiary
  )
  INSERT INTO account.account (citizen_id, institution_code, kind, number, holder_name, status, name_match, checked_at,
    is_preferred, registered_by, registered_at, changed_at)
  SELECT n.citizen_id, CASE WHEN n.i % 4 < 2 THEN 'BIDV' ELSE o.code END, 'BANK', '9704' || lpad((n.i / 2)::text, 9, '0'),
    'NGUYEN VAN A', 'VERIFIED', 'MATCH', now() - interval '1 day', true, 'seed', now() - interval '1 year', now() - interval '1 year'
  FROM n JOIN other o ON o.place = n.i % (SELECT count(*) FROM other)`;

const IN_REVIEW = `
  INSERT INTO account.account (citizen_id, institution_code, kind, number, holder_name, status, name_match, returned_name, checked_at,
    registered_by)
  SELECT citizen_id, 'BIDV', 'BANK', '9705' || left(personal_id, 9), 'NGUYEN VAN A', 'NEEDS_REVIEW', 'CLOSE', 'NGUYEN V A', now(), 'seed'
  FROM social_protection.person WHERE right(personal_id, 2) = '77'
  ON CONFLICT DO NOTHING`;

/** Each was asked about once before. */
const CHECKS = `
  WITH citizen AS (
    INSERT INTO population.citizen_check (citizen_id, scope, requested_by, purpose, requested_at, reported_at, verdict, checked_at,
      report_id, report_hash, outcome)
    SELECT citizen_id, 'AUTHENTICATE', 'seed', 'VERIFICATION', checked_at, checked_at, verdict, checked_at, citizen_id::text, '', 'APPLIED'
    FROM population.citizen_verdict
  )
  INSERT INTO account.account_check (account_id, requested_by, purpose, requested_at, reported_at, account_state, name_match, checked_at,
    report_id, report_hash, outcome)
  SELECT id, 'seed', 'VERIFICATION', checked_at, checked_at, 'OPEN', 'MATCH', checked_at, id::text, '', 'APPLIED'
  FROM account.account WHERE status = 'VERIFIED'`;

/** Work of other institutions that waits, so that a claim has something to walk past. */
const TASKS = `
  INSERT INTO work.task (id, kind, institution_code, action)
  SELECT hub.uuid_v7(), 'PAYMENT', 'AGRIBANK', 'INQUIRE' FROM generate_series(1, 6000)`;

const ACCESS = `
  INSERT INTO access.entry (at, subject, client_id, purpose, operation, root_fields, trace_id, outcome)
  SELECT now() - make_interval(mins => i), 'officer', 'demo-officer', 'MONITORING', 'UnifiedView', '{beneficiary}', i::text, 'OK'
  FROM generate_series(1, 20000) i`;

const BATCHES = `
  INSERT INTO payment.batch (name, area_id, period, kind, created_by)
  SELECT 'Chi trả ' || $1::text || ' ' || name, id, $1, 'REGULAR', 'officer'
  FROM social_protection.administrative_unit WHERE level = 'PROVINCE' AND valid_to IS NULL`;

const paymentOf = (period: string): string => `
  INSERT INTO payment.payment (batch_id, programme_code, period, kind, line, citizen_id, beneficiary_id, entitlement_id, area_id,
    amount, status, account_id, institution_code, account_number, receiver_citizen_id, receiver_name, beneficiary_name, updated_at)
  SELECT b.id, e.programme_code, ${period}, 'REGULAR', e.line, n.citizen_id, n.id, e.id, n.area_id, e.monthly_amount, 'SETTLED', a.id,
    a.institution_code, a.number, n.citizen_id, a.holder_name, p.full_name, (b.period || '-05')::timestamptz
  FROM social_protection.beneficiary n
  JOIN social_protection.person p ON p.citizen_id = n.citizen_id
  JOIN social_protection.entitlement e ON e.beneficiary_id = n.id
  JOIN account.account a ON a.citizen_id = n.citizen_id AND a.is_preferred
  JOIN social_protection.administrative_unit u ON u.id = n.area_id
  JOIN payment.batch b ON b.area_id = u.parent_id`;

const PAYMENTS = `${paymentOf('$1')} AND b.period = $1`;

/** The first person of the province: paid since long ago. */
const MUCH_PAID = `${paymentOf(`to_char(date '2026-08-01' - make_interval(months => i), 'YYYY-MM')`)} AND b.period = '2026-10'
  CROSS JOIN generate_series(0, ${MUCH_PAID_MONTHS - 1}) i
  WHERE n.id = (SELECT min(x.id::text)::uuid FROM social_protection.beneficiary x
    JOIN social_protection.area_tree t ON t.descendant_id = x.area_id WHERE t.ancestor_code = '37' AND t.ancestor_valid_to IS NULL)`;

const ATTEMPTS = `
  INSERT INTO payment.attempt (payment_id, institution_code, reference, external_reference, status, evidence, started_at, handed_out_at,
    updated_at)
  SELECT id, institution_code, 'ASH' || upper(replace(id::text, '-', '')), 'EXT' || left(id::text, 8), 'SETTLED', 'REPLY', updated_at,
    updated_at, updated_at
  FROM payment.payment`;

const REPORTS = `
  INSERT INTO payment.status_report (institution_code, report_id, content_hash, attempt_id, outcome, received_at)
  SELECT institution_code, reference, '', id, 'APPLIED', updated_at FROM payment.attempt`;

const TOTALS = `
  INSERT INTO payment.batch_total (batch_id, institution_code, status, count, amount)
  SELECT batch_id, institution_code, status, count(*), sum(amount) FROM payment.payment GROUP BY 1, 2, 3`;

const COMPLETED = `
  UPDATE payment.batch b SET status = 'COMPLETED', approved_by = 'approver', approved_at = now(), released_at = now(), completed_at = now(),
    approved_amount = t.amount, funded_amount = t.amount
  FROM (SELECT batch_id, sum(amount) AS amount FROM payment.batch_total GROUP BY 1) t WHERE t.batch_id = b.id`;

/** What the domains have told about a person, an entitlement, an account and a payment. */
const EVENTS = `
  INSERT INTO event.log (position, seq, id, recorded_at, kind, subject_id, beneficiary_id, citizen_id, account_id, batch_id,
    institution_code, area_id, status_from, status_to, occurred_at, data)
  SELECT row_number() OVER (), row_number() OVER (), hub.uuid_v7(), now(), told.* FROM (
  SELECT 'beneficiary', id, id, citizen_id, NULL::uuid, NULL::uuid, NULL, area_id, NULL, 'LISTED', '2026-01-01'::timestamptz,
    '{"paymentMethod": "BANK", "noAccountReason": null}'::jsonb FROM social_protection.beneficiary
  UNION ALL
  SELECT 'entitlement', e.id, e.beneficiary_id, b.citizen_id, NULL, NULL, NULL, b.area_id, NULL, 'GRANTED', '2026-01-01',
    '{"validFrom": "2026-01-01", "validTo": null}' FROM social_protection.entitlement e JOIN social_protection.beneficiary b ON b.id = e.beneficiary_id
  UNION ALL
  SELECT 'verification', a.id, b.id, a.citizen_id, a.id, NULL, a.institution_code, b.area_id, NULL, 'VERIFIED', '2026-01-02',
    '{"accountStatus": "VERIFIED"}' FROM account.account a JOIN social_protection.beneficiary b USING (citizen_id) WHERE a.is_preferred
  UNION ALL
  SELECT 'payment', id, beneficiary_id, citizen_id, account_id, batch_id, institution_code, area_id, 'SUBMITTED', 'SETTLED', updated_at,
    jsonb_build_object('amount', amount, 'period', period) FROM payment.payment
  ) told`;
