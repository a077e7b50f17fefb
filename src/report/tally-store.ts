/** Sums deltas up, so that a question reads few rows. A fold is a stretch of positions with a fixed number of deltas; the tally
 *  of fold n sums as many folds up to n as n's lowest bit says. The first n folds are then one tally for each bit of n, every
 *  state of knowledge stays as quick as the newest, and nothing that was written is ever changed. */
import { sql } from '../database/index.js';
import type { Db } from './report-deps.js';

/** Any fixed number will do; advisory locks are a database's own. */
const FOLD_LOCK = 0x7270_7466;

const waitLock = sql('report.wait-for-fold-lock', `SELECT pg_advisory_xact_lock(${FOLD_LOCK})`);

/** Until the end of the transaction nobody else writes tallies. */
export async function holdTallies(db: Db): Promise<void> {
  await waitLock.run(db);
}

export interface Fold {
  readonly number: number;
  readonly after: bigint;
  readonly upTo: bigint;
}

const next = sql<Fold>(
  'report.find-next-fold',
  `SELECT coalesce(f.number, 0) + 1 AS number, coalesce(f.position, 0) AS after, d.position AS "upTo"
   FROM (SELECT max(number) AS number, max(position) AS position FROM report.fold) f
   CROSS JOIN LATERAL (SELECT position FROM report.delta WHERE position > coalesce(f.position, 0)
     ORDER BY position OFFSET $1 - 1 LIMIT 1) d`,
);

/** The next stretch, if there are as many deltas. Where it ends depends on the log alone. */
export function findNextFold(db: Db, deltas: number): Promise<Fold | undefined> {
  return next.first(db, [deltas]);
}

const noteFold = sql('report.note-fold', 'INSERT INTO report.fold (number, position) VALUES ($1, $2)');

/** A payment counts in its period and among all; who was paid at all is in deltas of their own. */
const FAMILIES = `(VALUES (d.family, d.persons), (CASE WHEN d.family NOT IN ('', '*') THEN '*' END, 0)) f(family, persons)`;

const sumUp = sql(
  'report.sum-up-fold',
  `INSERT INTO report.tally (fold, area_id, family, cell, code, persons, with_account, amount)
   SELECT $1, area_id, family, cell, code, sum(persons), sum(with_account), sum(amount) FROM (
     SELECT u.ancestor_id AS area_id, f.family, report.cell(level, d.day) AS cell, d.code, f.persons, d.with_account, d.amount
     FROM (
       SELECT area_id, family, code, report.day_number(valid_at) AS day,
         sum(persons) AS persons, sum(with_account) AS with_account, sum(amount) AS amount
       FROM report.delta WHERE position > $2 AND position <= $3 GROUP BY 1, 2, 3, 4
     ) d
     JOIN report.unit_above u ON u.area_id = d.area_id
     CROSS JOIN LATERAL ${FAMILIES} CROSS JOIN generate_series(0, 2) level
     WHERE f.family IS NOT NULL
     UNION ALL
     SELECT area_id, family, cell, code, persons, with_account, amount FROM report.tally WHERE fold = ANY($4::int[])
   ) part GROUP BY 2, 3, 4, 5
   HAVING sum(persons) <> 0 OR sum(with_account) <> 0 OR sum(amount) <> 0 ORDER BY 2, 3, 4, 5`,
);

export async function insertTallies(db: Db, { number, after, upTo }: Fold): Promise<void> {
  await noteFold.run(db, [number, upTo]);
  await sumUp.run(db, [number, after, upTo, foldsWithin(number)]);
}

/** The tallies that make up the one of a fold together with its own deltas: of 8 they are 7, 6 and 4. */
function foldsWithin(number: number): number[] {
  const within: number[] = [];
  for (let bit = 1; (number & bit) === 0; bit <<= 1) within.push(number - bit);
  return within;
}

const addUnits = sql(
  'report.add-units-above',
  `INSERT INTO report.unit_above (ancestor_id, area_id)
   SELECT t.ancestor_id, t.descendant_id
   FROM report.unit_above u JOIN social_protection.area_tree t ON t.descendant_id = u.area_id
   WHERE u.ancestor_id = u.area_id
     AND NOT EXISTS (SELECT FROM report.unit_above k WHERE k.ancestor_id = t.ancestor_id AND k.area_id = t.descendant_id)`,
);

const forget = sql('report.forget-tallies', 'TRUNCATE report.tally, report.fold');

/** A unit that was counted already may be put under another one by a correction of the shipped units: then all tallies are
 *  made again from the deltas. */
export async function followUnits(db: Db): Promise<void> {
  if ((await addUnits.run(db)) > 0) await forget.run(db);
}
