/** Finds payments again that the hub has forgotten: bookings under references that it made become SETTLED payments of a batch that it
 *  writes anew, and what was to be paid in their stead and is in nobody's hands is withdrawn. Where the same right and month is being paid
 *  otherwise, people decide. */
import { appendEvents, type NewEvent } from '../../event/index.js';
import { withdrawUnsent } from '../decide-about-money.js';
import { lockUnsent } from '../intent-sibling-store.js';
import type { PaymentDeps } from '../payment-deps.js';
import type { PaymentStatus } from '../payment-state.js';
import type { Db } from '../../work/index.js';
import { beginRecovery } from './begin-recovery.js';
import {
  attachException,
  attachOtherExceptions,
  explainException,
  findForgotten,
  findLossSinceRecovery,
  getReconstructedBatch,
  writeReconstructed,
  type FoundAgain,
} from './forgotten-store.js';
import { findUntried, nameCandidates, noteTries } from './tried-store.js';

/** On the way that every payment goes. */
const WAY: readonly PaymentStatus[] = ['DRAFT', 'APPROVED', 'QUEUED', 'SETTLED'];

/** Looks whether a recovery goes on and, while one does, for what was forgotten. Called on a clock, safe beside other hubs. */
export async function recover(deps: PaymentDeps): Promise<number> {
  await deps.recovery.refresh();
  if (!deps.recovery.isOn()) await beginUnlessBegun(deps);
  return deps.recovery.isOn() ? reconstructForgotten(deps) : 0;
}

/** A hub that ended between what it was told and the recovery that this calls for left it to the next one. */
async function beginUnlessBegun(deps: PaymentDeps): Promise<void> {
  const lostFrom = await findLossSinceRecovery(deps.db);
  if (lostFrom === undefined) return;
  await beginRecovery(deps, { cause: 'REFERENCE_FORGOTTEN', lostFrom });
  await deps.recovery.refresh();
}

/** Each booking is looked for once among those whom there are. Safe to repeat. Returns how many payments were found. */
export async function reconstructForgotten({ transact }: Pick<PaymentDeps, 'transact'>): Promise<number> {
  let found = 0;
  for (;;) {
    const round = await transact(async (db) => {
      // Named before it is looked: what is new meanwhile is looked among again.
      const candidates = await nameCandidates(db);
      const tried = await findUntried(db, candidates);
      let written = 0;
      for (const row of await findForgotten(db, tried)) written += await reconstruct(db, row);
      await noteTries(db, tried, candidates);
      return { written, tried: tried.length };
    });
    if (round.tried === 0) return found;
    found += round.written;
  }
}

async function reconstruct(db: Db, row: FoundAgain): Promise<0 | 1> {
  if (row.live_payment_id !== null) {
    const unsent = await lockUnsent(db, row.live_payment_id);
    if (!unsent) {
      await attachException(db, row.exception_id, row.live_payment_id);
      return 0;
    }
    await withdrawUnsent(db, unsent);
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
  await attachOtherExceptions(db, row.reference, paymentId);
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
