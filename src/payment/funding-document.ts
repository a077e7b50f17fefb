/** What every Treasury document must be, and who may record one. */
import { isAreaVisible, requireRole, scopeOf, type Caller } from '../access/index.js';
import { calendarDateOf, HubError, type CalendarDate, type Dong } from '../values/index.js';
import { lockBatch, type BatchRow } from './batch-store.js';
import { findOrder, type FundingOrderRow } from './funding-order-store.js';
import type { FundingOrderKind } from './funding-order.js';
import { findFunding } from './funding-store.js';
import type { PaymentDeps } from './payment-deps.js';

/** The State Treasury's own adapter may record what it paid (NĐ 176/2025 Đ6: the commune withdraws from KBNN). */
export const TREASURY = 'KBNN';
const DOCUMENT_NUMBER_LENGTH_MAX = 64;

export interface FundingDocument {
  readonly batchId: string;
  readonly documentNumber: string;
  readonly amount: Dong;
  readonly date: CalendarDate;
  /** The order that the document carries out; left out for one that nobody ordered. */
  readonly orderReference?: string | null;
}

export interface DocumentToRecord extends FundingDocument {
  readonly idempotencyKey?: string | null;
}

export interface InvalidDocument {
  readonly kind: 'INVALID';
  readonly field: 'amount' | 'documentNumber' | 'batchId' | 'orderReference';
  readonly message: string;
}

/** @throws HubError FORBIDDEN for whoever is neither treasurer nor the Treasury's adapter */
export function requireFunder(caller: Caller): void {
  if (!caller.roles.includes('adapter')) requireRole(caller, 'treasurer');
  else if (caller.institution !== TREASURY) throw new HubError('FORBIDDEN', 'This needs the role treasurer.');
}

/** The batch, locked, if the caller's area or the Treasury's hand reaches it. */
export async function lockFundable(
  { clock }: PaymentDeps,
  db: PaymentDeps['db'],
  caller: Caller,
  batchId: string,
): Promise<BatchRow | undefined> {
  const batch = await lockBatch(db, batchId);
  if (!batch || caller.institution === TREASURY) return batch;
  const isVisible = await isAreaVisible(db, batch.area_id, calendarDateOf(clock()), scopeOf(caller));
  return isVisible ? batch : undefined;
}

export function invalid(field: InvalidDocument['field'], message: string): InvalidDocument {
  return { kind: 'INVALID', field, message };
}

/** What is wrong with the document by itself. */
export function findFault({ amount, documentNumber }: FundingDocument): InvalidDocument | undefined {
  if (amount <= 0n) return invalid('amount', 'The amount must be more than zero.');
  if (documentNumber === '' || documentNumber.length > DOCUMENT_NUMBER_LENGTH_MAX)
    return invalid('documentNumber', 'The document number has 1 to 64 characters.');
  return undefined;
}

export type KnownDocument =
  | { readonly kind: 'NEW'; readonly order: FundingOrderRow | undefined }
  | { readonly kind: 'SAME'; readonly order: FundingOrderRow | undefined }
  | InvalidDocument;

/** What a locked batch knows already: of the document, and of the order that it carries out. */
export async function compareDocument(
  db: PaymentDeps['db'],
  direction: FundingOrderKind,
  document: FundingDocument,
): Promise<KnownDocument> {
  const { batchId, documentNumber, amount, date, orderReference } = document;
  const order = orderReference ? await findOrder(db, orderReference) : undefined;
  if (orderReference && (order?.batch_id !== batchId || order.kind !== direction))
    return invalid('orderReference', 'There is no such order for this batch.');
  if (order && order.amount !== amount)
    return invalid('amount', 'The order is for another amount: it is carried out whole or not at all.');
  const known = await findFunding(db, batchId, documentNumber);
  const isSame = known?.direction === direction && known.amount === amount && known.document_date === date;
  if (known && !isSame)
    return invalid('documentNumber', 'This document is recorded with another amount, date or direction.');
  if (order && order.document_number !== null && order.document_number !== documentNumber)
    return invalid('documentNumber', 'The order was carried out by another document.');
  return { kind: known ? 'SAME' : 'NEW', order };
}
