/** Reading batches and who was left out of them, within a caller's scope. */
import type { Scope } from '../access/index.js';
import { sql } from '../database/index.js';
import type { BatchRow } from './batch-store.js';
import type { Db } from '../work/index.js';
import { areaReached, areaRowVisible, scopeValues } from '../access/index.js';

const byId = sql<BatchRow>(
  'batch.by-id',
  `SELECT b.* FROM payment.batch b WHERE b.id = ANY($1::uuid[]) AND ${areaRowVisible('b', 2)}`,
  { plan: 'ONCE' },
);
const unscoped = sql<BatchRow>(
  'batch.by-id-unscoped',
  'SELECT b.* FROM payment.batch b WHERE b.id = ANY($1::uuid[])',
  { plan: 'ONCE' },
);

/** Those of the batches that the scope reaches, in any order. */
export async function findBatches(
  db: Db,
  ids: readonly string[],
  scope: Scope,
): Promise<readonly BatchRow[]> {
  return byId.all(db, [ids, ...scopeValues(scope)]);
}

/** Batches of payments that the caller sees already: a payment always shows which batch it is of. */
export async function findBatchesOfPayments(db: Db, ids: readonly string[]): Promise<readonly BatchRow[]> {
  return unscoped.all(db, [ids]);
}

export interface BatchFilter {
  readonly area?: string | null;
  readonly period?: string | null;
  readonly status?: string | null;
}

const FILTERED = `FROM payment.batch b
   WHERE ${areaReached('b', 1)} AND ($2::text IS NULL OR b.period = $2) AND ($3::text IS NULL OR b.status = $3)
     AND ${areaRowVisible('b', 4)}`;
const list = sql<BatchRow>(
  'batch.list',
  `SELECT b.* ${FILTERED} AND ($6::uuid IS NULL OR b.id > $6) ORDER BY b.id LIMIT $7`,
);
const count = sql<{ count: number }>('batch.count', `SELECT count(*)::int AS count ${FILTERED}`);

function filterValues({ area, period, status }: BatchFilter, scope: Scope): readonly unknown[] {
  return [area ?? null, period ?? null, status ?? null, ...scopeValues(scope)];
}

export async function listBatches(
  db: Db,
  filter: BatchFilter,
  scope: Scope,
  page: { readonly first: number; readonly after?: string },
): Promise<readonly BatchRow[]> {
  return list.all(db, [...filterValues(filter, scope), page.after ?? null, page.first + 1]);
}

export async function countBatches(db: Db, filter: BatchFilter, scope: Scope): Promise<number> {
  return (await count.first(db, filterValues(filter, scope)))?.count ?? 0;
}

export interface LeftOutRow {
  readonly beneficiary_id: string;
  readonly reason: string;
  readonly text: string | null;
}

const leftOut = sql<LeftOutRow>(
  'batch.left-out',
  `SELECT beneficiary_id, reason, text FROM payment.left_out
   WHERE batch_id = $1 AND ($2::uuid IS NULL OR beneficiary_id > $2) ORDER BY beneficiary_id LIMIT $3`,
);
const countLeft = sql<{ count: number }>(
  'batch.count-left-out',
  'SELECT count(*)::int AS count FROM payment.left_out WHERE batch_id = $1',
);

export async function listLeftOut(
  db: Db,
  batchId: string,
  page: { readonly first: number; readonly after?: string },
): Promise<readonly LeftOutRow[]> {
  return leftOut.all(db, [batchId, page.after ?? null, page.first + 1]);
}

export async function countLeftOut(db: Db, batchId: string): Promise<number> {
  return (await countLeft.first(db, [batchId]))?.count ?? 0;
}
