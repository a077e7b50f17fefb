/** Writes by how much each event changed which figure of which unit from which instant on. A figure as of an instant, as known
 *  at a position, is the sum of all changes up to both: exact for every pair of the two, and never written twice. */
import { sql } from '../database/index.js';
import { TOUCHED } from './standing-store.js';
import type { Db } from './report-deps.js';

/** Versions of standings that began or ended in the stretch, which of the two, and where. */
const CHANGED = `
  person AS MATERIALIZED (SELECT DISTINCT beneficiary_id FROM touched),
  changed AS MATERIALIZED (
    SELECT s.beneficiary_id, s.area_id, s.reason, s.entitled, s.with_account, v.position, v.sign
    FROM person JOIN report.standing s ON s.beneficiary_id = person.beneficiary_id AND s.known_to > $1
    CROSS JOIN LATERAL (VALUES (s.known_from, 1), (s.known_to, -1)) v(position, sign)
    WHERE v.position > $1 AND v.position <= $2
  )`;

/** The instants at which a stretch of time begins and ends. */
const edges = (spans: string) => `unnest(${spans}) AS span
  CROSS JOIN LATERAL (VALUES (lower(span), 1), (upper(span), -1)) edge(at, step)`;

const INTO_DELTA =
  'INSERT INTO report.delta (position, valid_at, area_id, family, code, persons, with_account, amount)';

const derivePeople = sql(
  'report.derive-deltas-of-people',
  `WITH ${TOUCHED}, ${CHANGED}
  ${INTO_DELTA}
  SELECT position, at, area_id, '', coalesce(reason, ''), sum(persons), sum(with_account), 0 FROM (
    SELECT c.position, edge.at, c.area_id, c.reason, c.sign * edge.step AS persons, 0 AS with_account
    FROM changed c CROSS JOIN LATERAL ${edges('c.entitled')}
    UNION ALL
    SELECT c.position, edge.at, c.area_id, c.reason, 0, c.sign * edge.step
    FROM changed c CROSS JOIN LATERAL ${edges('c.with_account')}
  ) step WHERE at IS NOT NULL GROUP BY 1, 2, 3, 5
  HAVING sum(persons) <> 0 OR sum(with_account) <> 0 ORDER BY 1, 2, 3, 5`,
);

/** How long a payment was in the account, as known when its person's events `known` had been heard. */
const spanAs = (
  known: '<' | '<=',
) => `CASE WHEN f.settled_position ${known} a.position THEN tstzrange(f.settled_at,
  CASE WHEN f.returned_position ${known} a.position THEN greatest(f.returned_at, f.settled_at) END) ELSE 'empty' END`;

/** What a person was paid before and after each event that changed it or where they are entitled: by institution and
 *  period, by one of the two, and at all, since a person counts once in each. */
const derivePayments = sql(
  'report.derive-deltas-of-payments',
  `WITH ${TOUCHED}, ${CHANGED}, moment AS (
    SELECT beneficiary_id, position, bool_or(is_moved) AS is_moved FROM (
      SELECT beneficiary_id, position, true AS is_moved FROM changed
      UNION ALL
      SELECT f.beneficiary_id, l.position, false FROM event.log l JOIN report.payment_fact f ON f.payment_id = l.subject_id
      WHERE l.position > $1 AND l.position <= $2 AND l.kind = 'payment' AND l.status_to IN ('SETTLED','RETURNED')
        AND (f.settled_position = l.position OR f.returned_position = l.position)
    ) one GROUP BY 1, 2
  ), paid AS MATERIALIZED (
    SELECT a.beneficiary_id, a.position, a.is_moved, f.institution_code, f.period, f.amount,
      ${spanAs('<')} AS before, ${spanAs('<=')} AS after
    FROM moment a JOIN report.payment_fact f ON f.beneficiary_id = a.beneficiary_id AND f.settled_position <= a.position
  ), stretch AS (
    SELECT beneficiary_id, position, coalesce(period, '*') AS family, coalesce(institution_code, '') AS code,
      1 AS persons, 0 AS amount, range_agg(before) AS before, range_agg(after) AS after
    FROM paid
    GROUP BY GROUPING SETS ((beneficiary_id, position, period, institution_code), (beneficiary_id, position, period),
      (beneficiary_id, position, institution_code), (beneficiary_id, position))
    HAVING bool_or(is_moved) OR range_agg(before) <> range_agg(after)
    UNION ALL
    SELECT beneficiary_id, position, period, institution_code, 0, amount, before::tstzmultirange, after::tstzmultirange
    FROM paid WHERE is_moved OR before <> after
  ), held AS (
    SELECT p.position, s.area_id, p.family, p.code, p.persons, p.amount, p.after * s.entitled AS spans
    FROM stretch p JOIN report.standing s
      ON s.beneficiary_id = p.beneficiary_id AND s.known_to > p.position AND s.known_from <= p.position
    UNION ALL
    SELECT p.position, s.area_id, p.family, p.code, -p.persons, -p.amount, p.before * s.entitled
    FROM stretch p JOIN report.standing s
      ON s.beneficiary_id = p.beneficiary_id AND s.known_to >= p.position AND s.known_from < p.position
  ), step AS (
    SELECT h.position, edge.at, h.area_id, h.family, h.code, h.persons * edge.step AS persons, h.amount * edge.step AS amount
    FROM held h CROSS JOIN LATERAL ${edges('h.spans')} WHERE edge.at IS NOT NULL
  )
  ${INTO_DELTA}
  SELECT position, at, area_id, family, code, sum(persons), 0, sum(amount) FROM (
    SELECT * FROM step
    UNION ALL
    SELECT position, at, area_id, family, '', -persons, 0 FROM step WHERE code <> ''
  ) one GROUP BY 1, 2, 3, 4, 5 HAVING sum(persons) <> 0 OR sum(amount) <> 0 ORDER BY 1, 2, 3, 4, 5`,
);

const noteUnits = sql(
  'report.note-units',
  `WITH unit AS MATERIALIZED (SELECT DISTINCT area_id FROM report.delta WHERE position > $1 AND position <= $2)
  INSERT INTO report.unit_above (ancestor_id, area_id)
  SELECT area_id, area_id FROM unit
  WHERE NOT EXISTS (SELECT FROM report.unit_above u WHERE u.ancestor_id = unit.area_id AND u.area_id = unit.area_id)
  UNION
  SELECT t.ancestor_id, t.descendant_id FROM unit JOIN social_protection.area_tree t ON t.descendant_id = unit.area_id
  WHERE NOT EXISTS (SELECT FROM report.unit_above u WHERE u.ancestor_id = unit.area_id AND u.area_id = unit.area_id)
  ON CONFLICT DO NOTHING`,
);

/** Writes what the events of (after, upTo] changed. Facts and standings are in the tables already. */
export async function insertDeltas(db: Db, after: bigint, upTo: bigint): Promise<void> {
  await derivePeople.run(db, [after, upTo]);
  await derivePayments.run(db, [after, upTo]);
  await noteUnits.run(db, [after, upTo]);
}
