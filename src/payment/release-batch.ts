/** Release: an approved batch goes to the adapters by itself once the funding that is recorded, and did
 *  not go back, covers its approved amount. */
import { findTotals, lockBatch, moveBatch, type BatchRow } from './batch-store.js';
import { netFunding } from './funding-order.js';
import { CLOSED_STATUSES } from './payment-state.js';
import { queueBatchPayments } from './move-store.js';
import { askFirstAbout } from './recovery/open-work-store.js';
import { isRecovering, wasRecovered } from './recovery/recovery-store.js';
import type { Db, Waking } from '../work/index.js';

/** Releases a locked batch if it may be; otherwise returns it as it is. */
export async function releaseIfFunded(db: Db, waking: Waking, batch: BatchRow, now: Date): Promise<BatchRow> {
  if (batch.status !== 'APPROVED' || netFunding(batch) < (batch.approved_amount ?? 0n)) return batch;
  // What is funded while nothing may be sent is released by the end of the recovery.
  if (await isRecovering(db)) return batch;
  const institutions = await queueBatchPayments(db, batch.id);
  if (await wasRecovered(db)) await askFirstAbout(db, batch.id);
  for (const institutionCode of institutions) {
    waking.items.push({ kind: 'PAYMENT', institutionCode });
  }
  const released = await moveBatch(db, batch, 'RELEASED', { released_at: now });
  return completeIfClosed(db, released, now);
}

const CLOSED: ReadonlySet<string> = new Set(CLOSED_STATUSES);

/** Completes a locked batch when nothing of it is open any more. */
async function completeIfClosed(db: Db, batch: BatchRow, now: Date): Promise<BatchRow> {
  if (batch.status !== 'RELEASED') return batch;
  const open = (await findTotals(db, [batch.id])).some((total) => !CLOSED.has(total.status));
  return open ? batch : moveBatch(db, batch, 'COMPLETED', { completed_at: now });
}

/** Completes those of the batches that nothing is open in. Each is locked first, so that of two reports that close the last
 *  payments of two institutions at once, the second sees what the first did. */
export async function completeClosedBatches(db: Db, batchIds: readonly string[], now: Date): Promise<void> {
  for (const id of [...batchIds].sort()) {
    const batch = await lockBatch(db, id);
    if (batch) await completeIfClosed(db, batch, now);
  }
}
