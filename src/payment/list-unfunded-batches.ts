/** Approved batches that still wait for money. */
import { findUnfunded } from './batch-list-store.js';
import type { PaymentDeps } from './payment-deps.js';

export interface UnfundedBatch {
  readonly id: string;
  readonly missing: bigint;
}

/** The oldest first, at most 100: the rest comes when these are funded. */
export async function listUnfundedBatches({ db }: PaymentDeps): Promise<readonly UnfundedBatch[]> {
  return findUnfunded(db);
}
