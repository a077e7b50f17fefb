/** Does what two people decided about an exception. Rows, totals, events and tasks move in one transaction; what came back, or
 *  does not, outside of the rails moves nothing. */
import type { Db, Task, Waking } from '../work/index.js';
import type { LockedAttempt } from './attempt-store.js';
import { moveByDecision, settleByDecision } from './decide-about-money.js';
import { markAttemptDecided, type LockedException } from './decision-store.js';
import type { ExceptionDecision } from './exception-kind.js';
import { writePaidAmount } from './intent-sibling-store.js';
import { openRecovery } from './open-exception-store.js';
import { REPLACEABLE_STATUSES } from './payment-state.js';
import { isRecovering } from './recovery/recovery-store.js';
import { sendAgain } from './send-again.js';

export interface Decided {
  readonly exception: LockedException;
  /** What it is about, locked with its payment and its task. */
  readonly attempt: LockedAttempt;
  /** Every attempt to pay that right and month, `attempt` included, locked with their tasks. */
  readonly attempts: readonly LockedAttempt[];
  readonly tasks: readonly Task[];
  readonly decision: ExceptionDecision;
  /** What was paid in all, for PAID_OTHER_AMOUNT. */
  readonly paidAmount: bigint | null;
  /** Why, in the words of whoever proposed it. */
  readonly reason: string;
  readonly now: Date;
}

/** OTHER_ATTEMPT_OPEN: it would be paid twice, or might be: another attempt has to end first. HUB_RECOVERING: nothing is sent now. */
export type CarriedOut = 'DONE' | 'OTHER_ATTEMPT_OPEN' | 'HUB_RECOVERING';

export async function carryOutDecision(db: Db, waking: Waking, decided: Decided): Promise<CarriedOut> {
  const { attempt, reason, now, exception } = decided;
  switch (decided.decision) {
    case 'RECOVERED':
    case 'WRITTEN_OFF':
      return 'DONE';
    case 'SEND_AGAIN':
      if (await isRecovering(db)) return 'HUB_RECOVERING';
      await sendAgain(db, waking, { attempt, now });
      return 'DONE';
    case 'GIVE_UP':
      await moveByDecision(db, attempt, {
        ...{ to: 'REJECTED', evidence: 'NONE', reason: 'NOT_RECEIVED', reasonText: reason, now },
      });
      await markAttemptDecided(db, attempt.attempt_id);
      return 'DONE';
    case 'WAS_NOT_PAID':
      await rejectUnlessClosed(db, decided);
      return 'DONE';
    case 'PAID_OTHER_ACCOUNT':
      await rejectUnlessClosed(db, decided);
      await openRecovery(db, { ...attempt, amount: exception.named_amount ?? attempt.amount });
      return 'DONE';
    case 'WAS_PAID':
      return payAmount(db, decided);
    case 'PAID_OTHER_AMOUNT':
      return payOtherAmount(db, decided);
  }
}

const REPLACEABLE: ReadonlySet<string> = new Set(REPLACEABLE_STATUSES);

/** No money reached the person by it: the payment may be replaced. What is closed so already stays as it is. */
async function rejectUnlessClosed(db: Db, { attempt, reason, now }: Decided): Promise<void> {
  if (REPLACEABLE.has(attempt.status)) {
    // The earlier half of a return is told late only until people know of it.
    if (attempt.status === 'RETURNED') await markAttemptDecided(db, attempt.attempt_id);
    return;
  }
  await moveByDecision(db, attempt, {
    ...{ to: 'REJECTED', evidence: 'NONE', reason: 'REFUSED', reasonText: reason, now },
  });
}

/** All of it, whatever was found before. */
async function payAmount(db: Db, decided: Decided): Promise<CarriedOut> {
  const settled = await settle(db, decided, decided.attempt.amount);
  if (settled === 'SETTLED') await writePaidAmount(db, decided.attempt.payment_id, null);
  return settled === 'OTHER_ATTEMPT_OPEN' ? settled : 'DONE';
}

/** Less: the difference is owed, and back payments find it. More: it is asked back. */
async function payOtherAmount(db: Db, decided: Decided): Promise<CarriedOut> {
  const { attempt, paidAmount } = decided;
  if (paidAmount === null) throw new Error('Another amount was decided without one.');
  const settled = await settle(db, decided, paidAmount);
  if (settled !== 'SETTLED') return settled === 'PAID_BESIDES' ? 'DONE' : settled;
  await writePaidAmount(db, attempt.payment_id, paidAmount);
  // What was found to be too much before is asked back already.
  const asked = max(attempt.amount, attempt.paid_amount ?? 0n);
  if (paidAmount > asked) await openRecovery(db, { ...attempt, amount: paidAmount - asked });
  return 'DONE';
}

const max = (one: bigint, other: bigint): bigint => (one > other ? one : other);

/** Where the same right and month is paid besides, all of `amount` is asked back. */
async function settle(db: Db, decided: Decided, amount: bigint) {
  const settled = await settleByDecision(db, decided);
  if (settled === 'PAID_BESIDES') await openRecovery(db, { ...decided.attempt, amount });
  return settled;
}
