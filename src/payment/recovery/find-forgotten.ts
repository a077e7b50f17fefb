/** Finds payments again that the hub has forgotten: bookings under references that it made become SETTLED payments of a batch that it
 *  writes anew. Where the same right and month is being paid otherwise, people decide. */
import { appendEvents, type NewEvent } from '../../event/index.js';
import type { PaymentDeps } from '../payment-deps.js';
import type { PaymentStatus } from '../payment-state.js';
import type { Db } from '../../work/index.js';
import {
  attachException,
  explainException,
  findForgotten,
  getReconstructedBatch,
  writeReconstructed,
  type FoundAgain,
} from './forgotten-store.js';

/** On the way that every payment goes. */
const WAY: readonly PaymentStatus[] = ['DRAFT', 'APPROVED', 'QUEUED', 'SETTLED'];

/** Looks whether a recovery goes on and, while one does, for what was forgotten. Called on a clock, safe beside other hubs. */
export async function recover(deps: PaymentDeps): Promise<number> {
  await deps.recovery.refresh();
  return deps.recovery.isOn() ? reconstructForgotten(deps) : 0;
}

/** Safe to repeat. Returns how many payments were found. */
export async function reconstructForgotten({ transact }: Pick<PaymentDeps, 'transact'>): Promise<number> {
  let found = 0;
  const seen: string[] = [];
  for (;;) {
    const round = await transact(async (db) => {
      const rows = await findForgotten(db, seen);
      let written = 0;
      for (const row of rows) written += await reconstruct(db, row);
      return { written, ids: rows.map((row) => row.exception_id) };
    });
    if (round.ids.length === 0) return found;
    seen.push(...round.ids);
    found += round.written;
  }
}

async function reconstruct(db: Db, row: FoundAgain): Promise<0 | 1> {
  if (row.live_payment_id !== null) {
    await attachException(db, row.exception_id, row.live_payment_id);
    return 0;
  }
  const { area_id: areaId, period, kind } = row;
  const batchId = await getReconstructedBatch(db, {
    ...{ areaId, period, kind },
    name: `Dựng lại sau khôi phục ${period}`,
  });
  const paymentId = await writeReconstructed(db, batchId, row);
  if (paymentId === undefined) return 0;
  await appendEvents(
    db,
    WAY.map((to, at) => eventOf(row, { paymentId, batchId, to, from: WAY[at - 1] })),
  );
  await explainException(db, row.reference, row.exception_id);
  return 1;
}

interface Step {
  readonly paymentId: string;
  readonly batchId: string;
  readonly from: PaymentStatus | undefined;
  readonly to: PaymentStatus;
}

function eventOf(row: FoundAgain, { paymentId, batchId, from, to }: Step): NewEvent {
  return {
    kind: 'payment',
    subjectId: paymentId,
    beneficiaryId: row.beneficiary_id,
    citizenId: row.citizen_id,
    batchId,
    institutionCode: row.institution_code,
    areaId: row.area_id,
    ...(from === undefined ? {} : { statusFrom: from }),
    statusTo: to,
    occurredAt: row.booked_at,
    data: { amount: Number(row.amount), period: row.period },
  };
}
