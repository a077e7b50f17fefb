/** What the projector would have made of these people and payments, from the base tables at once; then summed up by the hub's own
 *  code. Positions are those of a log that tells of the people first, and of payments in the order in which they settled. */
import { id } from './seed-province.mjs';

const edges = (spans) =>
  `unnest(${spans}) AS span CROSS JOIN LATERAL (VALUES (lower(span), 1), (upper(span), -1)) edge(at, step)`;
const INTO_DELTA =
  'INSERT INTO report.delta (position, valid_at, area_id, family, code, persons, with_account, amount)';
const HELD = 'tstzmultirange(report.days(e.valid_from, e.valid_to))';

/** $1 people. */
export const PEOPLE_DELTAS = `
  WITH standing AS MATERIALIZED (
    SELECT 3 * i AS position, b.area_id, coalesce(b.no_account_reason, '') AS reason, ${HELD} AS entitled,
      CASE WHEN a.id IS NULL THEN '{}' ELSE ${HELD} * tstzmultirange(tstzrange(a.checked_at, NULL)) END AS with_account
    FROM generate_series(1, $1::bigint) i JOIN social_protection.beneficiary b ON b.id = ${id(2, 'i')}
    JOIN social_protection.entitlement e ON e.id = ${id(3, 'i')} LEFT JOIN account.account a ON a.id = ${id(5, 'i')}
  )
  ${INTO_DELTA}
  SELECT position, at, area_id, '', reason, sum(persons), sum(with_account), 0 FROM (
    SELECT position, area_id, reason, edge.at, step AS persons, 0 AS with_account FROM standing, ${edges('entitled')}
    UNION ALL
    SELECT position, area_id, reason, edge.at, 0, step FROM standing, ${edges('with_account')}
  ) one WHERE at IS NOT NULL GROUP BY 1, 2, 3, 5 ORDER BY 1`;

/** $1 people, $2 the month. Who is paid, always is at the same institution: the first time they are paid at all. */
export const PAYMENT_DELTAS = `
  WITH paid AS MATERIALIZED (
    SELECT p.area_id, p.institution_code AS code, p.period, p.amount,
      ${HELD} * tstzmultirange(tstzrange(p.updated_at, NULL)) AS spans,
      3 * $1::bigint + $1::bigint * $2::int + row_number() OVER (ORDER BY p.updated_at, p.id) AS position
    FROM generate_series(1, $1::int) i JOIN social_protection.entitlement e ON e.id = ${id(3, 'i')}
    JOIN payment.payment p ON p.id = ${id(6, 'i + $1::int * $2::int')}
  )
  ${INTO_DELTA}
  SELECT position, edge.at, area_id, f.family, code, step, 0, step * f.amount
  FROM paid CROSS JOIN LATERAL ${edges('spans')}
  CROSS JOIN LATERAL (VALUES (period, amount), (CASE WHEN $2::int = 0 THEN '*' END, 0)) f(family, amount)
  WHERE edge.at IS NOT NULL AND f.family IS NOT NULL ORDER BY 1`;

export async function deriveDeltas(pool, last) {
  const { withTransaction } = await import('../../dist/src/database/index.js');
  const { foldDeltas } = await import('../../dist/src/report/fold-deltas.js');
  await pool.query(`INSERT INTO report.unit_above SELECT ancestor_id, descendant_id FROM social_protection.area_tree
    WHERE descendant_id IN (SELECT DISTINCT area_id FROM social_protection.beneficiary)`);
  await pool.query('VACUUM ANALYZE report.delta, report.unit_above');
  await foldDeltas({ db: pool, transact: (work) => withTransaction(pool, work) });
  await pool.query('UPDATE report.projection SET position = $1', [last]);
  await pool.query('UPDATE event.identity SET last_position = $1', [last]);
}
