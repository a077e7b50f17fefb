/** Reads coverage: one statement for any number of areas. What is whole days and whole folds comes from the tallies, the rest
 *  of the day and what was heard since the last fold from the deltas themselves. */
import { sql } from '../database/index.js';
import type { Db } from './report-deps.js';
import { LONG } from './tally-store.js';

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
export type CoverageRow = { readonly areaId: string; readonly persons: number } & (
  | { readonly figure: 'PEOPLE'; readonly reason: string; readonly withAccount: number }
  | { readonly figure: 'PAID'; readonly institution: string; readonly amount: bigint }
);

/** Fewer deltas than that in the rest of a day are taken off again at any hour. */
const FEW_DELTAS = 5_000;

/** $1 areas, $2 as of, $3 position, $4 family of payments: a period, or '*'.
 *  `edge` is the start of the day nearest by, and the deltas between there and the instant: to add, or to take off again. The
 *  rest of today is all but empty, however much was paid this morning. */
const read = sql<CoverageRow>(
  'report.read-coverage',
  `WITH asked AS MATERIALIZED (
    SELECT a.area_id, coalesce(f.number, 0) AS folds, coalesce(f.position, 0) AS position
    FROM unnest($1::uuid[]) a(area_id) LEFT JOIN LATERAL (
      SELECT number, position FROM report.unit_fold f WHERE f.area_id = a.area_id AND f.position <= $3
      ORDER BY f.position DESC LIMIT 1
    ) f ON true
  ), fold AS MATERIALIZED (
    SELECT area_id, folds >> bit << bit AS number FROM asked, generate_series(0, 30) bit WHERE folds >> bit & 1 = 1
  ), stretch AS MATERIALIZED (
    SELECT coalesce(max(position), 0) AS position FROM report.fold WHERE position <= $3
  ), above AS MATERIALIZED (
    SELECT u.ancestor_id, u.area_id, a.position FROM asked a JOIN report.unit_above u ON u.ancestor_id = a.area_id
  ), edge AS MATERIALIZED (
    SELECT day + is_late::int AS day, CASE WHEN is_late THEN -1 ELSE 1 END AS sign,
      CASE WHEN is_late THEN $2::timestamptz + interval '1 microsecond' ELSE report.day_start(day) END AS first,
      CASE WHEN is_late THEN report.day_start(day + 1) - interval '1 microsecond' ELSE $2::timestamptz END AS last
    FROM (
      SELECT day, $2::timestamptz > report.day_start(day) + interval '12 hours' OR ${FEW_DELTAS} > (
        SELECT count(*) FROM (SELECT FROM report.delta
          WHERE valid_at > $2::timestamptz AND valid_at < report.day_start(day + 1) LIMIT ${FEW_DELTAS}) rest
      ) AS is_late FROM report.day_number($2::timestamptz) day
    ) choice
  ), blocks AS MATERIALIZED (
    SELECT family, b.first, b.before FROM edge CROSS JOIN unnest(ARRAY['', $4::text]) family
    CROSS JOIN LATERAL (VALUES (false, 0, day >> 5), (true, day >> 8 << 3, day >> 5), (true, ${LONG}, ${LONG} + (day >> 8)))
      b(is_lasting, first, before) WHERE is_lasting = (family IN ('', '*'))
  ), part AS (
    SELECT fold.area_id, t.* FROM fold CROSS JOIN blocks CROSS JOIN LATERAL (
      SELECT t.family, t.code, sum(t.persons) AS persons, sum(t.with_account) AS with_account, sum(t.amount) AS amount
      FROM report.tally t
      WHERE t.area_id = fold.area_id AND t.fold = fold.number AND t.family = blocks.family
        AND t.block >= blocks.first AND t.block < blocks.before GROUP BY 1, 2
    ) t
    UNION ALL
    SELECT fold.area_id, t.* FROM edge CROSS JOIN fold CROSS JOIN LATERAL (
      SELECT t.family, t.code, sum(t.persons) AS persons, sum(t.with_account) AS with_account, sum(t.amount) AS amount
      FROM report.day_tally t
      WHERE t.area_id = fold.area_id AND t.fold = fold.number AND t.day >= edge.day >> 5 << 5 AND t.day < edge.day GROUP BY 1, 2
    ) t
    UNION ALL
    SELECT u.ancestor_id, d.family, d.code, e.sign * d.persons, e.sign * d.with_account, e.sign * d.amount
    FROM edge e CROSS JOIN LATERAL (
      SELECT * FROM report.delta WHERE valid_at >= e.first AND valid_at <= e.last OFFSET 0
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
  )
  SELECT area_id AS "areaId", CASE family WHEN '' THEN 'PEOPLE' ELSE 'PAID' END AS figure, code AS reason, code AS institution,
    sum(persons)::int AS persons, sum(with_account)::int AS "withAccount", sum(amount)::bigint AS amount
  FROM (
    SELECT area_id, CASE family WHEN '' THEN '' ELSE $4::text END AS family, code,
      CASE WHEN family IN ('', $4::text) THEN persons ELSE 0 END AS persons, with_account, amount
    FROM part WHERE family IN ('', $4::text) OR $4::text = '*'
  ) figure GROUP BY area_id, family, code HAVING sum(persons) <> 0`,
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
