/** Makes a batch: everyone in the area who is entitled for the period, not yet paid, and may be; everyone else with the
 *  reason why not. Nothing is approved and no money moves here. */
import { findArea, requireRole, scopeOf, type Caller } from '../access/index.js';
import { answerOnce, type KeyRefused } from '../idempotency/index.js';
import { calendarDateOf, type Period } from '../values/index.js';
import { isProgramme } from './programme-store.js';
import { insertBatch, moveBatch, type BatchRow } from './batch-store.js';
import { findBatchInputFault, type InvalidBatchInput } from './check-batch-input.js';
import { flagBatch } from './flag-batch.js';
import { insertIntents } from './intent-store.js';
import type { PaymentDeps } from './payment-deps.js';
import { recallBatch } from './recall-batch.js';
import { countAgain } from './statistics-store.js';

export interface CreateBatchInput {
  /** The code of an administrative unit, as of today. */
  readonly area: string;
  /** One programme, or every programme. */
  readonly programme?: string | null;
  readonly period: Period;
  readonly kind: string;
  readonly name?: string | null;
  /** Whether what earlier periods still owe is paid too. Default false. */
  readonly carryForward?: boolean | null;
  readonly idempotencyKey?: string | null;
}

export type CreateBatchResult =
  | { readonly kind: 'CREATED'; readonly batch: BatchRow }
  | { readonly kind: 'NOT_FOUND'; readonly field: 'area' | 'programme' }
  | InvalidBatchInput
  | KeyRefused
  | { readonly kind: 'NOTHING_TO_PAY'; readonly leftOut: number };

/** Undoes the transaction of a batch that would have no lines. */
class NothingToPay extends Error {
  constructor(readonly leftOut: number) {
    super('nothing to pay');
  }
}

/** Ends in AWAITING_APPROVAL. A repeat pays nobody twice: under the same key it gets the same answer, without one it finds the
 *  intents taken and answers NOTHING_TO_PAY.
 *  @throws HubError FORBIDDEN for whoever is no officer */
export async function createBatch(
  deps: PaymentDeps,
  caller: Caller,
  input: CreateBatchInput,
): Promise<CreateBatchResult> {
  requireRole(caller, 'officer');
  const { idempotencyKey: key, ...said } = input;
  const asked = { operation: 'createPaymentBatch', caller, key, input: said, rows: recallBatch(caller) };
  return answerOnce(deps, asked, (within) => makeBatch(within, caller, said));
}

async function makeBatch(
  deps: PaymentDeps,
  caller: Caller,
  input: CreateBatchInput,
): Promise<CreateBatchResult> {
  const { period, kind, programme = null } = input;
  const name = (input.name ?? `${kind} ${period} ${input.area}`).trim();
  const today = calendarDateOf(deps.clock());
  const fault = findBatchInputFault({ name, kind, period }, deps.policy, today);
  if (fault) return fault;
  const areaId = await findArea(deps.db, input.area, today, scopeOf(caller));
  if (areaId === undefined) return { kind: 'NOT_FOUND', field: 'area' };
  if (programme !== null && !(await isProgramme(deps.db, programme)))
    return { kind: 'NOT_FOUND', field: 'programme' };
  try {
    const batch = await deps.transact(async (db) => {
      const draft = await insertBatch(db, {
        name,
        areaId,
        programmeCode: programme,
        period,
        kind,
        createdBy: caller.subject,
      });
      const scope = { batchId: draft.id, areaId, programmeCode: programme, period, kind };
      const carriesForward = input.carryForward ?? false;
      const written = await insertIntents(db, {
        ...scope,
        carriesForward,
        freshnessDays: deps.policy.freshnessDays,
      });
      if (written.payments === 0) throw new NothingToPay(written.leftOut);
      await countAgain(db, written.payments);
      await flagBatch(db, draft.id, deps.policy);
      return moveBatch(db, draft, 'AWAITING_APPROVAL', { carried_forward_from: written.carriedForwardFrom });
    });
    return { kind: 'CREATED', batch };
  } catch (error) {
    if (error instanceof NothingToPay) return { kind: 'NOTHING_TO_PAY', leftOut: error.leftOut };
    throw error;
  }
}
