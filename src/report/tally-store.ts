/** Sums deltas up, so that a question reads few rows. Each unit has folds of its own, at the end of a stretch of the log in which
 *  enough came together for it; the tally of its fold n sums as many folds up to n as n's lowest bit says. The first n folds are
 *  then one tally for each bit of n: every state of knowledge is as quick as the newest, and nothing written is ever changed. */
import { sql } from '../database/index.js';
import type { Db } from './report-deps.js';

/** Any fixed number will do; advisory locks are a database's own. */
const FOLD_LOCK = 0x7270_7466;

const waitLock = sql('report.wait-for-fold-lock', `SELECT pg_advisory_xact_lock(${FOLD_LOCK})`);

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
  `INSERT INTO report.unit (area_id, folds, folded_to, pending)
   SELECT u.ancestor_id, 0, 0, sum(d.deltas) FROM (
     SELECT area_id, count(*) AS deltas FROM report.delta WHERE position > $1 AND position <= $2 GROUP BY 1
   ) d JOIN report.unit_above u ON u.area_id = d.area_id GROUP BY 1
   ON CONFLICT (area_id) DO UPDATE SET pending = unit.pending + excluded.pending`,
);

/** $1 deltas of a fold at least, $2 the position up to which. A unit's own deltas, by day. */
const DUE = `
  due AS MATERIALIZED (SELECT area_id, folds + 1 AS fold, folded_to FROM report.unit WHERE pending >= $1),
  within AS MATERIALIZED (
    SELECT area_id, fold, fold - (1 << bit) AS part FROM due, generate_series(0, 29) bit WHERE fold & ((2 << bit) - 1) = 0
  ),
  fresh AS MATERIALIZED (
    SELECT due.area_id, due.fold, d.family, d.code, report.day_number(d.valid_at) AS day,
      sum(d.persons) AS persons, sum(d.with_account) AS with_account, sum(d.amount) AS amount
    FROM due JOIN report.unit_above u ON u.ancestor_id = due.area_id
    CROSS JOIN LATERAL (
      SELECT * FROM report.delta WHERE area_id = u.area_id AND position > due.folded_to AND position <= $2 OFFSET 0
    ) d GROUP BY 1, 2, 3, 4, 5
  )`;
const SUMS = 'sum(persons), sum(with_account), sum(amount)';
const MATTERS = 'sum(persons) <> 0 OR sum(with_account) <> 0 OR sum(amount) <> 0';

const sumDays = sql(
  'report.sum-up-days',
  `WITH ${DUE}
   INSERT INTO report.day_tally (area_id, fold, day, family, code, persons, with_account, amount)
   SELECT area_id, fold, day, family, code, ${SUMS} FROM (
     SELECT area_id, fold, day, family, code, persons, with_account, amount FROM fresh
     UNION ALL
     SELECT w.area_id, w.fold, t.day, t.family, t.code, t.persons, t.with_account, t.amount
     FROM within w JOIN report.day_tally t ON t.area_id = w.area_id AND t.fold = w.part
   ) one GROUP BY 1, 2, 3, 4, 5 HAVING ${MATTERS} ORDER BY 1, 2, 3, 4, 5`,
);

/** Blocks of 32 days are numbered from 1970 on, those of 256 days from here. What ever was paid, and people, have both: a period is
 *  over soon. */
export const LONG = 1 << 20;

/** A payment counts in its period and among all; who was paid at all is in deltas of their own. */
const sumBlocks = sql(
  'report.sum-up-blocks',
  `WITH ${DUE}
   INSERT INTO report.tally (area_id, fold, family, block, code, persons, with_account, amount)
   SELECT area_id, fold, family, block, code, ${SUMS} FROM (
     SELECT area_id, fold, f.family, b.block, code, f.persons, with_account, amount
     FROM fresh CROSS JOIN LATERAL (VALUES (family, persons), (CASE WHEN family NOT IN ('', '*') THEN '*' END, 0)) f(family, persons)
     CROSS JOIN LATERAL (VALUES (day >> 5), (CASE WHEN f.family IN ('', '*') THEN ${LONG} + (day >> 8) END)) b(block)
     WHERE f.family IS NOT NULL AND b.block IS NOT NULL
     UNION ALL
     SELECT w.area_id, w.fold, t.family, t.block, t.code, t.persons, t.with_account, t.amount
     FROM within w JOIN report.tally t ON t.area_id = w.area_id AND t.fold = w.part
   ) one GROUP BY 1, 2, 3, 4, 5 HAVING ${MATTERS} ORDER BY 1, 2, 3, 4, 5`,
);

const noteFolds = sql(
  'report.note-folds',
  `WITH folded AS (
     UPDATE report.unit SET folds = folds + 1, folded_to = $2, pending = 0 WHERE pending >= $1 RETURNING area_id, folds
   )
   INSERT INTO report.unit_fold (area_id, position, number) SELECT area_id, $2, folds FROM folded`,
);

/** Sums up every unit that has as many deltas since its last fold, those of units below included. */
export async function insertTallies(db: Db, { number, after, upTo }: Stretch, deltas: number): Promise<void> {
  await noteStretch.run(db, [number, upTo]);
  await countPending.run(db, [after, upTo]);
  await sumDays.run(db, [deltas, upTo]);
  await sumBlocks.run(db, [deltas, upTo]);
  await noteFolds.run(db, [deltas, upTo]);
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
  'TRUNCATE report.tally, report.day_tally, report.fold, report.unit, report.unit_fold',
);

/** Notes what has come to lie above units that were counted already. Returns how much. */
export function addUnitsAbove(db: Db): Promise<number> {
  return addUnits.run(db);
}

export async function forgetTallies(db: Db): Promise<void> {
  await forget.run(db);
}
