/** Takes lines out of a batch before its approval. They are listed with whoever was left out, and a later batch may pay them. */
import { requireRole, scopeOf, type Caller, isAreaVisible } from '../access/index.js';
import { answerOnce, type KeyRefused } from '../idempotency/index.js';
import { calendarDateOf } from '../values/index.js';
import type { BatchStatus } from './batch-state.js';
import { lockBatch, type BatchRow } from './batch-store.js';
import { flagBatch } from './flag-batch.js';
import { excludeDrafts } from './move-store.js';
import type { PaymentDeps } from './payment-deps.js';
import { recallBatch } from './recall-batch.js';

export interface ExcludePaymentsInput {
  readonly batchId: string;
  readonly paymentIds: readonly string[];
  readonly reason: string;
  readonly idempotencyKey?: string | null;
}

export type ExcludePaymentsResult =
  | { readonly kind: 'EXCLUDED'; readonly batch: BatchRow }
  | { readonly kind: 'NOT_FOUND'; readonly field: 'batchId' | 'paymentIds' }
  | { readonly kind: 'WRONG_STATE'; readonly status: BatchStatus }
  | KeyRefused;

/** Undoes the transaction when a line named is no drafted line of the batch: all or nothing. */
class LineNotFound extends Error {}

/** A repeat under the same key gets the same answer. @throws HubError FORBIDDEN for whoever is no officer */
export async function excludePayments(
  deps: PaymentDeps,
  caller: Caller,
  input: ExcludePaymentsInput,
): Promise<ExcludePaymentsResult> {
  requireRole(caller, 'officer');
  const { idempotencyKey: key, ...said } = input;
  const asked = { operation: 'excludePayments', caller, key, input: said, rows: recallBatch(caller) };
  return answerOnce(deps, asked, (within) => exclude(within, caller, said));
}

async function exclude(
  deps: PaymentDeps,
  caller: Caller,
  input: ExcludePaymentsInput,
): Promise<ExcludePaymentsResult> {
  const wanted = new Set(input.paymentIds);
  try {
    return await deps.transact(async (db) => {
      const batch = await lockBatch(db, input.batchId);
      const today = calendarDateOf(deps.clock());
      if (!batch || !(await isAreaVisible(db, batch.area_id, today, scopeOf(caller)))) {
        return { kind: 'NOT_FOUND', field: 'batchId' };
      }
      if (batch.status !== 'AWAITING_APPROVAL') return { kind: 'WRONG_STATE', status: batch.status };
      if ((await excludeDrafts(db, batch.id, [...wanted], input.reason)) !== wanted.size)
        throw new LineNotFound();
      await flagBatch(db, batch.id, deps.policy);
      return { kind: 'EXCLUDED', batch };
    });
  } catch (error) {
    if (error instanceof LineNotFound) return { kind: 'NOT_FOUND', field: 'paymentIds' };
    throw error;
  }
}
