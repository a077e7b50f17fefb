/** What the Treasury will not do, in its own words: shown with the batch, and tried again under the same reference. */
import type { Caller } from '../access/index.js';
import { appendEvents } from '../event/index.js';
import { lockBatch, type BatchRow } from './batch-store.js';
import { requireTreasury } from './claim-funding-orders.js';
import {
  closeOrder,
  findOrder,
  noteRefusal,
  WITHDRAW_AFTER_SECONDS,
  type FundingOrderRow,
} from './funding-order-store.js';
import { isOrderWanted } from './funding-order.js';
import type { PaymentDeps } from './payment-deps.js';

/** The people who mend an estimate or a code need time; asking the Treasury again sooner changes nothing. */
const RETRY_AFTER_MS = 10 * 60_000;
const REASON_LENGTH_MAX = 300;

export interface FundingRefusal {
  readonly reference: string;
  readonly reason: string;
  /** By the Treasury's clock where it gives a time. */
  readonly refusedAt: Date;
  /** False: the Treasury says that it never received the order. */
  readonly isReceived: boolean;
}

export type ReportFundingRefusalResult =
  { readonly kind: 'NOTED'; readonly order: FundingOrderRow } | { readonly kind: 'NOT_FOUND' };

/** Safe to repeat. An order that is not wanted any more is closed by it: the Treasury will not carry it out.
 *  @throws HubError FORBIDDEN */
export async function reportFundingRefusal(
  deps: PaymentDeps,
  caller: Caller,
  input: FundingRefusal,
): Promise<ReportFundingRefusalResult> {
  requireTreasury(caller);
  return deps.transact(async (db) => {
    const named = await findOrder(db, input.reference);
    const batch = named && (await lockBatch(db, named.batch_id));
    const order = batch && (await findOrder(db, input.reference));
    if (!order) return { kind: 'NOT_FOUND' };
    if (order.closed_at === null) await note(db, { batch, order, input, now: deps.clock() });
    return { kind: 'NOTED', order: (await findOrder(db, input.reference)) ?? order };
  });
}

interface Noted {
  readonly batch: BatchRow;
  readonly order: FundingOrderRow;
  readonly input: FundingRefusal;
  readonly now: Date;
}

async function note(db: PaymentDeps['db'], { batch, order, input, now }: Noted): Promise<void> {
  const isWanted = isOrderWanted(order.kind, batch);
  if (input.isReceived) {
    const reason = input.reason.slice(0, REASON_LENGTH_MAX);
    const retryAt = new Date(now.getTime() + RETRY_AFTER_MS);
    await noteRefusal(db, order.id, { reason, refusedAt: input.refusedAt, retryAt });
    await tell(db, batch, { reason, amount: Number(order.amount) });
  }
  const isQuiet = now.getTime() - (order.wanted_at?.getTime() ?? 0) >= WITHDRAW_AFTER_SECONDS * 1_000;
  if (!isWanted && isQuiet) await closeOrder(db, order.id, null, now);
}

async function tell(db: PaymentDeps['db'], batch: BatchRow, data: Record<string, unknown>): Promise<void> {
  await appendEvents(db, [
    {
      kind: 'batch',
      subjectId: batch.id,
      batchId: batch.id,
      areaId: batch.area_id,
      statusFrom: batch.status,
      statusTo: batch.status,
      reason: 'FUNDING_REFUSED',
      occurredAt: new Date(),
      data,
    },
  ]);
}
