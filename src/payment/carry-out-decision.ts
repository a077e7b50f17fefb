/** Does what two people decided about a payment that its institution never received: gives it up, or sends it again as
 *  another attempt. Rows, totals, event and task move in one transaction. What was paid to the dead comes back, or does not,
 *  outside of the rails: nothing moves here. */
import { appendEvents } from '../event/index.js';
import { enqueueTasks, finishTasks, type Db, type Waking } from '../work/index.js';
import { applyChanges, type AppliedReport } from './apply-changes.js';
import type { LockedAttempt } from './attempt-store.js';
import { markAttemptDecided, replaceAttempt, type ExceptionDecision } from './decision-store.js';
import { moveTotals } from './report-store.js';

export interface Decided {
  /** Locked with its payment and its task; UNKNOWN, or SETTLED where somebody was dead. */
  readonly attempt: LockedAttempt;
  readonly decision: ExceptionDecision;
  /** Why, in the words of whoever proposed it. */
  readonly reason: string;
  readonly now: Date;
}

export async function carryOutDecision(db: Db, waking: Waking, decided: Decided): Promise<void> {
  switch (decided.decision) {
    case 'GIVE_UP':
      return giveUp(db, decided);
    case 'SEND_AGAIN':
      return sendAgain(db, waking, decided);
    case 'RECOVERED':
    case 'WRITTEN_OFF':
      return undefined;
  }
}

/** The payment is REJECTED: the period's next batch may replace it. */
async function giveUp(db: Db, { attempt, reason, now }: Decided): Promise<void> {
  const fact = { evidence: 'NONE', reason: 'NOT_RECEIVED', reasonText: reason, occurredAt: now } as const;
  const entry: AppliedReport = {
    ...{ attempt, status: 'REJECTED', evidence: 'NONE', tries: 0, handedOutAt: null },
    steps: [{ to: 'REJECTED', report: { ...fact, status: 'REJECTED' } }],
    repeats: [],
    exceptions: [],
  };
  await applyChanges(db, new Map([[attempt.attempt_id, entry]]), now);
  await markAttemptDecided(db, attempt.attempt_id);
}

/** The old attempt is closed for good, and a new one with a new reference waits to be sent, once. */
async function sendAgain(db: Db, waking: Waking, { attempt, now }: Decided): Promise<void> {
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
