/** Counts coverage: one statement for any number of areas with all areas below them, told apart by the area one level down. */
import { sql } from '../database/index.js';
import type { Db } from './report-deps.js';

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

/** A figure of the part of an area that lies in one child; `childId` null: in the area itself, or in none that exists on the day. */
export type CoverageRow = { readonly parentId: string; readonly childId: string | null } & (
  | { readonly figure: 'PEOPLE'; readonly count: number; readonly withAccount: number }
  | { readonly figure: 'REASON'; readonly reason: string; readonly count: number }
  | { readonly figure: 'PAID'; readonly count: number }
  | {
      readonly figure: 'INSTITUTION';
      readonly institution: string;
      readonly count: number;
      readonly amount: bigint;
    }
);

/** $1 parents, $2 as of, $3 day, $4 position, $5 period. Each person is in one area at a time, and so in one part. */
const coverage = (period: string) => `
  WITH child AS MATERIALIZED (
    SELECT t.ancestor_id AS parent_id, t.descendant_id AS child_id
    FROM social_protection.area_tree t JOIN social_protection.area a ON a.area_id = t.descendant_id
    WHERE t.ancestor_id = ANY($1::uuid[]) AND t.depth = 1
      AND a.valid_from <= $3::date AND (a.valid_to IS NULL OR a.valid_to >= $3::date)
  ), part AS MATERIALIZED (
    SELECT DISTINCT ON (t.ancestor_id, t.descendant_id) t.ancestor_id AS parent_id, t.descendant_id AS area_id, below.child_id
    FROM social_protection.area_tree t
    LEFT JOIN (
      SELECT c.parent_id, c.child_id, d.descendant_id AS area_id
      FROM child c JOIN social_protection.area_tree d ON d.ancestor_id = c.child_id
    ) below ON below.parent_id = t.ancestor_id AND below.area_id = t.descendant_id
    WHERE t.ancestor_id = ANY($1::uuid[])
    ORDER BY t.ancestor_id, t.descendant_id, below.child_id
  ), person AS MATERIALIZED (
    SELECT p.parent_id, p.child_id, s.beneficiary_id, s.reason, s.with_account @> $2::timestamptz AS has_account
    FROM part p JOIN report.standing s ON s.area_id = p.area_id
    WHERE s.known_to > $4::bigint AND s.known_from <= $4::bigint AND s.entitled @> $2::timestamptz
  ), paid AS MATERIALIZED (
    SELECT p.parent_id, p.child_id, p.beneficiary_id, y.institution_code, y.amount
    FROM person p CROSS JOIN LATERAL (
      SELECT f.institution_code, sum(f.amount) AS amount
      FROM report.payment_fact f
      WHERE f.beneficiary_id = p.beneficiary_id AND ${period}
        AND f.settled_at <= $2::timestamptz AND f.settled_position <= $4::bigint
        AND (f.returned_at <= $2::timestamptz AND f.returned_position <= $4::bigint) IS NOT TRUE
      GROUP BY 1
    ) y
  )
  SELECT 'PEOPLE' AS figure, parent_id AS "parentId", child_id AS "childId", NULL AS reason, NULL AS institution,
    count(*)::int AS count, count(*) FILTER (WHERE has_account)::int AS "withAccount", NULL::bigint AS amount
  FROM person GROUP BY 2, 3
  UNION ALL
  SELECT 'REASON', parent_id, child_id, reason, NULL, count(*)::int, NULL, NULL
  FROM person WHERE NOT has_account AND reason IS NOT NULL GROUP BY 2, 3, 4
  UNION ALL
  SELECT 'PAID', parent_id, child_id, NULL, NULL, count(DISTINCT beneficiary_id)::int, NULL, NULL
  FROM paid GROUP BY 2, 3
  UNION ALL
  SELECT 'INSTITUTION', parent_id, child_id, NULL, institution_code, count(*)::int, NULL, sum(amount)::bigint
  FROM paid GROUP BY 2, 3, 5`;

const ofAllPeriods = sql<CoverageRow>('report.count-coverage', coverage('$5::text IS NULL'));
const ofOnePeriod = sql<CoverageRow>('report.count-coverage-of-period', coverage('f.period = $5'));

export function countCoverage(
  db: Db,
  parentIds: readonly string[],
  { asOf, day, position, period }: CoverageQuestion,
): Promise<CoverageRow[]> {
  const statement = period === null ? ofAllPeriods : ofOnePeriod;
  return statement.all(db, [parentIds, asOf, day, position, period]);
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
