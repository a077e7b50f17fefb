/** Sums deltas up, so that a question reads few rows. Each unit has folds of its own, at the end of a stretch of the log in which
 *  enough came together for it; the tally of its fold n sums as many folds up to n as n's lowest digit stands for. The first n folds
 *  are then as many tallies as the digits of n say: every state of knowledge is as quick as the newest, and nothing written is ever
 *  changed. */
import { sql } from '../database/index.js';
import type { Db } from './report-deps.js';
import { SHAPE, slotOf } from './tally-shape.js';

/** Any fixed number will do; advisory locks are a database's own. */
const FOLD_LOCK = 0x7270_7466;

/** What was made within the transaction has no statistics: of nested loops over it the planner thinks too well. */
const waitLock = sql(
  'report.wait-for-fold-lock',
  `SELECT pg_advisory_xact_lock(${FOLD_LOCK}), set_config('enable_nestloop', 'off', true), set_config('enable_hashagg', 'off', true),
    set_config('jit', 'off', true)`,
);

/** Until the end of the transaction nobody else writes tallies. */
export async function holdTallies(db: Db): Promise<void> {
  await waitLock.run(db);
}

/** A stretch of the log: (after, upTo]. */
export interface Stretch {
  readonly number: number;
  readonly after: bigint;
  readonly upTo: bigint;
}

const next = sql<Stretch>(
  'report.find-next-stretch',
  `SELECT coalesce(f.number, 0) + 1 AS number, coalesce(f.position, 0) AS after, d.position AS "upTo"
   FROM (SELECT max(number) AS number, max(position) AS position FROM report.fold) f
   CROSS JOIN LATERAL (SELECT position FROM report.delta WHERE position > coalesce(f.position, 0)
     ORDER BY position OFFSET $1 - 1 LIMIT 1) d`,
);

/** The next stretch, if there are as many deltas. Where it ends depends on the log alone. */
export function findNextStretch(db: Db, deltas: number): Promise<Stretch | undefined> {
  return next.first(db, [deltas]);
}

const noteStretch = sql('report.note-stretch', 'INSERT INTO report.fold (number, position) VALUES ($1, $2)');

const countPending = sql(
  'report.count-pending-deltas',
  `INSERT INTO report.unit (area_id, folds, folded_to, pending, is_upper)
   SELECT u.ancestor_id, 0, 0, sum(d.deltas), bool_or(u.ancestor_id <> u.area_id) FROM (
     SELECT area_id, count(*) AS deltas FROM report.delta WHERE position > $1 AND position <= $2 GROUP BY 1
   ) d JOIN report.unit_above u ON u.area_id = d.area_id GROUP BY 1
   ON CONFLICT (area_id) DO UPDATE SET pending = unit.pending + excluded.pending`,
);

/** Numbered in the order in which the log told them. */
const noteLines = sql(
  'report.note-lines',
  `INSERT INTO report.line (id, kind, code)
   SELECT (SELECT coalesce(max(id), 0) FROM report.line) + row_number() OVER (ORDER BY position, kind, code), kind, code FROM (
     SELECT e.kind, e.code, min(d.position) AS position FROM (
       SELECT family, code, min(position) AS position FROM report.delta WHERE position > $1 AND position <= $2 GROUP BY 1, 2
     ) d CROSS JOIN LATERAL (VALUES
       (CASE d.family WHEN '' THEN 'PEOPLE' ELSE 'PAID' END, d.code), (CASE d.family WHEN '' THEN 'ACCOUNT' END, d.code),
       (CASE WHEN d.family NOT IN ('', '*') THEN 'PERIOD' END, d.family)) e(kind, code)
     WHERE e.kind IS NOT NULL GROUP BY 1, 2
   ) told WHERE NOT EXISTS (SELECT FROM report.line l WHERE l.kind = told.kind AND l.code = told.code)`,
);

/** Of more deltas is the fold of a unit that has units below. */
const UPPER_TIMES = 8;
const IS_DUE = `pending >= CASE WHEN is_upper THEN ${UPPER_TIMES} ELSE 1 END * $1::int`;

/** One number to sort and group by: the due fold, the period, the slot. */
const keyOf = (period: string): string => `(due << 46) | (${period}::bigint << 31) | slot`;

/** $1 deltas of a fold at least, $2 the position up to which, $3 changes in a chunk. Changes of one slot stay together; what a line
 *  comes to at the end of a chunk holds until it changes in a later one. */
const sumUp = sql(
  'report.sum-up',
  `WITH due AS MATERIALIZED (
    SELECT row_number() OVER () AS due, area_id, folds + 1 AS fold, folded_to, bits, levels
    FROM report.unit JOIN ${SHAPE} USING (is_upper) WHERE ${IS_DUE}
  ), fresh AS MATERIALIZED (
    SELECT due, d.code, l.id AS line, d.family = '' AS is_people, d.family = '*' AS is_ever, p.id AS period,
      ${slotOf('d.valid_at')} AS slot, d.persons, d.with_account, d.amount
    FROM due CROSS JOIN LATERAL (
      SELECT area_id FROM report.unit_above u WHERE u.ancestor_id = due.area_id OFFSET 0
    ) u CROSS JOIN LATERAL (
      SELECT * FROM report.delta WHERE area_id = u.area_id AND position > due.folded_to AND position <= $2 OFFSET 0
    ) d JOIN report.line l ON l.code = d.code AND l.kind = CASE d.family WHEN '' THEN 'PEOPLE' ELSE 'PAID' END
    LEFT JOIN report.line p ON p.code = d.family AND p.kind = 'PERIOD'
  ), change AS (
    SELECT ${keyOf('0')} AS key, line, CASE WHEN is_people OR is_ever THEN persons ELSE 0 END AS persons, amount FROM fresh
    UNION ALL
    SELECT ${keyOf('0')}, l.id, with_account, 0 FROM fresh JOIN report.line l ON l.kind = 'ACCOUNT' AND l.code = fresh.code
    WHERE is_people AND with_account <> 0
    UNION ALL
    SELECT ${keyOf('period')}, line, persons, amount FROM fresh WHERE period IS NOT NULL
    UNION ALL
    SELECT ${keyOf('period')}, line, persons, amount FROM (
      SELECT due, t.* FROM due CROSS JOIN unnest(ARRAY[0, 1, 2, 3]) level CROSS JOIN generate_series(1, 15) i CROSS JOIN LATERAL (
        SELECT period, unnest(slot) AS slot, unnest(line) AS line, unnest(persons) AS persons, unnest(amount) AS amount
        FROM report.tally t WHERE t.area_id = due.area_id AND t.fold = due.fold - (i << bits * level) OFFSET 0
      ) t WHERE level < levels AND i < 1 << bits AND due.fold & ((1 << bits * (level + 1)) - 1) = 0
    ) earlier
  ), merged AS MATERIALIZED (
    SELECT key >> 31 AS node, key, line, sum(persons)::int AS persons, sum(amount)::bigint AS amount,
      ((rank() OVER (PARTITION BY key >> 31 ORDER BY key) - 1) / $3::int)::int AS chunk
    FROM change GROUP BY key, line HAVING sum(persons) <> 0 OR sum(amount) <> 0
  ), chunk AS (
    SELECT node, chunk,
      array_agg((key & 2147483647)::int ORDER BY key, line) AS slot, array_agg(line ORDER BY key, line) AS line,
      array_agg(persons ORDER BY key, line) AS persons, array_agg(amount ORDER BY key, line) AS amount
    FROM merged GROUP BY 1, 2
  ), running AS (
    SELECT node, line, chunk, lead(chunk) OVER w AS next, max(chunk) OVER (PARTITION BY node) AS last_chunk,
      sum(sum(persons)) OVER w AS persons, sum(sum(amount)) OVER w AS amount
    FROM merged GROUP BY 1, 2, 3 WINDOW w AS (PARTITION BY node, line ORDER BY chunk)
  ), summed AS (
    SELECT node, c AS chunk, array_agg(line ORDER BY line) AS sum_line,
      array_agg(persons::int ORDER BY line) AS sum_persons, array_agg(amount::bigint ORDER BY line) AS sum_amount
    FROM running CROSS JOIN LATERAL generate_series(chunk, coalesce(next - 1, last_chunk)) c
    WHERE persons <> 0 OR amount <> 0 GROUP BY 1, 2
  )
  INSERT INTO report.tally (area_id, fold, period, first_slot, sum_line, sum_persons, sum_amount, slot, line, persons, amount)
  SELECT area_id, fold, node & 32767, slot[1],
    coalesce(sum_line, '{}'), coalesce(sum_persons, '{}'), coalesce(sum_amount, '{}'), slot, line, persons, amount
  FROM chunk LEFT JOIN summed USING (node, chunk) JOIN due ON due = node >> 15 ORDER BY 1, 2, 3, 4`,
);

const noteFolds = sql(
  'report.note-folds',
  `WITH folded AS (
     UPDATE report.unit SET folds = folds + 1, folded_to = $2, pending = 0 WHERE ${IS_DUE} RETURNING area_id, folds
   )
   INSERT INTO report.unit_fold (area_id, position, number) SELECT area_id, $2, folds FROM folded`,
);

export interface TallySizes {
  /** Deltas of a unit that are worth a fold. */
  readonly deltas: number;
  /** Changes in a row at most, but for those of one slot. */
  readonly changes: number;
}

/** Sums up every unit that has as many deltas since its last fold, those of units below included. */
export async function insertTallies(
  db: Db,
  { number, after, upTo }: Stretch,
  sizes: TallySizes,
): Promise<void> {
  await noteStretch.run(db, [number, upTo]);
  await countPending.run(db, [after, upTo]);
  await noteLines.run(db, [after, upTo]);
  await sumUp.run(db, [sizes.deltas, upTo, sizes.changes]);
  await noteFolds.run(db, [sizes.deltas, upTo]);
}

const addUnits = sql(
  'report.add-units-above',
  `INSERT INTO report.unit_above (ancestor_id, area_id)
   SELECT t.ancestor_id, t.descendant_id
   FROM report.unit_above u JOIN social_protection.area_tree t ON t.descendant_id = u.area_id
   WHERE u.ancestor_id = u.area_id
     AND NOT EXISTS (SELECT FROM report.unit_above k WHERE k.ancestor_id = t.ancestor_id AND k.area_id = t.descendant_id)`,
);

const forget = sql(
  'report.forget-tallies',
  'TRUNCATE report.tally, report.line, report.fold, report.unit, report.unit_fold',
);

/** Notes what has come to lie above units that were counted already. Returns how much. */
export function addUnitsAbove(db: Db): Promise<number> {
  return addUnits.run(db);
}

export async function forgetTallies(db: Db): Promise<void> {
  await forget.run(db);
}
