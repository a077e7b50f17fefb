/** Four eyes: somebody other than the maker approves a batch. Whoever may no longer be paid is taken out first, the duplicate
 *  guard runs again under one lock a period, and what remains is frozen. */
import { requireRole, scopeOf, type Caller, isAreaVisible } from '../access/index.js';
import { answerOnce, type KeyRefused } from '../idempotency/index.js';
import { calendarDateOf } from '../values/index.js';
import type { BatchStatus } from './batch-state.js';
import { lockBatch, moveBatch, type BatchRow } from './batch-store.js';
import { lockPeriods } from './duplicate-store.js';
import { flagBatch } from './flag-batch.js';
import { excludeLapsed } from './lapsed-store.js';
import { moveBatchPayments } from './move-store.js';
import type { PaymentDeps } from './payment-deps.js';
import { recallBatch } from './recall-batch.js';
import { isRecovering } from './recovery/recovery-store.js';
import { releaseIfFunded } from './release-batch.js';
import { planForBatch } from './statistics-store.js';

export interface ApproveBatchInput {
  readonly id: string;
  /** Why flagged payments, and those into accounts that changed shortly before, are right; needed when there are any. */
  readonly acceptFlagsReason?: string | null;
  readonly idempotencyKey?: string | null;
}

export type ApproveBatchResult =
  | { readonly kind: 'APPROVED'; readonly batch: BatchRow }
  | { readonly kind: 'NOT_FOUND' }
  | { readonly kind: 'FOUR_EYES' }
  | { readonly kind: 'RECOVERING' }
  | { readonly kind: 'FLAGS_NEED_REASON'; readonly batchId: string }
  | { readonly kind: 'WRONG_STATE'; readonly status: BatchStatus }
  | KeyRefused;

/** Approved money that is funded already is released in the same transaction. A repeat under the same key gets the same answer.
 *  @throws HubError FORBIDDEN for whoever is no approver */
export async function approveBatch(
  deps: PaymentDeps,
  caller: Caller,
  input: ApproveBatchInput,
): Promise<ApproveBatchResult> {
  requireRole(caller, 'approver');
  const { idempotencyKey: key, ...said } = input;
  const asked = { operation: 'approvePaymentBatch', caller, key, input: said, rows: recallBatch(caller) };
  return answerOnce(deps, asked, (within) => approve(within, caller, said));
}

async function approve(
  deps: PaymentDeps,
  caller: Caller,
  input: ApproveBatchInput,
): Promise<ApproveBatchResult> {
  const reason = input.acceptFlagsReason?.trim() ?? '';
  return deps.transact(async (db, waking) => {
    const batch = await lockBatch(db, input.id);
    const today = calendarDateOf(deps.clock());
    if (!batch || !(await isAreaVisible(db, batch.area_id, today, scopeOf(caller))))
      return { kind: 'NOT_FOUND' };
    if (batch.status !== 'AWAITING_APPROVAL') return { kind: 'WRONG_STATE', status: batch.status };
    if (batch.created_by === caller.subject) return { kind: 'FOUR_EYES' };
    if (await isRecovering(db)) return { kind: 'RECOVERING' };
    await lockPeriods(db, batch.id);
    await planForBatch(db);
    await excludeLapsed(db, batch.id, deps.policy.freshnessDays);
    if ((await flagBatch(db, batch.id, deps.policy)) > 0 && reason === '')
      return { kind: 'FLAGS_NEED_REASON', batchId: batch.id };
    const moved = await moveBatchPayments(db, batch.id, 'DRAFT', 'APPROVED');
    const approved = await moveBatch(db, batch, 'APPROVED', {
      approved_by: caller.subject,
      approved_at: deps.clock(),
      approved_amount: moved.reduce((sum, row) => sum + row.amount, 0n),
      accept_flags_reason: reason === '' ? null : reason,
    });
    return { kind: 'APPROVED', batch: await releaseIfFunded(db, waking, approved, deps.clock()) };
  });
}
