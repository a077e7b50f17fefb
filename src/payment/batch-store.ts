/** Batches and their totals. */
import { appendEvents } from '../event/index.js';
import { areaRowVisible, rowVisible, sqlInScope, type InScope, type Scope } from '../access/index.js';
import { sql } from '../database/index.js';
import type { BatchStatus } from './batch-state.js';
import type { PaymentStatus } from './payment-state.js';
import type { Db } from '../work/index.js';

export interface BatchRow {
  readonly id: string;
  readonly name: string;
  readonly area_id: string;
  readonly programme_code: string | null;
  readonly period: string;
  readonly kind: string;
  readonly status: BatchStatus;
  /** Everything that came for it. */
  readonly funded_amount: bigint;
  /** What of that went back to the Treasury. */
  readonly returned_amount: bigint;
  readonly approved_amount: bigint | null;
  readonly created_by: string;
  readonly created_at: Date;
  readonly approved_by: string | null;
  readonly approved_at: Date | null;
  readonly released_at: Date | null;
  readonly completed_at: Date | null;
  readonly cancelled_at: Date | null;
  readonly cancelled_by: string | null;
  readonly cancel_reason: string | null;
  readonly carried_forward_from: string | null;
}

export interface NewBatch {
  readonly name: string;
  readonly areaId: string;
  readonly programmeCode: string | null;
  readonly period: string;
  readonly kind: string;
  readonly createdBy: string;
}

const insert = sql<BatchRow>(
  'batch.insert',
  `INSERT INTO payment.batch (name, area_id, programme_code, period, kind, created_by)
   VALUES ($1, $2, $3, $4, $5, $6) RETURNING *`,
);

/** A new batch, in DRAFT while its lines are written. */
export async function insertBatch(db: Db, batch: NewBatch): Promise<BatchRow> {
  const { name, areaId, programmeCode, period, kind, createdBy } = batch;
  const row = await insert.first(db, [name, areaId, programmeCode, period, kind, createdBy]);
  if (!row) throw new Error('INSERT of a batch returned no row.');
  return row;
}

const lock = sql<BatchRow>('batch.lock', 'SELECT * FROM payment.batch WHERE id = $1 FOR UPDATE');

/** The batch, held until the transaction ends. */
export async function lockBatch(db: Db, id: string): Promise<BatchRow | undefined> {
  return lock.first(db, [id]);
}

/** The columns that a move may set beside the status. */
export type BatchChange = Partial<{
  approved_by: string;
  approved_at: Date;
  approved_amount: bigint;
  accept_flags_reason: string | null;
  released_at: Date;
  completed_at: Date;
  cancelled_at: Date;
  cancelled_by: string;
  cancel_reason: string;
  carried_forward_from: string | null;
}>;

/** Moves a locked batch and tells of it. The caller has asked the table of moves. */
export async function moveBatch(
  db: Db,
  batch: BatchRow,
  to: BatchStatus,
  change: BatchChange = {},
): Promise<BatchRow> {
  const columns = Object.keys(change) as (keyof BatchChange)[];
  const { rows } = await db.query<BatchRow>(
    `UPDATE payment.batch SET status = $2${columns.map((column, at) => `, ${column} = $${at + 3}`).join('')}
     WHERE id = $1 RETURNING *`,
    [batch.id, to, ...columns.map((column) => change[column])],
  );
  const [moved] = rows;
  if (!moved) throw new Error('A locked batch is gone.');
  await appendEvents(db, [
    {
      kind: 'batch',
      subjectId: batch.id,
      batchId: batch.id,
      areaId: batch.area_id,
      statusFrom: batch.status,
      statusTo: to,
      occurredAt: new Date(),
    },
  ]);
  return moved;
}

export interface StatusSum {
  readonly batch_id: string;
  readonly institution_code: string;
  readonly status: PaymentStatus;
  readonly count: number;
  readonly amount: bigint;
}

const totals = sql<StatusSum>(
  'batch.totals',
  `SELECT batch_id, institution_code, status, count, amount FROM payment.batch_total
   WHERE batch_id = ANY($1::uuid[]) AND count > 0 ORDER BY batch_id, institution_code, status`,
);

const totalsWithin = sqlInScope<StatusSum>(
  'batch.totals-within',
  `WITH asked AS MATERIALIZED (
     SELECT b.id, ${areaRowVisible('b', 1)} AS is_reached FROM payment.batch b WHERE b.id = ANY($3::uuid[])
   )
   SELECT t.batch_id, t.institution_code, t.status, t.count, t.amount
   FROM asked JOIN payment.batch_total t ON t.batch_id = asked.id AND t.count > 0 WHERE is_reached
   UNION ALL
   -- Of a batch that is not the caller's to see: what of it is.
   SELECT p.batch_id, p.institution_code, p.status, count(*)::int, sum(p.amount)::bigint
   FROM asked JOIN payment.payment p ON p.batch_id = asked.id
   WHERE NOT is_reached AND NOT p.is_excluded AND ${rowVisible('p', 1)} GROUP BY 1, 2, 3
   ORDER BY 1, 2, 3`,
);

/** The same of what the scope reaches. */
export async function findTotalsWithin(
  db: Db,
  batchIds: readonly string[],
  scope: Scope,
): Promise<readonly InScope<StatusSum>[]> {
  return totalsWithin.all(db, scope, [batchIds]);
}

/** Count and amount by institution and status, of as many batches as are asked for. */
export async function findTotals(db: Db, batchIds: readonly string[]): Promise<readonly StatusSum[]> {
  return totals.all(db, [batchIds]);
}
