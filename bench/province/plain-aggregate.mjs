/** The same figures by one SQL aggregate over the base tables, as somebody would write it who has no sums: of a unit and of each unit
 *  one level below, at any instant. It knows what these people are like: nobody has a receiver, nothing came back. */

/** $1 the unit, $2 the instant. One row for each unit ('' for all), institution or reason. */
const STATEMENT = `
  WITH below AS (
    SELECT k.descendant_id AS area_id, u.code FROM social_protection.area_closure c
    JOIN social_protection.administrative_unit u ON u.id = c.descendant_id
    JOIN social_protection.area_closure k ON k.ancestor_id = u.id WHERE c.ancestor_id = $1 AND c.depth = 1
  ), person AS MATERIALIZED (
    SELECT b.id, below.code AS unit, b.no_account_reason AS reason, EXISTS (
      SELECT FROM account.account a WHERE a.citizen_id = b.citizen_id AND a.status = 'VERIFIED' AND a.checked_at <= $2::timestamptz
    ) AS has_account
    FROM below JOIN social_protection.beneficiary b USING (area_id)
    WHERE EXISTS (
      SELECT FROM social_protection.entitlement e WHERE e.beneficiary_id = b.id
        AND ($2::timestamptz AT TIME ZONE 'Asia/Ho_Chi_Minh')::date BETWEEN e.valid_from AND coalesce(e.valid_to, 'infinity'))
  )
  SELECT 'PEOPLE' AS figure, coalesce(unit, '') AS unit, coalesce(reason, '') AS code, count(*)::int AS persons,
    count(*) FILTER (WHERE has_account)::int AS with_account, 0 AS amount
  FROM person GROUP BY GROUPING SETS ((unit, reason), (reason))
  UNION ALL
  SELECT 'PAID', coalesce(unit, ''), coalesce(institution_code, ''), count(DISTINCT p.id)::int, 0, sum(y.amount)::float8
  FROM person p JOIN payment.payment y ON y.beneficiary_id = p.id
  WHERE y.status = 'SETTLED' AND y.account_id IS NOT NULL AND y.updated_at <= $2::timestamptz
  GROUP BY GROUPING SETS ((unit, institution_code), (unit), (institution_code), ())`;

/** As the hub answers. @param codes of the units one level below, sorted */
export async function plainCoverage(pool, { areaId, asOf, codes }) {
  const { rows } = await pool.query({ name: 'plain-coverage', text: STATEMENT, values: [areaId, asOf] });
  const of = new Map(['', ...codes].map((code) => [code, []]));
  for (const row of rows) of.get(row.unit).push(row);
  return {
    ...figuresOf(of.get('')),
    children: codes.map((code) => ({ area: { code }, ...figuresOf(of.get(code)) })),
  };
}

function figuresOf(rows) {
  const people = rows.filter(({ figure }) => figure === 'PEOPLE');
  const paid = rows.filter(({ figure, persons }) => figure === 'PAID' && persons > 0);
  const all = paid.find(({ code }) => code === '') ?? { persons: 0, amount: 0 };
  const beneficiaries = people.reduce((sum, { persons }) => sum + persons, 0);
  const withAccount = people.reduce((sum, { with_account: persons }) => sum + persons, 0);
  return {
    beneficiaries,
    withAccount,
    withAccountRate: percent(withAccount, beneficiaries),
    paidThroughAccount: all.persons,
    paidThroughAccountRate: percent(all.persons, beneficiaries),
    amountThroughAccount: all.amount,
    byInstitution: paid
      .filter(({ code }) => code !== '')
      .sort(byCode)
      .map(({ code, persons, amount }) => ({ institution: { code }, count: persons, amount })),
    withoutAccountByReason: people
      .filter(({ code, persons, with_account: those }) => code !== '' && persons > those)
      .sort(byCode)
      .map(({ code, persons, with_account: those }) => ({ reason: code, count: persons - those })),
  };
}

const byCode = (one, other) => (one.code < other.code ? -1 : 1);

function percent(part, whole) {
  return whole === 0 ? 0 : Math.floor((part * 20_000 + whole) / (2 * whole)) / 100;
}
