/** Cancels a whole batch while no money can have moved: before its release. */
import { requireRole, scopeOf, type Caller, isAreaVisible } from '../access/index.js';
import { calendarDateOf } from '../values/index.js';
import { canMoveBatch, type BatchStatus } from './batch-state.js';
import { lockBatch, moveBatch, type BatchRow } from './batch-store.js';
import { moveBatchPayments } from './move-store.js';
import type { PaymentDeps } from './payment-deps.js';

export type CancelBatchResult =
  | { readonly kind: 'CANCELLED'; readonly batch: BatchRow }
  | { readonly kind: 'NOT_FOUND' }
  | { readonly kind: 'WRONG_STATE'; readonly status: BatchStatus };

/** The intents are free again: a later batch may pay them. @throws HubError FORBIDDEN */
export async function cancelBatch(
  deps: PaymentDeps,
  caller: Caller,
  input: { readonly id: string; readonly reason: string },
): Promise<CancelBatchResult> {
  requireRole(caller, 'officer', 'approver');
  return deps.transact(async (db) => {
    const batch = await lockBatch(db, input.id);
    const today = calendarDateOf(deps.clock());
    if (!batch || !(await isAreaVisible(db, batch.area_id, today, scopeOf(caller))))
      return { kind: 'NOT_FOUND' };
    if (!canMoveBatch(batch.status, 'CANCELLED')) return { kind: 'WRONG_STATE', status: batch.status };
    await moveBatchPayments(db, batch.id, batch.status === 'APPROVED' ? 'APPROVED' : 'DRAFT', 'CANCELLED');
    const change = { cancelled_by: caller.subject, cancel_reason: input.reason };
    return { kind: 'CANCELLED', batch: await moveBatch(db, batch, 'CANCELLED', change) };
  });
}
