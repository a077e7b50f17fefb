/** Reads coverage: one statement for any number of areas. What is whole slots and whole folds comes from the tallies, the rest
 *  of the slot and what was heard since the last fold from the deltas themselves. */
import { sql } from '../database/index.js';
import type { Db } from './report-deps.js';
import { endOfSlot, SHAPE, slotBy } from './tally-shape.js';

/** What is asked of every area alike. */
export interface CoverageQuestion {
  /** The instant at which the facts were true. */
  readonly asOf: Date;
  /** The day of that instant in Vietnam: which units there were. */
  readonly day: string;
  /** What the hub knew: events up to this position of the log. */
  readonly position: bigint;
  /** Payments of this period only; null: all. */
  readonly period: string | null;
}

/** A figure of an area with all areas below it. */
export interface CoverageRow {
  readonly areaId: string;
  readonly figure: 'PEOPLE' | 'PAID';
  /** Of people, the reason that they state; of who was paid, the institution. */
  readonly code: string;
  readonly persons: number;
  readonly withAccount: number;
  readonly amount: bigint;
}

/** $1 areas, $2 as of, $3 position, $4 family of payments: a period, or '*'.
 *  Of each fold the chunk in which the instant lies, less its changes after that; `edge` is the rest of the slot. */
const read = sql<CoverageRow>(
  'report.read-coverage',
  `WITH asked AS MATERIALIZED (
    SELECT a.area_id, coalesce(f.number, 0) AS folds, coalesce(f.position, 0) AS position, bits, levels
    FROM unnest($1::uuid[]) a(area_id) LEFT JOIN LATERAL (
      SELECT f.number, f.position, bits, levels
      FROM report.unit_fold f JOIN report.unit u USING (area_id) JOIN ${SHAPE} USING (is_upper)
      WHERE f.area_id = a.area_id AND f.position <= $3 ORDER BY f.position DESC LIMIT 1
    ) f ON true
  ), fold AS MATERIALIZED (
    SELECT area_id, (folds >> bits * level) - i << bits * level AS number
    FROM asked CROSS JOIN unnest(ARRAY[0, 1, 2, 3]) level CROSS JOIN LATERAL generate_series(
      0, CASE WHEN level < levels THEN folds >> bits * level & (1 << bits) - 1 ELSE folds >> bits * level END - 1) i
    WHERE level <= levels
  ), stretch AS MATERIALIZED (
    SELECT coalesce(max(position), 0) AS position FROM report.fold WHERE position <= $3
  ), above AS MATERIALIZED (
    SELECT u.ancestor_id, u.area_id, a.position FROM asked a JOIN report.unit_above u ON u.ancestor_id = a.area_id
  ), edge AS MATERIALIZED (
    SELECT slot, ${endOfSlot('slot')} AS ended FROM (SELECT ${slotBy('$2::timestamptz')} AS slot) s
  ), period AS MATERIALIZED (
    SELECT 0 AS number UNION ALL SELECT id FROM report.line WHERE kind = 'PERIOD' AND code = $4
  ), chunk AS MATERIALIZED (
    SELECT fold.area_id, t.* FROM edge CROSS JOIN fold CROSS JOIN period CROSS JOIN LATERAL (
      SELECT t.period, sum_line, sum_persons, sum_amount, slot[cardinality(slot)] > edge.slot AS is_cut, slot, line, persons, amount
      FROM report.tally t WHERE t.area_id = fold.area_id AND t.fold = fold.number AND t.period = period.number
        AND t.first_slot <= edge.slot ORDER BY t.first_slot DESC LIMIT 1
    ) t
  ), summed AS (
    SELECT area_id, period, line, sum(persons) AS persons, sum(amount) AS amount FROM (
      SELECT area_id, period, unnest(sum_line) AS line, unnest(sum_persons) AS persons, unnest(sum_amount) AS amount FROM chunk
      UNION ALL
      SELECT area_id, period, line, -persons, -amount FROM edge, (
        SELECT area_id, period, unnest(slot) AS changed, unnest(line) AS line, unnest(persons) AS persons, unnest(amount) AS amount
        FROM chunk WHERE is_cut
      ) later WHERE changed > edge.slot
    ) one GROUP BY 1, 2, 3
  ), loose AS (
    SELECT u.ancestor_id AS area_id, d.family, d.code, d.persons, d.with_account, d.amount
    FROM edge e CROSS JOIN LATERAL (
      SELECT * FROM report.delta WHERE valid_at > e.ended AND valid_at <= $2 OFFSET 0
    ) d JOIN above u ON u.area_id = d.area_id AND d.position <= u.position
    UNION ALL
    SELECT u.ancestor_id, d.family, d.code, d.persons, d.with_account, d.amount
    FROM asked a CROSS JOIN stretch s JOIN report.unit_above u ON u.ancestor_id = a.area_id CROSS JOIN LATERAL (
      SELECT * FROM report.delta d
      WHERE d.area_id = u.area_id AND d.position > a.position AND d.position <= s.position AND d.valid_at <= $2 OFFSET 0
    ) d WHERE a.position < s.position
    UNION ALL
    SELECT u.ancestor_id, d.family, d.code, d.persons, d.with_account, d.amount
    FROM stretch s CROSS JOIN LATERAL (
      SELECT * FROM report.delta WHERE position > s.position AND position <= $3 AND valid_at <= $2 OFFSET 0
    ) d JOIN above u ON u.area_id = d.area_id
  ), figure AS (
    SELECT s.area_id, l.kind = 'PAID' AS is_paid, l.code, CASE l.kind WHEN 'ACCOUNT' THEN 0 ELSE s.persons END AS persons,
      CASE l.kind WHEN 'ACCOUNT' THEN s.persons ELSE 0 END AS with_account, s.amount::bigint AS amount
    FROM summed s JOIN report.line l ON l.id = s.line WHERE l.kind <> 'PAID' OR s.period <> 0 OR $4::text = '*'
    UNION ALL
    SELECT area_id, family <> '', code, CASE WHEN family IN ('', $4::text) THEN persons ELSE 0 END, with_account, amount
    FROM loose WHERE family IN ('', $4::text) OR $4::text = '*'
  )
  SELECT area_id AS "areaId", CASE WHEN is_paid THEN 'PAID' ELSE 'PEOPLE' END AS figure, code,
    sum(persons)::int AS persons, sum(with_account)::int AS "withAccount", sum(amount)::bigint AS amount
  FROM figure GROUP BY area_id, is_paid, code HAVING sum(persons) <> 0`,
);

/** What is left out is nought. PEOPLE are apart by the reason that they state, '' for none, whether they have an account or
 *  not. PAID of institution '' takes off those whom several institutions paid. */
export function listFigures(
  db: Db,
  areaIds: readonly string[],
  { asOf, position, period }: CoverageQuestion,
): Promise<CoverageRow[]> {
  return read.all(db, [areaIds, asOf, position, period ?? '*']);
}

interface ChildArea {
  readonly parentId: string;
  readonly id: string;
}

const children = sql<ChildArea>(
  'report.list-child-areas',
  `SELECT t.ancestor_id AS "parentId", t.descendant_id AS id
   FROM social_protection.area_tree t JOIN social_protection.area a ON a.area_id = t.descendant_id
   WHERE t.ancestor_id = ANY($1::uuid[]) AND t.depth = 1
     AND a.valid_from <= $2::date AND (a.valid_to IS NULL OR a.valid_to >= $2::date)
   ORDER BY a.code`,
);

/** The units one level below each, as they were on the day, by code. */
export function listChildAreas(db: Db, parentIds: readonly string[], day: string): Promise<ChildArea[]> {
  return children.all(db, [parentIds, day]);
}
