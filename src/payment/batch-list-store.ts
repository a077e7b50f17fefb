/** Reading batches and who was left out of them, within a caller's scope. */
import type { BatchRow } from './batch-store.js';
import type { Db } from '../work/index.js';
import {
  areaReached,
  areaRowVisible,
  readWithin,
  sqlInScope,
  type InScope,
  type Scope,
} from '../access/index.js';

const byId = sqlInScope<BatchRow>(
  'batch.by-id',
  `SELECT b.* FROM payment.batch b WHERE b.id = ANY($3::uuid[]) AND ${areaRowVisible('b', 1)}`,
  { plan: 'ONCE' },
);

/** Those of the batches that the scope reaches, in any order. */
export async function findBatches(
  db: Db,
  ids: readonly string[],
  scope: Scope,
): Promise<readonly InScope<BatchRow>[]> {
  return byId.all(db, scope, [ids]);
}

/** What a payment shows of its batch to whoever may not see the batch. */
export type BatchName = Pick<BatchRow, 'id' | 'name' | 'period' | 'kind' | 'status' | 'created_at'>;

/** `whole` is null where the batch is not the caller's to see. */
export type BatchOfPayment = BatchName & { readonly whole: BatchRow | null };

const ofPayments = sqlInScope<BatchRow & { readonly is_reached: boolean }>(
  'batch.of-payments',
  `SELECT b.*, ${areaRowVisible('b', 1)} AS is_reached FROM payment.batch b WHERE b.id = ANY($3::uuid[])`,
  { plan: 'ONCE' },
);

/** Batches of payments that the caller sees already: a payment always shows what its batch is called and where it stands. */
export async function findBatchesOfPayments(
  db: Db,
  ids: readonly string[],
  scope: Scope,
): Promise<readonly InScope<BatchOfPayment>[]> {
  const rows = await ofPayments.all(db, scope, [ids]);
  return readWithin(scope, rows.map(shownOf));
}

function shownOf(row: BatchRow & { readonly is_reached: boolean }): BatchOfPayment {
  const { id, name, period, kind, status, created_at } = row;
  return { id, name, period, kind, status, created_at, whole: row.is_reached ? row : null };
}

export interface BatchFilter {
  readonly area?: string | null;
  readonly period?: string | null;
  readonly status?: string | null;
}

const FILTERED = `FROM payment.batch b
   WHERE ${areaReached('b', 3)} AND ($4::text IS NULL OR b.period = $4) AND ($5::text IS NULL OR b.status = $5)
     AND ${areaRowVisible('b', 1)}`;
const list = sqlInScope<BatchRow>(
  'batch.list',
  `SELECT b.* ${FILTERED} AND ($6::uuid IS NULL OR b.id > $6) ORDER BY b.id LIMIT $7`,
);
const count = sqlInScope<{ count: number }>('batch.count', `SELECT count(*)::int AS count ${FILTERED}`);

function filterValues({ area, period, status }: BatchFilter): readonly unknown[] {
  return [area ?? null, period ?? null, status ?? null];
}

export async function listBatches(
  db: Db,
  filter: BatchFilter,
  scope: Scope,
  page: { readonly first: number; readonly after?: string },
): Promise<readonly InScope<BatchRow>[]> {
  return list.all(db, scope, [...filterValues(filter), page.after ?? null, page.first + 1]);
}

export async function countBatches(db: Db, filter: BatchFilter, scope: Scope): Promise<number> {
  return (await count.first(db, scope, filterValues(filter)))?.count ?? 0;
}

export interface LeftOutRow {
  readonly beneficiary_id: string;
  readonly reason: string;
  readonly text: string | null;
}

/** Persons of the caller's area; an institution pays, and is told of nobody whom it does not. */
const LEFT_OUT = `FROM payment.left_out l JOIN social_protection.beneficiary_card c USING (beneficiary_id)
   WHERE l.batch_id = $3 AND ${areaRowVisible('c', 1)}`;
const leftOut = sqlInScope<LeftOutRow>(
  'batch.left-out',
  `SELECT l.beneficiary_id, l.reason, l.text ${LEFT_OUT} AND ($4::uuid IS NULL OR l.beneficiary_id > $4)
   ORDER BY l.beneficiary_id LIMIT $5`,
);
const countLeft = sqlInScope<{ count: number }>(
  'batch.count-left-out',
  `SELECT count(*)::int AS count ${LEFT_OUT}`,
);

export async function listLeftOut(
  db: Db,
  batchId: string,
  scope: Scope,
  page: { readonly first: number; readonly after?: string },
): Promise<readonly InScope<LeftOutRow>[]> {
  return leftOut.all(db, scope, [batchId, page.after ?? null, page.first + 1]);
}

export async function countLeftOut(db: Db, batchId: string, scope: Scope): Promise<number> {
  return (await countLeft.first(db, scope, [batchId]))?.count ?? 0;
}
