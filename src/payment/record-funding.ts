/** Records Treasury money for a batch, by document. Approval needs no money; release does. */
import type { Caller } from '../access/index.js';
import { answerOnce, type KeyRefused } from '../idempotency/index.js';
import type { Dong } from '../values/index.js';
import { findTotals, type BatchRow } from './batch-store.js';
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
import { closeOrder } from './funding-order-store.js';
import { netFunding } from './funding-order.js';
import { insertFunding } from './funding-store.js';
import type { PaymentDeps } from './payment-deps.js';
import { recallBatch } from './recall-batch.js';
import { releaseIfFunded } from './release-batch.js';

export type RecordFundingResult =
  | { readonly kind: 'RECORDED'; readonly batch: BatchRow; readonly missing: Dong }
  | InvalidDocument
  | { readonly kind: 'NOT_FOUND' }
  | KeyRefused;

/** Repeating a document changes nothing, and under the same key gets the same answer; the same document with another amount or date is refused. A cancelled batch takes
 *  money only where its order had gone out before: the Treasury's word counts, and the money goes back.
 *  @throws HubError FORBIDDEN for whoever is neither treasurer nor the Treasury's adapter */
export async function recordFunding(
  deps: PaymentDeps,
  caller: Caller,
  input: DocumentToRecord,
): Promise<RecordFundingResult> {
  requireFunder(caller);
  const { idempotencyKey: key, ...said } = input;
  const asked = { operation: 'recordFunding', caller, key, input: said, rows: recallBatch(caller) };
  const document = { ...said, documentNumber: said.documentNumber.trim() };
  return answerOnce(deps, asked, (within) => record(within, caller, document));
}

async function record(
  deps: PaymentDeps,
  caller: Caller,
  document: FundingDocument,
): Promise<RecordFundingResult> {
  const fault = findFault(document);
  if (fault) return fault;
  return deps.transact(async (db, waking) => {
    const batch = await lockFundable(deps, db, caller, document.batchId);
    if (!batch) return { kind: 'NOT_FOUND' };
    const known = await compareDocument(db, 'FUND', document);
    if (known.kind === 'INVALID') return known;
    const { documentNumber, amount, date: documentDate } = document;
    if (known.order) await closeOrder(db, known.order.id, documentNumber, deps.clock());
    if (known.kind === 'SAME') return { kind: 'RECORDED', batch, missing: await findMissing(db, batch) };
    if (batch.status === 'CANCELLED' && !known.order)
      return invalid('batchId', 'The batch is cancelled and takes no money.');
    const direction = 'FUND';
    const row = { direction, documentNumber, amount, documentDate, recordedBy: caller.subject } as const;
    const written = await insertFunding(db, batch, row);
    const funded = await releaseIfFunded(db, waking, written, deps.clock());
    return { kind: 'RECORDED', batch: funded, missing: await findMissing(db, funded) };
  });
}

/** What is still missing for the release: against the approved amount, or before approval against the lines as drafted. */
async function findMissing(db: PaymentDeps['db'], batch: BatchRow): Promise<Dong> {
  if (batch.status === 'CANCELLED') return 0n;
  const drafted = async () =>
    (await findTotals(db, [batch.id])).reduce((sum, total) => sum + total.amount, 0n);
  // What came and went back again was no part of what the payments needed.
  const isReleased = batch.status === 'RELEASED' || batch.status === 'COMPLETED';
  const here = isReleased ? batch.funded_amount : netFunding(batch);
  const missing = (batch.approved_amount ?? (await drafted())) - here;
  return missing > 0n ? missing : 0n;
}
