/** What a request asks of payments, gathered: one statement for each kind of question and tick. */
import { findScopeReach, scopeOf, type Scope } from '../../access/index.js';
import { defineLoader, inOrderOf } from '../../graphql/index.js';
import { calendarDateOf } from '../../values/index.js';
import { findBatches, findBatchesOfPayments } from '../batch-list-store.js';
import { findTotals, type BatchRow, type StatusSum } from '../batch-store.js';
import { findFlags, type FlagRow } from '../duplicate-store.js';
import {
  findAttemptsByIds,
  findEntries,
  findEvidence,
  type EntryRow,
  type EvidenceRow,
} from '../exception-evidence-store.js';
import { findExceptions, type ExceptionRow } from '../exception-store.js';
import { findOrdersOf, type FundingOrderRow } from '../funding-order-store.js';
import type { PaymentDeps } from '../payment-deps.js';
import {
  countPaymentsOf,
  findAttempts,
  findPayments,
  findReplacements,
  listPaymentsOf,
  type AttemptRow,
  type PaymentRow,
} from '../payment-store.js';

/** Who may read batches, and what is open about them. */
export const BATCH_READERS = ['officer', 'approver', 'treasurer', 'monitor', 'auditor'] as const;

/** A page of one beneficiary's payments. */
export interface PageKey {
  readonly beneficiaryId: string;
  readonly period: string | null;
  readonly first: number;
  readonly after: string | null;
}

export function createPaymentLoaders({ db, prisma, clock }: PaymentDeps) {
  return {
    payment: defineLoader<string, PaymentRow | null>(async (ids, { caller }) =>
      inOrderOf(ids, await findPayments(db, ids, scopeOf(caller)), (row) => row.id),
    ),
    /** Payments that a flag names, in whatever area. */
    flaggedPayment: defineLoader<string, PaymentRow | null>(async (ids) =>
      inOrderOf(ids, await findPayments(db, ids, { kind: 'COUNTRY' }), (row) => row.id),
    ),
    /** By the id of what it replaces. */
    replacement: defineLoader<string, PaymentRow | null>(async (ids) =>
      inOrderOf(ids, await findReplacements(db, ids), (row) => row.replaces ?? ''),
    ),
    attempts: defineLoader<string, AttemptRow[]>(async (ids) =>
      grouped(ids, await findAttempts(db, ids), (row) => row.payment_id),
    ),
    batch: defineLoader<string, BatchRow | null>(async (ids, { caller }) =>
      inOrderOf(ids, await findBatches(db, ids, scopeOf(caller)), (row) => row.id),
    ),
    batchOfPayment: defineLoader<string, BatchRow | null>(async (ids) =>
      inOrderOf(ids, await findBatchesOfPayments(db, ids), (row) => row.id),
    ),
    totals: defineLoader<string, StatusSum[]>(async (ids) =>
      grouped(ids, await findTotals(db, ids), (row) => row.batch_id),
    ),
    fundingOrders: defineLoader<string, FundingOrderRow[]>(async (ids) =>
      grouped(ids, await findOrdersOf(db, ids), (row) => row.batch_id),
    ),
    flags: defineLoader<string, FlagRow[]>(async (ids) =>
      grouped(ids, await findFlags(db, ids), (row) => row.batch_id),
    ),
    exception: defineLoader<string, ExceptionRow | null>(async (ids, { caller }) => {
      if (!BATCH_READERS.some((role) => caller.roles.includes(role))) return ids.map(() => null);
      const { areaIds } = await findScopeReach(db, scopeOf(caller), calendarDateOf(clock()));
      return inOrderOf(ids, await findExceptions(prisma, ids, areaIds), (row) => row.id);
    }),
    exceptionAttempt: defineLoader<string, AttemptRow | null>(async (ids) =>
      inOrderOf(ids, await findAttemptsByIds(db, ids), (row) => row.id),
    ),
    exceptionEvidence: defineLoader<string, EvidenceRow[]>(async (ids) =>
      grouped(ids, await findEvidence(db, ids), (row) => row.exception_id),
    ),
    exceptionEntries: defineLoader<string, EntryRow[]>(async (ids) =>
      grouped(ids, await findEntries(db, ids), (row) => row.exception_id),
    ),
    /** Pages of one shape are one statement, whatever the number of beneficiaries. */
    pageOf: defineLoader<PageKey, PaymentRow[]>((keys, { caller }) => loadPages(db, keys, scopeOf(caller)), {
      cacheKey: textOf,
    }),
    countOf: defineLoader<PageKey, number>((keys, { caller }) => loadCounts(db, keys, scopeOf(caller)), {
      cacheKey: textOf,
    }),
  };
}

export type PaymentLoaders = ReturnType<typeof createPaymentLoaders>;

function grouped<R>(keys: readonly string[], rows: readonly R[], keyOf: (row: R) => string): R[][] {
  const groups = new Map<string, R[]>(keys.map((key) => [key, []]));
  for (const row of rows) groups.get(keyOf(row))?.push(row);
  return keys.map((key) => groups.get(key) ?? []);
}

function textOf({ beneficiaryId, period, first, after }: PageKey): string {
  return `${beneficiaryId} ${period} ${first} ${after}`;
}

/** Keys that differ only in the beneficiary. */
function byShape(keys: readonly PageKey[]): PageKey[][] {
  const shapes = new Map<string, PageKey[]>();
  for (const key of keys) {
    const shape = `${key.period} ${key.first} ${key.after}`;
    shapes.set(shape, [...(shapes.get(shape) ?? []), key]);
  }
  return [...shapes.values()];
}

async function loadPages(
  db: PaymentDeps['db'],
  keys: readonly PageKey[],
  scope: Scope,
): Promise<PaymentRow[][]> {
  const pages = new Map<string, PaymentRow[]>();
  for (const shape of byShape(keys)) {
    const ids = shape.map((key) => key.beneficiaryId);
    const [{ period, first, after }] = shape as [PageKey];
    const rows = grouped(
      ids,
      await listPaymentsOf(db, { beneficiaryIds: ids, period, first, after }, scope),
      (row) => row.beneficiary_id,
    );
    shape.forEach((key, at) => pages.set(textOf(key), rows[at] ?? []));
  }
  return keys.map((key) => pages.get(textOf(key)) ?? []);
}

async function loadCounts(db: PaymentDeps['db'], keys: readonly PageKey[], scope: Scope): Promise<number[]> {
  const counts = new Map<string, number>();
  for (const shape of byShape(keys)) {
    const rows = await countPaymentsOf(
      db,
      shape.map((key) => key.beneficiaryId),
      shape[0]?.period ?? null,
      scope,
    );
    const byId = new Map(rows.map((row) => [row.beneficiary_id, row.count]));
    for (const key of shape) counts.set(textOf(key), byId.get(key.beneficiaryId) ?? 0);
  }
  return keys.map((key) => counts.get(textOf(key)) ?? 0);
}
