/** What the Treasury's adapter is asked to do, and when it still is. */
import type { BatchRow } from './batch-store.js';

export type FundingOrderKind = 'FUND' | 'RETURN';

/** Whether it is still to be carried out. One that is not, such as for a batch that was cancelled or funded by hand meanwhile,
 *  is asked about only: the Treasury may have it already. What goes back is reserved, so a return stays wanted. */
export function isOrderWanted(kind: FundingOrderKind, batch: BatchRow): boolean {
  if (kind === 'RETURN') return true;
  return batch.status === 'APPROVED' && netFunding(batch) < (batch.approved_amount ?? 0n);
}

/** Treasury money that came and did not go back. */
export function netFunding({ funded_amount, returned_amount }: BatchRow): bigint {
  return funded_amount - returned_amount;
}
