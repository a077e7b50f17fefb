/** What the Treasury's adapter is asked to do, and the reference that it is known by at the Treasury. */
import type { BatchRow } from './batch-store.js';

export type FundingOrderKind = 'FUND' | 'RETURN';

const LETTER: Readonly<Record<FundingOrderKind, string>> = { FUND: 'F', RETURN: 'R' };

/** 33 of A–Z and 0–9; the same for as long as the order exists. */
export function referenceOfOrder({
  kind,
  id,
}: {
  readonly kind: FundingOrderKind;
  readonly id: string;
}): string {
  return `${LETTER[kind]}${id.replaceAll('-', '').toUpperCase()}`;
}

/** The order's id, or undefined for what is no reference of an order. */
export function findOrderId(reference: string): string | undefined {
  const hex = /^[FR]([0-9A-F]{32})$/.exec(reference)?.[1]?.toLowerCase();
  return hex?.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

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
