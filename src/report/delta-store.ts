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
 *  period, by one of the two, and at all, since a person counts once in each. A payment behind another one of the same
 *  institution changes nothing of who was ever paid: then only its period is looked at, which is what nearly all events need. */
const derivePayments = sql(
  'report.derive-deltas-of-payments',
  `WITH ${TOUCHED}, ${CHANGED}, moment AS MATERIALIZED (
    SELECT DISTINCT beneficiary_id, position, true AS is_moved, NULL AS period, false AS is_behind FROM changed
    UNION ALL
    SELECT f.beneficiary_id, l.position, false, f.period, f.settled_position = l.position AND EXISTS (
        SELECT FROM report.payment_fact b
        WHERE b.beneficiary_id = f.beneficiary_id AND b.institution_code = f.institution_code
          AND b.settled_position < l.position AND b.settled_at <= f.settled_at
          AND (b.returned_position < l.position) IS NOT TRUE)
    FROM event.log l JOIN report.payment_fact f ON f.payment_id = l.subject_id
    WHERE l.position > $1 AND l.position <= $2 AND l.kind = 'payment' AND l.status_to IN ('SETTLED','RETURNED')
      AND (f.settled_position = l.position OR f.returned_position = l.position)
  ), paid AS MATERIALIZED (
    SELECT a.beneficiary_id, a.position, a.is_moved, a.is_behind, a.is_moved OR f.period = a.period AS is_asked,
      f.institution_code, f.period, f.amount, ${spanAs('<')} AS before, ${spanAs('<=')} AS after,
      count(*) OVER (PARTITION BY a.beneficiary_id, a.position, f.period) AS of_period,
      count(*) OVER (PARTITION BY a.beneficiary_id, a.position, f.period, f.institution_code) AS of_both
    FROM moment a JOIN report.payment_fact f ON f.beneficiary_id = a.beneficiary_id
      AND f.settled_position <= a.position AND (f.period = a.period OR NOT a.is_behind)
  ), stretch AS (
    SELECT beneficiary_id, position, period AS family, institution_code AS code, 1 AS persons,
      CASE WHEN max(of_both) = 1 THEN min(amount) ELSE 0 END AS amount, max(of_both) <> max(of_period) AS is_beside,
      range_agg(before) AS before, range_agg(after) AS after
    FROM paid WHERE is_asked GROUP BY 1, 2, 3, 4 HAVING bool_or(is_moved) OR range_agg(before) <> range_agg(after)
    UNION ALL
    SELECT beneficiary_id, position, period, institution_code, 0, amount, false, before::tstzmultirange, after::tstzmultirange
    FROM paid WHERE of_both > 1 AND (is_moved OR before <> after)
    UNION ALL
    SELECT beneficiary_id, position, period, '', 1, 0, false, range_agg(before), range_agg(after)
    FROM paid WHERE is_asked AND of_both <> of_period GROUP BY 1, 2, 3
    UNION ALL
    SELECT beneficiary_id, position, '*', coalesce(institution_code, ''), 1, 0, institution_code IS NOT NULL,
      range_agg(before), range_agg(after)
    FROM paid WHERE NOT is_behind GROUP BY GROUPING SETS ((beneficiary_id, position, institution_code), (beneficiary_id, position))
  ), held AS (
    SELECT p.position, s.area_id, p.family, p.code, p.persons, p.amount, p.is_beside, p.after * s.entitled AS spans
    FROM stretch p JOIN report.standing s
      ON s.beneficiary_id = p.beneficiary_id AND s.known_to > p.position AND s.known_from <= p.position
    UNION ALL
    SELECT p.position, s.area_id, p.family, p.code, -p.persons, -p.amount, p.is_beside, p.before * s.entitled
    FROM stretch p JOIN report.standing s
      ON s.beneficiary_id = p.beneficiary_id AND s.known_to >= p.position AND s.known_from < p.position
    WHERE NOT isempty(p.before)
  ), step AS MATERIALIZED (
    SELECT h.position, edge.at, h.area_id, h.family, h.code, h.is_beside,
      h.persons * edge.step AS persons, h.amount * edge.step AS amount
    FROM held h CROSS JOIN LATERAL ${edges('h.spans')} WHERE edge.at IS NOT NULL
  )
  ${INTO_DELTA}
  SELECT position, at, area_id, family, code, sum(persons), 0, sum(amount) FROM (
    SELECT position, at, area_id, family, code, persons, amount FROM step
    UNION ALL
    SELECT position, at, area_id, family, '', -persons, 0 FROM step WHERE is_beside
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
