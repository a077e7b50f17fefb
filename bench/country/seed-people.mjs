/** People spread over all communes, each with one or two rights, a verdict and one or two verified accounts. */

/** Made by numbers, so that every run and every machine has the same people. */
export async function seedPeople(pool, count, onlyAt) {
  await pool.query(
    `WITH commune AS (
       SELECT id, row_number() OVER (ORDER BY code) - 1 AS place
       FROM social_protection.administrative_unit WHERE level = 'COMMUNE' AND valid_to IS NULL
     ), n AS MATERIALIZED (
       SELECT i, i % (SELECT count(*) FROM commune) AS place, hub.uuid_v7() AS citizen_id, hub.uuid_v7() AS beneficiary_id
       FROM generate_series(1, $1::int) i
     ), person AS (
       INSERT INTO social_protection.person (citizen_id, personal_id, full_name, name_folded, date_of_birth, year_of_birth, gender)
       SELECT citizen_id, '079' || (i % 2) || lpad(((i / 1000000) % 100)::text, 2, '0') || lpad((i % 1000000)::text, 6, '0'),
         'Nguyễn Văn ' || chr(65 + i % 26), 'NGUYEN VAN ' || chr(65 + i % 26), make_date(1930 + i % 80, 1 + i % 12, 1 + i % 28),
         1930 + i % 80, CASE i % 2 WHEN 0 THEN 'MALE' ELSE 'FEMALE' END
       FROM n
     )
     INSERT INTO social_protection.beneficiary (id, citizen_id, area_id, payment_method)
     SELECT n.beneficiary_id, n.citizen_id, c.id, 'BANK' FROM n JOIN commune c USING (place) ORDER BY n.i`,
    [count],
  );
  await pool.query(
    `INSERT INTO social_protection.entitlement (beneficiary_id, programme_code, monthly_amount, coefficient, valid_from, legal_basis)
     SELECT b.id, p.code, 540000, 1.0, '2025-07-01', 'NĐ 20/2021/NĐ-CP'
     FROM social_protection.beneficiary b,
       LATERAL (SELECT code FROM social_protection.programme WHERE "group" = 'SOCIAL_PROTECTION' ORDER BY code LIMIT 1) p`,
  );
  await pool.query(
    `INSERT INTO population.citizen_verdict (citizen_id, verdict, source, checked_at)
     SELECT citizen_id, 'MATCH', 'CSDLDC', now() - interval '1 day' FROM social_protection.person`,
  );
  await pool.query(
    `WITH rail AS (
       SELECT code, kind, row_number() OVER (ORDER BY code) - 1 AS place
       FROM account.institution WHERE kind IN ('BANK', 'WALLET', 'MOBILE_MONEY') AND code NOT LIKE 'NAPAS%'
         AND ($1::text IS NULL OR code = $1)
     ), n AS (
       SELECT citizen_id, row_number() OVER (ORDER BY citizen_id) AS i FROM social_protection.person
     )
     INSERT INTO account.account (citizen_id, institution_code, kind, number, holder_name, status, name_match, checked_at,
       is_preferred, registered_by)
     SELECT n.citizen_id, r.code, r.kind,
       CASE r.kind WHEN 'MOBILE_MONEY' THEN '09' || lpad((n.i * 2 + turn)::text, 8, '0')
                   ELSE '9704' || lpad((n.i * 2 + turn)::text, 9, '0') END, 'NGUYEN VAN A', 'VERIFIED', 'MATCH',
       now() - interval '1 day', turn = 0, 'bench'
     FROM n CROSS JOIN generate_series(0, 1) AS turn JOIN rail r ON r.place = (n.i + turn) % (SELECT count(*) FROM rail)
     WHERE turn = 0 OR n.i % 2 = 0`,
    [onlyAt],
  );
}
