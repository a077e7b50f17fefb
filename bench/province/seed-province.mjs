/** People by number: some entitled for a time, one in eight without an account; paid in the working hours of ten days of each
 *  month, in no order of communes. */

export const id = (family, number) =>
  `('00000000-0000-7000-800${family}-' || lpad(to_hex(${number}), 12, '0'))::uuid`;

/** $1 people. */
export const PERSONS = `
  INSERT INTO social_protection.person (citizen_id, personal_id, full_name, name_folded, date_of_birth, year_of_birth, gender)
  SELECT ${id(1, 'i')}, '0790' || lpad(i::text, 8, '0'), 'Nguyễn Văn ' || chr(65 + i % 26), 'NGUYEN VAN ' || chr(65 + i % 26),
    make_date(1930 + i % 80, 1 + i % 12, 1 + i % 28), 1930 + i % 80, CASE i % 2 WHEN 0 THEN 'MALE' ELSE 'FEMALE' END
  FROM generate_series(1, $1::int) i`;

/** $1 people, $2 the province. */
export const BENEFICIARIES = `
  WITH commune AS (
    SELECT u.id, row_number() OVER (ORDER BY u.code) - 1 AS place, count(*) OVER () AS communes
    FROM social_protection.administrative_unit u JOIN social_protection.administrative_unit p ON p.id = u.parent_id
    WHERE u.level = 'COMMUNE' AND u.valid_to IS NULL AND p.code = $2 AND p.valid_to IS NULL
  )
  INSERT INTO social_protection.beneficiary (id, citizen_id, area_id, payment_method, no_account_reason)
  SELECT ${id(2, 'i')}, ${id(1, 'i')}, c.id, CASE WHEN i % 8 = 0 THEN 'CASH' ELSE 'BANK' END,
    CASE WHEN i % 8 = 0 THEN (ARRAY['NO_PHONE','REMOTE','BEDRIDDEN','OTHER'])[1 + i / 8 % 4] END
  FROM generate_series(1, $1::int) i JOIN commune c ON c.place = (hashint4(i) & 2147483647) % c.communes ORDER BY i`;

/** $1 people. */
export const ENTITLEMENTS = `
  INSERT INTO social_protection.entitlement (id, beneficiary_id, programme_code, monthly_amount, coefficient, valid_from, valid_to, legal_basis)
  SELECT ${id(3, 'i')}, ${id(2, 'i')}, p.code, 540000 + i % 3 * 180000, 1.0,
    DATE '2025-07-01' + CASE WHEN i % 5 = 0 THEN i % 200 ELSE 0 END,
    CASE WHEN i % 10 = 0 THEN DATE '2026-01-01' + i % 700 END, 'NĐ 20/2021/NĐ-CP'
  FROM generate_series(1, $1::int) i,
    LATERAL (SELECT code FROM social_protection.programme WHERE "group" = 'SOCIAL_PROTECTION' ORDER BY code LIMIT 1) p`;

/** $1 people. Accounts are checked in the first week. */
export const ACCOUNTS = `
  WITH rail AS (
    SELECT code, kind, row_number() OVER (ORDER BY code) - 1 AS place, count(*) OVER () AS rails
    FROM account.institution WHERE kind IN ('BANK', 'WALLET', 'MOBILE_MONEY') AND code NOT LIKE 'NAPAS%'
  )
  INSERT INTO account.account (id, citizen_id, institution_code, kind, number, holder_name, status, name_match, checked_at,
    is_preferred, registered_by)
  SELECT ${id(5, 'i')}, ${id(1, 'i')}, r.code, r.kind, '9704' || lpad(i::text, 9, '0'), 'NGUYEN VAN A', 'VERIFIED', 'MATCH',
    TIMESTAMPTZ '2025-07-02' + i * interval '7 days' / $1::int, true, 'bench'
  FROM generate_series(1, $1::int) i JOIN rail r ON r.place = (hashint4(-i) & 2147483647) % r.rails WHERE i % 8 <> 0 ORDER BY i`;

const PERIOD = (month) => `to_char(DATE '2025-07-01' + make_interval(months => ${month}), 'YYYY-MM')`;

/** $1 the month, $2 the province. */
export const BATCHES = `
  INSERT INTO payment.batch (id, name, area_id, period, kind, status, created_by)
  SELECT ${id(4, '$1::int')}, 'Chi trả ' || ${PERIOD('$1::int')}, id, ${PERIOD('$1::int')}, 'REGULAR', 'RELEASED', 'officer'
  FROM social_protection.administrative_unit WHERE code = $2 AND valid_to IS NULL`;

/** $1 people, $2 the month. */
export const PAYMENTS = `
  INSERT INTO payment.payment (id, batch_id, programme_code, period, kind, line, citizen_id, beneficiary_id, entitlement_id, area_id,
    amount, status, account_id, institution_code, account_number, receiver_citizen_id, receiver_name, beneficiary_name, updated_at)
  SELECT ${id(6, 'i + $1::int * $2::int')}, ${id(4, '$2::int')}, 'BTXH', ${PERIOD('$2::int')}, 'REGULAR', '1', n.citizen_id, n.id,
    ${id(3, 'i')}, n.area_id, 540000 + i % 3 * 180000, 'SETTLED', a.id, a.institution_code, a.number, n.citizen_id, a.holder_name,
    'Nguyễn Văn A', TIMESTAMPTZ '2025-07-10T01:00:00Z' + make_interval(months => $2::int) + i % 10 * interval '1 day'
      + (hashint4(i + $2::int) & 2147483647) % 28800 * interval '1 second'
  FROM generate_series(1, $1::int) i JOIN social_protection.beneficiary n ON n.id = ${id(2, 'i')}
  JOIN account.account a ON a.id = ${id(5, 'i')} ORDER BY i`;
