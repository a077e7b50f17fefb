/** Sends a payment again that its institution never received: the old attempt is closed for good, and a new one with a reference of
 *  its own waits to be sent, once. */
import { appendEvents } from '../event/index.js';
import { enqueueTasks, finishTasks, type Db, type Waking } from '../work/index.js';
import type { LockedAttempt } from './attempt-store.js';
import { replaceAttempt } from './decision-store.js';
import { moveTotals } from './report-store.js';

export interface SentAgain {
  /** UNKNOWN, locked with its payment and its task. */
  readonly attempt: LockedAttempt;
  readonly now: Date;
}

export async function sendAgain(db: Db, waking: Waking, { attempt, now }: SentAgain): Promise<void> {
  const { payment_id: paymentId, institution_code: institutionCode, batch_id: batchId, amount } = attempt;
  const id = await replaceAttempt(db, attempt.attempt_id, paymentId);
  await moveTotals(db, [{ batchId, institutionCode, from: 'UNKNOWN', to: 'QUEUED', amount }]);
  await appendEvents(db, [
    {
      kind: 'payment',
      subjectId: paymentId,
      beneficiaryId: attempt.beneficiary_id,
      citizenId: attempt.citizen_id,
      accountId: attempt.account_id ?? undefined,
      ...{ batchId, institutionCode },
      areaId: attempt.area_id,
      statusFrom: 'UNKNOWN',
      statusTo: 'QUEUED',
      reason: 'NOT_RECEIVED',
      occurredAt: now,
      data: { amount: Number(amount), period: attempt.period },
    },
  ]);
  await finishTasks(db, [attempt.attempt_id]);
  await enqueueTasks(db, [{ id, kind: 'PAYMENT', institutionCode, action: 'SUBMIT' }]);
  waking.items.push({ kind: 'PAYMENT', institutionCode });
}
