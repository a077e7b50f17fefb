/** What the coverage bench writes to the log, and the plain aggregate that it compares answers with. */

const COLUMNS = `position, seq, id, kind, subject_id, beneficiary_id, citizen_id, account_id, institution_code, area_id, status_to,
  occurred_at, recorded_at, data`;
const id = (family: string, number: string): string =>
  `('00000000-0000-7000-800${family}-' || lpad(to_hex(${number}), 12, '0'))::uuid`;
/** Half of everybody in a few institutions, as it is. */
const INSTITUTION = `'INSTITUTION_' || CASE WHEN i % 2 = 0 THEN i % 6 ELSE i % 40 END / 2`;

/** $1 people, $2 whether all of them live in one province. Some are entitled for a time, one in eight has no account. */
export const PEOPLE = `
  WITH commune AS (
    SELECT u.id, row_number() OVER (ORDER BY u.code) - 1 AS number, count(*) OVER () AS communes
    FROM social_protection.administrative_unit u JOIN social_protection.administrative_unit p ON p.id = u.parent_id
    WHERE u.level = 'COMMUNE' AND u.valid_to IS NULL AND (NOT $2::boolean OR p.code = '37')
  )
  INSERT INTO event.log (${COLUMNS})
  SELECT 3 * i - 2 + n, 3 * i + n, gen_random_uuid(), kind, subject_id, ${id('2', 'i')}, ${id('1', 'i')}, account_id, NULL, c.id,
    status_to, at, at, data
  FROM generate_series(1, $1::int) i JOIN commune c ON c.number = (hashint4(i) & 2147483647) % c.communes
  CROSS JOIN LATERAL (VALUES
    (0, 'beneficiary', ${id('2', 'i')}, NULL::uuid, 'LISTED', jsonb_build_object('noAccountReason',
       CASE WHEN i % 8 = 0 THEN (ARRAY['NO_PHONE','REMOTE','ELDERLY','OTHER'])[1 + i / 8 % 4] END)),
    (1, 'entitlement', ${id('3', 'i')}, NULL, 'GRANTED', jsonb_build_object(
       'validFrom', DATE '2025-07-01' + CASE WHEN i % 5 = 0 THEN i % 200 ELSE 0 END,
       'validTo', CASE WHEN i % 10 = 0 THEN DATE '2026-01-01' + i % 700 END)),
    (2, 'verification', ${id('5', 'i')}, ${id('5', 'i')}, CASE WHEN i % 8 = 0 THEN 'REJECTED' ELSE 'VERIFIED' END, '{}')
  ) e(n, kind, subject_id, account_id, status_to, data)
  CROSS JOIN LATERAL (SELECT TIMESTAMPTZ '2025-07-02' + i * interval '7 days' / $1::int AS at) t ORDER BY 1`;

/** $1 people, $2 the month. Paid in the working hours of ten days, in no order of units; one in a hundred comes back. */
export const PAYMENTS_OF_MONTH = `
  INSERT INTO event.log (${COLUMNS})
  SELECT (SELECT max(position) FROM event.log) + row_number() OVER (ORDER BY at), row_number() OVER (ORDER BY at),
    gen_random_uuid(), 'payment', ${id('6', 'i + $1::int * $2::int')}, ${id('2', 'i')}, NULL,
    CASE WHEN i % 8 = 0 THEN NULL ELSE ${id('5', 'i')} END, ${INSTITUTION}, NULL, status_to, at, at,
    jsonb_build_object('amount', 540000 + i % 3 * 180000, 'period', to_char(DATE '2025-07-01' + make_interval(months => $2::int), 'YYYY-MM'))
  FROM generate_series(1, $1::int) i
  CROSS JOIN LATERAL (SELECT TIMESTAMPTZ '2025-07-10T01:00:00Z' + make_interval(months => $2::int) + i % 10 * interval '1 day'
    + (hashint4(i + $2::int) & 2147483647) % 28800 * interval '1 second' AS paid_at) p
  CROSS JOIN LATERAL (VALUES ('SETTLED', paid_at), ('RETURNED', paid_at + interval '9 days')) e(status_to, at)
  WHERE status_to = 'SETTLED' OR i % 100 = 1
  ORDER BY 1`;

/** $1 area, $2 as of, $3 position, $4 period: person by person, as it was done before there were tallies. */
export const PLAIN_COVERAGE = `
  WITH person AS MATERIALIZED (
    SELECT s.beneficiary_id, s.reason, s.with_account @> $2::timestamptz AS has_account
    FROM social_protection.area_tree t JOIN report.standing s ON s.area_id = t.descendant_id
    WHERE t.ancestor_id = $1 AND s.known_to > $3::bigint AND s.known_from <= $3::bigint AND s.entitled @> $2::timestamptz
  ), paid AS MATERIALIZED (
    SELECT p.beneficiary_id, y.institution_code, y.amount FROM person p CROSS JOIN LATERAL (
      SELECT f.institution_code, sum(f.amount) AS amount FROM report.payment_fact f
      WHERE f.beneficiary_id = p.beneficiary_id AND ($4::text IS NULL OR f.period = $4)
        AND f.settled_at <= $2::timestamptz AND f.settled_position <= $3::bigint
        AND (f.returned_at <= $2::timestamptz AND f.returned_position <= $3::bigint) IS NOT TRUE
      GROUP BY 1
    ) y
  )
  SELECT (SELECT count(*)::int FROM person) AS beneficiaries,
    (SELECT count(*)::int FROM person WHERE has_account) AS "withAccount",
    (SELECT count(DISTINCT beneficiary_id)::int FROM paid) AS "paidThroughAccount",
    (SELECT coalesce(sum(amount), 0)::float8 FROM paid) AS "amountThroughAccount",
    (SELECT coalesce(jsonb_agg(to_jsonb(i) ORDER BY institution COLLATE "C"), '[]') FROM (
      SELECT institution_code AS institution, count(*) AS count, sum(amount) AS amount FROM paid GROUP BY 1) i) AS "byInstitution",
    (SELECT coalesce(jsonb_agg(to_jsonb(r) ORDER BY reason COLLATE "C"), '[]') FROM (
      SELECT reason, count(*) AS count FROM person WHERE NOT has_account AND reason IS NOT NULL GROUP BY 1) r)
      AS "withoutAccountByReason"`;

/** The next three write what the projector would have made of such a log, were it not for its time: nobody is paid back here.
 *  $1 people, $2 whether all of them live in one province. */
export const STRAIGHT_PEOPLE = `
  WITH commune AS (
    SELECT u.id, row_number() OVER (ORDER BY u.code) - 1 AS number, count(*) OVER () AS communes
    FROM social_protection.administrative_unit u JOIN social_protection.administrative_unit p ON p.id = u.parent_id
    WHERE u.level = 'COMMUNE' AND u.valid_to IS NULL AND (NOT $2::boolean OR p.code = '37')
  )
  INSERT INTO report.standing (beneficiary_id, known_from, known_to, area_id, reason, entitled, with_account)
  SELECT ${id('2', 'i')}, 3 * i, 9223372036854775807, c.id,
    CASE WHEN i % 8 = 0 THEN (ARRAY['NO_PHONE','REMOTE','ELDERLY','OTHER'])[1 + i / 8 % 4] END, held,
    CASE WHEN i % 8 = 0 THEN '{}' ELSE held * tstzmultirange(tstzrange(TIMESTAMPTZ '2025-07-02' + i * interval '7 days' / $1::int, NULL)) END
  FROM generate_series(1, $1::int) i JOIN commune c ON c.number = (hashint4(i) & 2147483647) % c.communes
  CROSS JOIN LATERAL (SELECT tstzmultirange(report.days(DATE '2025-07-01' + CASE WHEN i % 5 = 0 THEN i % 200 ELSE 0 END,
    CASE WHEN i % 10 = 0 THEN DATE '2026-01-01' + i % 700 END)) AS held) h`;
export const STRAIGHT_PEOPLE_DELTAS = `
  INSERT INTO report.delta (position, valid_at, area_id, family, code, persons, with_account, amount)
  SELECT known_from, at, area_id, '', coalesce(reason, ''), sum(persons), sum(with_account), 0 FROM (
    SELECT known_from, area_id, reason, edge.at, step AS persons, 0 AS with_account
    FROM report.standing, unnest(entitled) r, LATERAL (VALUES (lower(r), 1), (upper(r), -1)) edge(at, step)
    UNION ALL
    SELECT known_from, area_id, reason, edge.at, 0, step
    FROM report.standing, unnest(with_account) r, LATERAL (VALUES (lower(r), 1), (upper(r), -1)) edge(at, step)
  ) one WHERE at IS NOT NULL GROUP BY 1, 2, 3, 5 ORDER BY 1`;
/** $1 people, $2 the month. */
export const STRAIGHT_MONTH = `
  WITH paid AS MATERIALIZED (
    SELECT i, ${id('2', 'i')} AS beneficiary_id, ${INSTITUTION} AS code, 540000 + i % 3 * 180000 AS amount,
      to_char(DATE '2025-07-01' + make_interval(months => $2::int), 'YYYY-MM') AS period, at,
      3 * $1::bigint + $1::bigint * $2::int + row_number() OVER (ORDER BY at, i) AS position
    FROM generate_series(1, $1::int) i
    CROSS JOIN LATERAL (SELECT TIMESTAMPTZ '2025-07-10T01:00:00Z' + make_interval(months => $2::int) + i % 10 * interval '1 day'
      + (hashint4(i + $2::int) & 2147483647) % 28800 * interval '1 second' AS at) p
    WHERE i % 8 <> 0
  ), fact AS (
    INSERT INTO report.payment_fact (payment_id, beneficiary_id, period, institution_code, amount, settled_at, settled_position)
    SELECT ${id('6', 'i + $1::int * $2::int')}, beneficiary_id, period, code, amount, at, position FROM paid
  )
  INSERT INTO report.delta (position, valid_at, area_id, family, code, persons, with_account, amount)
  SELECT p.position, edge.at, s.area_id, f.family, p.code, step, 0, step * f.amount
  FROM paid p JOIN report.standing s USING (beneficiary_id)
  CROSS JOIN LATERAL unnest(s.entitled * tstzmultirange(tstzrange(p.at, NULL))) r
  CROSS JOIN LATERAL (VALUES (lower(r), 1), (upper(r), -1)) edge(at, step)
  CROSS JOIN LATERAL (VALUES (p.period, p.amount), (CASE WHEN $2::int = 0 THEN '*' END, 0)) f(family, amount)
  WHERE edge.at IS NOT NULL AND f.family IS NOT NULL ORDER BY 1`;
