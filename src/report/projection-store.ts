/** How far the figures have followed the log, and who may move them on: one process at a time. */
import { sql } from '../database/index.js';
import type { Db } from './report-deps.js';

/** Any fixed number will do; advisory locks are a database's own. */
const PROJECTOR_LOCK = 0x7270_7274;

const positionNow = sql<{ position: bigint }>(
  'report.read-position',
  'SELECT position FROM report.projection',
);

export async function readPosition(db: Db): Promise<bigint> {
  return (await positionNow.first(db))?.position ?? 0n;
}

const tryLock = sql<{ held: boolean }>(
  'report.try-lock',
  `SELECT pg_try_advisory_xact_lock(${PROJECTOR_LOCK}) AS held`,
);
const waitLock = sql('report.wait-for-lock', `SELECT pg_advisory_xact_lock(${PROJECTOR_LOCK})`);

/** Tables that grow from nothing mislead the planner until they are analysed: it must not read them whole for each batch. */
const planCarefully = sql(
  'report.plan-carefully',
  `SELECT set_config('enable_seqscan', 'off', true), set_config('plan_cache_mode', 'force_custom_plan', true)`,
);

/** Until the end of the transaction nobody else moves the figures. Returns false when somebody does, unless asked to wait. */
export async function holdProjection(db: Db, isPatient: boolean): Promise<boolean> {
  if (isPatient) await waitLock.run(db);
  else if (!(await tryLock.first(db))?.held) return false;
  await planCarefully.run(db);
  return true;
}

const beyond = sql<{ isBeyond: boolean }>(
  'report.is-beyond-log',
  `SELECT greatest(last_position, (SELECT max(position) FROM event.log)) < $1 AS "isBeyond" FROM event.identity`,
);

/** Whether the log ends before the position: whoever has followed it that far has followed another one. */
export async function isBeyondLog(db: Db, position: bigint): Promise<boolean> {
  return (await beyond.first(db, [position]))?.isBeyond ?? false;
}

const move = sql('report.move-position', 'UPDATE report.projection SET position = $1');

/** In the transaction that wrote what the events up to there said, so that each counts exactly once. */
export async function movePosition(db: Db, position: bigint): Promise<void> {
  await move.run(db, [position]);
}

const TABLES = [
  'residence_fact',
  'entitlement_fact',
  'mandate_fact',
  'account_fact',
  'payment_fact',
  'standing',
  'delta',
  'unit_above',
  'fold',
  'unit',
  'unit_fold',
  'tally',
  'line',
];

const empty = sql(
  'report.empty-projection',
  `TRUNCATE ${TABLES.map((table) => `report.${table}`).join(', ')}`,
);

/** Forgets everything, so that the whole log is followed again. */
export async function emptyProjection(db: Db): Promise<void> {
  await empty.run(db);
  await movePosition(db, 0n);
}
