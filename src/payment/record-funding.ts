/** Records Treasury money for a batch, by document. Approval needs no money; release does. */
import { requireRole, scopeOf, type Caller, isAreaVisible } from '../access/index.js';
import { calendarDateOf, HubError, type CalendarDate, type Dong } from '../values/index.js';
import { findTotals, insertFunding, lockBatch, type BatchRow } from './batch-store.js';
import type { PaymentDeps } from './payment-deps.js';
import { releaseIfFunded } from './release-batch.js';

/** The State Treasury's own adapter may record what it paid (NĐ 176/2025 Đ6: the commune withdraws from KBNN). */
const TREASURY = 'KBNN';
const DOCUMENT_NUMBER_LENGTH_MAX = 64;

export interface RecordFundingInput {
  readonly batchId: string;
  readonly documentNumber: string;
  readonly amount: Dong;
  readonly date: CalendarDate;
}

export type RecordFundingResult =
  | { readonly kind: 'RECORDED'; readonly batch: BatchRow; readonly missing: Dong }
  | {
      readonly kind: 'INVALID';
      readonly field: 'amount' | 'documentNumber' | 'batchId';
      readonly message: string;
    }
  | { readonly kind: 'NOT_FOUND' };

/** Repeating a document changes nothing; the same document with another amount or date is refused.
 *  @throws HubError FORBIDDEN for whoever is neither treasurer nor the Treasury's adapter */
export async function recordFunding(
  deps: PaymentDeps,
  caller: Caller,
  input: RecordFundingInput,
): Promise<RecordFundingResult> {
  const isTreasury = requireFunder(caller);
  const documentNumber = input.documentNumber.trim();
  if (input.amount <= 0n)
    return { kind: 'INVALID', field: 'amount', message: 'The amount must be more than zero.' };
  if (documentNumber === '' || documentNumber.length > DOCUMENT_NUMBER_LENGTH_MAX) {
    return {
      kind: 'INVALID',
      field: 'documentNumber',
      message: 'The document number has 1 to 64 characters.',
    };
  }
  return deps.transact(async (db, waking) => {
    const batch = await lockBatch(db, input.batchId);
    const today = calendarDateOf(deps.clock());
    if (!batch || !(isTreasury || (await isAreaVisible(db, batch.area_id, today, scopeOf(caller))))) {
      return { kind: 'NOT_FOUND' };
    }
    if (batch.status === 'CANCELLED') {
      return { kind: 'INVALID', field: 'batchId', message: 'The batch is cancelled and takes no money.' };
    }
    const funding = { batchId: batch.id, documentNumber, amount: input.amount, documentDate: input.date };
    const written = await insertFunding(db, { ...funding, recordedBy: caller.subject });
    if ('known' in written) {
      const same = written.known.amount === input.amount && written.known.document_date === input.date;
      if (same) return { kind: 'RECORDED', batch, missing: await findMissing(db, batch) };
      return {
        kind: 'INVALID',
        field: 'documentNumber',
        message: 'This document is recorded with another amount or date.',
      };
    }
    const funded = await releaseIfFunded(db, waking, written.batch, deps.clock());
    return { kind: 'RECORDED', batch: funded, missing: await findMissing(db, funded) };
  });
}

function requireFunder(caller: Caller): boolean {
  if (!caller.roles.includes('adapter')) {
    requireRole(caller, 'treasurer');
    return false;
  }
  if (caller.institution !== TREASURY) throw new HubError('FORBIDDEN', 'This needs the role treasurer.');
  return true;
}

/** What is still missing for the release: against the approved amount, or before approval against the lines as drafted. */
async function findMissing(db: PaymentDeps['db'], batch: BatchRow): Promise<Dong> {
  const drafted = async () =>
    (await findTotals(db, [batch.id])).reduce((sum, total) => sum + total.amount, 0n);
  const missing = (batch.approved_amount ?? (await drafted())) - batch.funded_amount;
  return missing > 0n ? missing : 0n;
}
