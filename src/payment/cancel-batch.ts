/** Cancels a whole batch while no money can have moved: before its release. */
import { requireRole, scopeOf, type Caller, isAreaVisible } from '../access/index.js';
import { answerOnce, type KeyRefused } from '../idempotency/index.js';
import { calendarDateOf } from '../values/index.js';
import { canMoveBatch, type BatchStatus } from './batch-state.js';
import { lockBatch, moveBatch, type BatchRow } from './batch-store.js';
import { moveBatchPayments } from './move-store.js';
import type { PaymentDeps } from './payment-deps.js';
import { recallBatch } from './recall-batch.js';

export interface CancelBatchInput {
  readonly id: string;
  readonly reason: string;
  readonly idempotencyKey?: string | null;
}

export type CancelBatchResult =
  | { readonly kind: 'CANCELLED'; readonly batch: BatchRow }
  | { readonly kind: 'NOT_FOUND' }
  | { readonly kind: 'WRONG_STATE'; readonly status: BatchStatus }
  | KeyRefused;

/** The intents are free again: a later batch may pay them. A repeat under the same key gets the same answer.
 *  @throws HubError FORBIDDEN */
export async function cancelBatch(
  deps: PaymentDeps,
  caller: Caller,
  input: CancelBatchInput,
): Promise<CancelBatchResult> {
  requireRole(caller, 'officer', 'approver');
  const { idempotencyKey: key, ...said } = input;
  const asked = { operation: 'cancelPaymentBatch', caller, key, input: said, rows: recallBatch(caller) };
  return answerOnce(deps, asked, (within) => cancel(within, caller, said));
}

async function cancel(
  deps: PaymentDeps,
  caller: Caller,
  input: CancelBatchInput,
): Promise<CancelBatchResult> {
  return deps.transact(async (db) => {
    const batch = await lockBatch(db, input.id);
    const today = calendarDateOf(deps.clock());
    if (!batch || !(await isAreaVisible(db, batch.area_id, today, scopeOf(caller))))
      return { kind: 'NOT_FOUND' };
    if (!canMoveBatch(batch.status, 'CANCELLED')) return { kind: 'WRONG_STATE', status: batch.status };
    await moveBatchPayments(db, batch.id, batch.status === 'APPROVED' ? 'APPROVED' : 'DRAFT', 'CANCELLED');
    const change = { cancelled_at: deps.clock(), cancelled_by: caller.subject, cancel_reason: input.reason };
    return { kind: 'CANCELLED', batch: await moveBatch(db, batch, 'CANCELLED', change) };
  });
}
