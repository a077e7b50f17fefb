/** People who may be paid, written straight into the tables of a test database: one province with two communes, some
 *  programmes and institutions, and as many verified beneficiaries as a test asks for. */
import type pg from 'pg';

export const PROVINCE = '35';
export const COMMUNE = '13285';
export const OTHER_COMMUNE = '13294';

/** Unlike the demo, areas, programmes and institutions of these tests are just enough. */
export async function seedReferenceData(pool: pg.Pool): Promise<void> {
  await pool.query(`
    INSERT INTO social_protection.administrative_unit (id, code, name, level, parent_id, valid_from) VALUES
      ('00000000-0000-7000-8000-000000000001', 'VN', 'Việt Nam', 'COUNTRY', NULL, '2025-07-01'),
      ('00000000-0000-7000-8000-000000000035', '35', 'Tỉnh Thử', 'PROVINCE', '00000000-0000-7000-8000-000000000001', '2025-07-01'),
      ('00000000-0000-7000-8000-000000000040', '40', 'Tỉnh Khác', 'PROVINCE', '00000000-0000-7000-8000-000000000001', '2025-07-01'),
      ('00000000-0000-7000-8000-000000013285', '13285', 'Xã Một', 'COMMUNE', '00000000-0000-7000-8000-000000000035', '2025-07-01'),
      ('00000000-0000-7000-8000-000000013294', '13294', 'Xã Hai', 'COMMUNE', '00000000-0000-7000-8000-000000000035', '2025-07-01');
    WITH RECURSIVE chain(ancestor_id, descendant_id, depth) AS (
      SELECT id, id, 0 FROM social_protection.administrative_unit
      UNION ALL
      SELECT u.parent_id, c.descendant_id, c.depth + 1
      FROM chain c JOIN social_protection.administrative_unit u ON u.id = c.ancestor_id WHERE u.parent_id IS NOT NULL
    ) INSERT INTO social_protection.area_closure SELECT * FROM chain;
    INSERT INTO social_protection.programme (code, name, "group", managing_agency) VALUES
      ('BTXH', 'Trợ giúp xã hội', 'SOCIAL_PROTECTION', 'Sở Y tế'),
      ('NCC', 'Người có công', 'MERIT', 'Sở Nội vụ');
    INSERT INTO account.institution (code, name, kind, bin, served_by, rail_since) VALUES
      ('BIDV', 'BIDV', 'BANK', '970418', 'BIDV', now()),
      ('VIETTEL_MONEY', 'Viettel Money', 'MOBILE_MONEY', NULL, 'VIETTEL_MONEY', now()),
      ('NAPAS:970436', 'Vietcombank', 'BANK', '970436', 'NAPAS', NULL);
  `);
}

export interface PersonOptions {
  readonly count?: number;
  /** Numbers the people, so that a second call makes others. */
  readonly from?: number;
  readonly institution?: string;
  readonly commune?: string;
  readonly programme?: string;
  readonly amount?: bigint;
  readonly verdict?: string | null;
  readonly accountStatus?: string | null;
  readonly checkedDaysAgo?: number;
}

/** Writes beneficiaries with one entitlement, one verdict and one account each. Returns their ids, in order. */
export async function seedPeople(pool: pg.Pool, options: PersonOptions = {}): Promise<readonly string[]> {
  const {
    count = 1,
    from = 1,
    institution = 'BIDV',
    commune = COMMUNE,
    programme = 'BTXH',
    amount = 540_000n,
    verdict = 'MATCH',
    accountStatus = 'VERIFIED',
    checkedDaysAgo = 1,
  } = options;
  const { rows } = await pool.query<{ id: string }>(
    `WITH n AS (SELECT i, hub.uuid_v7() AS citizen_id FROM generate_series($1::int, $1::int + $2::int - 1) i),
     person AS (
       INSERT INTO social_protection.person (citizen_id, personal_id, full_name, name_folded, year_of_birth, gender)
       SELECT citizen_id, '035050' || lpad(i::text, 6, '0'), 'Nguyễn Văn Thử', 'NGUYEN VAN THU', 1950, 'MALE' FROM n
     ), beneficiary AS (
       INSERT INTO social_protection.beneficiary (citizen_id, area_id, payment_method)
       SELECT n.citizen_id, u.id, 'BANK' FROM n, social_protection.administrative_unit u WHERE u.code = $3 AND u.valid_to IS NULL ORDER BY i
       RETURNING id, citizen_id
     ), entitlement AS (
       INSERT INTO social_protection.entitlement (beneficiary_id, programme_code, monthly_amount, coefficient, valid_from, legal_basis)
       SELECT id, $4, $5, 1.0, '2025-07-01', 'NĐ 20/2021' FROM beneficiary
     ), verdict AS (
       INSERT INTO population.citizen_verdict (citizen_id, verdict, source, checked_at)
       SELECT citizen_id, $6, 'CSDLDC', now() - make_interval(days => $9) FROM n WHERE $6::text IS NOT NULL
     ), account AS (
       INSERT INTO account.account (citizen_id, institution_code, kind, number, holder_name, status, name_match, checked_at,
         is_preferred, registered_by)
       SELECT n.citizen_id, $7, i2.kind, '9704' || lpad(i::text, 8, '0'), 'NGUYEN VAN THU', $8, 'MATCH',
         now() - make_interval(days => $9), true, 'test'
       FROM n, account.institution i2 WHERE i2.code = $7 AND $8::text IS NOT NULL
     )
     SELECT b.id FROM beneficiary b JOIN n USING (citizen_id) ORDER BY i`,
    [from, count, commune, programme, amount, verdict, institution, accountStatus, checkedDaysAgo],
  );
  return rows.map((row) => row.id);
}
