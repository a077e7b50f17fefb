/** Records money of a batch that went back to the Treasury, by document: what was not paid at the period's end. */
import type { Caller } from '../access/index.js';
import { answerOnce, type KeyRefused } from '../idempotency/index.js';
import { formatDong, type Dong } from '../values/index.js';
import type { BatchRow } from './batch-store.js';
import {
  compareDocument,
  findFault,
  invalid,
  lockFundable,
  requireFunder,
  type DocumentToRecord,
  type FundingDocument,
  type InvalidDocument,
} from './funding-document.js';
import { closeOrder, findReserved } from './funding-order-store.js';
import { findAtHand, insertFunding } from './funding-store.js';
import type { PaymentDeps } from './payment-deps.js';
import { recallBatch } from './recall-batch.js';

export type RecordFundingReturnResult =
  | { readonly kind: 'RECORDED'; readonly batch: BatchRow; readonly atHand: Dong }
  | InvalidDocument
  | { readonly kind: 'NOT_FOUND' }
  | KeyRefused;

/** Repeating a document changes nothing, and under the same key gets the same answer. Never more than what is neither paid nor open; what an order is taking back already is
 *  left to that order.
 *  @throws HubError FORBIDDEN for whoever is neither treasurer nor the Treasury's adapter */
export async function recordFundingReturn(
  deps: PaymentDeps,
  caller: Caller,
  input: DocumentToRecord,
): Promise<RecordFundingReturnResult> {
  requireFunder(caller);
  const { idempotencyKey: key, ...said } = input;
  const asked = { operation: 'recordFundingReturn', caller, key, input: said, rows: recallBatch(caller) };
  const document = { ...said, documentNumber: said.documentNumber.trim() };
  return answerOnce(deps, asked, (within) => record(within, caller, document));
}

async function record(
  deps: PaymentDeps,
  caller: Caller,
  document: FundingDocument,
): Promise<RecordFundingReturnResult> {
  const fault = findFault(document);
  if (fault) return fault;
  return deps.transact(async (db) => {
    const batch = await lockFundable(deps, db, caller, document.batchId);
    if (!batch) return { kind: 'NOT_FOUND' };
    const known = await compareDocument(db, 'RETURN', document);
    if (known.kind === 'INVALID') return known;
    const { documentNumber, amount, date: documentDate } = document;
    const atHand = await findAtHand(db, batch);
    if (known.kind === 'SAME') return { kind: 'RECORDED', batch, atHand };
    const free = known.order ? atHand : atHand - (await findReserved(db, batch.id));
    if (amount > free) return invalid('amount', tooMuch(free));
    if (known.order) await closeOrder(db, known.order.id, documentNumber, deps.clock());
    const direction = 'RETURN';
    const row = { direction, documentNumber, amount, documentDate, recordedBy: caller.subject } as const;
    return {
      kind: 'RECORDED',
      batch: await insertFunding(db, batch, row),
      atHand: atHand - amount,
    };
  });
}

function tooMuch(free: Dong): string {
  const most = free > 0n ? formatDong(free) : '0';
  return `At most ${most} can go back: the rest is paid, open, missing, or on its way back already.`;
}
