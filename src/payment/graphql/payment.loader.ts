/** What a request asks of payments, gathered: one statement for each kind of question and tick. */
import { findScopeReach, type InScope, type Scope } from '../../access/index.js';
import { defineLoader, groupedBy, inOrderOf } from '../../graphql/index.js';
import { calendarDateOf } from '../../values/index.js';
import { findBatches, findBatchesOfPayments, type BatchOfPayment } from '../batch-list-store.js';
import { findTotalsWithin, type BatchRow, type StatusSum } from '../batch-store.js';
import { findFlags, type FlagRow } from '../duplicate-store.js';
import {
  findAttemptsOfExceptions,
  findEntries,
  findEvidence,
  type EntryRow,
  type EvidenceRow,
  type ExceptionAttempt,
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
  type PaymentCount,
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

/** The first flags of one batch. */
export interface FlagsKey {
  readonly batchId: string;
  readonly first: number;
}

export function createPaymentLoaders({ db, prisma, clock }: PaymentDeps) {
  return {
    payment: defineLoader<string, InScope<PaymentRow> | null>(async (ids, scope) =>
      inOrderOf(ids, await findPayments(db, ids, scope), (row) => row.id),
    ),
    /** By the id of what it replaces. */
    replacement: defineLoader<string, InScope<PaymentRow> | null>(async (ids, scope) =>
      inOrderOf(ids, await findReplacements(db, ids, scope), (row) => row.replaces ?? ''),
    ),
    attempts: defineLoader<string, InScope<AttemptRow>[]>(async (ids, scope) =>
      groupedBy(ids, await findAttempts(db, ids, scope), (row) => row.payment_id),
    ),
    batch: defineLoader<string, InScope<BatchRow> | null>(async (ids, scope) =>
      inOrderOf(ids, await findBatches(db, ids, scope), (row) => row.id),
    ),
    batchOfPayment: defineLoader<string, InScope<BatchOfPayment> | null>(async (ids, scope) =>
      inOrderOf(ids, await findBatchesOfPayments(db, ids, scope), (row) => row.id),
    ),
    totals: defineLoader<string, InScope<StatusSum>[]>(async (ids, scope) =>
      groupedBy(ids, await findTotalsWithin(db, ids, scope), (row) => row.batch_id),
    ),
    fundingOrders: defineLoader<string, InScope<FundingOrderRow>[]>(async (ids, scope) =>
      groupedBy(ids, await findOrdersOf(db, ids, scope), (row) => row.batch_id),
    ),
    flags: defineLoader<FlagsKey, InScope<FlagRow>[]>((keys, scope) => loadFlags(db, keys, scope), {
      cacheKey: ({ batchId, first }) => `${batchId} ${first}`,
    }),
    exception: defineLoader<string, InScope<ExceptionRow> | null>(async (ids, scope, { caller }) => {
      if (!BATCH_READERS.some((role) => caller.roles.includes(role))) return ids.map(() => null);
      const { areaIds } = await findScopeReach(db, scope, calendarDateOf(clock()));
      return inOrderOf(ids, await findExceptions(prisma, ids, { scope, areaIds }), (row) => row.id);
    }),
    /** By the exception. */
    exceptionAttempt: defineLoader<string, InScope<ExceptionAttempt> | null>(async (ids, scope) =>
      inOrderOf(ids, await findAttemptsOfExceptions(db, ids, scope), (row) => row.exception_id),
    ),
    exceptionEvidence: defineLoader<string, InScope<EvidenceRow>[]>(async (ids, scope) =>
      groupedBy(ids, await findEvidence(db, ids, scope), (row) => row.exception_id),
    ),
    exceptionEntries: defineLoader<string, InScope<EntryRow>[]>(async (ids, scope) =>
      groupedBy(ids, await findEntries(db, ids, scope), (row) => row.exception_id),
    ),
    /** Pages of one shape are one statement, whatever the number of beneficiaries. */
    pageOf: defineLoader<PageKey, InScope<PaymentRow>[]>((keys, scope) => loadPages(db, keys, scope), {
      cacheKey: textOf,
    }),
    countOf: defineLoader<PageKey, InScope<PaymentCount> | null>(
      (keys, scope) => loadCounts(db, keys, scope),
      { cacheKey: textOf },
    ),
  };
}

export type PaymentLoaders = ReturnType<typeof createPaymentLoaders>;

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

async function loadFlags(
  db: PaymentDeps['db'],
  keys: readonly FlagsKey[],
  scope: Scope,
): Promise<InScope<FlagRow>[][]> {
  const flags = new Map<FlagsKey, InScope<FlagRow>[]>();
  for (const first of new Set(keys.map((key) => key.first))) {
    const asked = keys.filter((key) => key.first === first);
    const ids = asked.map(({ batchId }) => batchId);
    const rows = groupedBy(ids, await findFlags(db, ids, scope, first), (row) => row.batch_id);
    asked.forEach((key, at) => flags.set(key, rows[at] ?? []));
  }
  return keys.map((key) => flags.get(key) ?? []);
}

async function loadPages(
  db: PaymentDeps['db'],
  keys: readonly PageKey[],
  scope: Scope,
): Promise<InScope<PaymentRow>[][]> {
  const pages = new Map<string, InScope<PaymentRow>[]>();
  for (const shape of byShape(keys)) {
    const ids = shape.map((key) => key.beneficiaryId);
    const [{ period, first, after }] = shape as [PageKey];
    const rows = groupedBy(
      ids,
      await listPaymentsOf(db, { beneficiaryIds: ids, period, first, after }, scope),
      (row) => row.beneficiary_id,
    );
    shape.forEach((key, at) => pages.set(textOf(key), rows[at] ?? []));
  }
  return keys.map((key) => pages.get(textOf(key)) ?? []);
}

async function loadCounts(
  db: PaymentDeps['db'],
  keys: readonly PageKey[],
  scope: Scope,
): Promise<(InScope<PaymentCount> | null)[]> {
  const counts = new Map<string, InScope<PaymentCount> | undefined>();
  for (const shape of byShape(keys)) {
    const rows = await countPaymentsOf(
      db,
      shape.map((key) => key.beneficiaryId),
      shape[0]?.period ?? null,
      scope,
    );
    const byId = new Map(rows.map((row) => [row.beneficiary_id, row]));
    for (const key of shape) counts.set(textOf(key), byId.get(key.beneficiaryId));
  }
  return keys.map((key) => counts.get(textOf(key)) ?? null);
}
