/** The recovery that goes on, if one does: what began it, what it waits for, who ends it. */
import { sql } from '../../database/index.js';
import type { Db } from '../../work/index.js';

export type RecoveryCause = 'RESTORED' | 'LOG_WENT_BACK' | 'REFERENCE_FORGOTTEN' | 'OPERATOR';

export interface RecoveryRow {
  readonly id: string;
  readonly cause: RecoveryCause;
  readonly lost_from: Date;
  readonly began_at: Date;
  readonly proposed_by: string | null;
  readonly proposed_reason: string | null;
  readonly proposed_at: Date | null;
}

const COLUMNS = 'id, cause, lost_from, began_at, proposed_by, proposed_reason, proposed_at';

const open = sql<RecoveryRow>(
  'recovery.open',
  `SELECT ${COLUMNS} FROM payment.recovery WHERE ended_at IS NULL`,
);

/** The one that goes on. */
export async function findRecovery(db: Db): Promise<RecoveryRow | undefined> {
  return open.first(db);
}

const share = sql('recovery.share', `SELECT pg_advisory_xact_lock_shared(hashtext('payment.recovery'))`);
const own = sql('recovery.own', `SELECT pg_advisory_xact_lock(hashtext('payment.recovery'))`);

/** Whether one goes on; until the transaction ends none begins or ends. Asked by whatever approves, releases or has money sent. */
export async function isRecovering(db: Db): Promise<boolean> {
  await share.run(db);
  return (await findRecovery(db)) !== undefined;
}

/** Whoever begins or ends one, alone. */
export async function ownRecovery(db: Db): Promise<RecoveryRow | undefined> {
  await own.run(db);
  return findRecovery(db);
}

const insert = sql<RecoveryRow>(
  'recovery.insert',
  `INSERT INTO payment.recovery (cause, lost_from) VALUES ($1, $2) RETURNING ${COLUMNS}`,
);
const widen = sql<RecoveryRow>(
  'recovery.widen',
  `UPDATE payment.recovery SET lost_from = least(lost_from, $2) WHERE id = $1 RETURNING ${COLUMNS}`,
);

export async function insertRecovery(db: Db, cause: RecoveryCause, lostFrom: Date): Promise<RecoveryRow> {
  const row = await insert.first(db, [cause, lostFrom]);
  if (!row) throw new Error('INSERT of a recovery returned no row.');
  return row;
}

/** More may be forgotten than was known. */
export async function widenRecovery(db: Db, id: string, lostFrom: Date): Promise<RecoveryRow> {
  const row = await widen.first(db, [id, lostFrom]);
  if (!row) throw new Error('A recovery that is owned is gone.');
  return row;
}

const propose = sql(
  'recovery.propose-end',
  'UPDATE payment.recovery SET proposed_by = $2, proposed_reason = $3, proposed_at = now() WHERE id = $1',
);
const end = sql('recovery.end', 'UPDATE payment.recovery SET ended_by = $2, ended_at = now() WHERE id = $1');

export async function proposeEnd(db: Db, id: string, by: string, reason: string): Promise<void> {
  await propose.run(db, [id, by, reason]);
}

export async function writeEnd(db: Db, id: string, by: string): Promise<void> {
  await end.run(db, [id, by]);
}

const recent = sql<{ is_recent: boolean }>(
  'recovery.recent',
  `SELECT EXISTS (SELECT 1 FROM payment.recovery WHERE coalesce(ended_at, 'infinity') > now() - interval '62 days') AS is_recent`,
);

/** Whether one goes on or ended so shortly ago that what is paid now may be what was forgotten. */
export async function wasRecovered(db: Db): Promise<boolean> {
  return (await recent.first(db))?.is_recent ?? false;
}
