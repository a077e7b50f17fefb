/** Does what two people decided about an exception. Rows, totals, events and tasks move in one transaction; what came back, or
 *  does not, outside of the rails moves nothing. */
import type { Db, Task, Waking } from '../work/index.js';
import type { LockedAttempt } from './attempt-store.js';
import { moveByDecision, settleByDecision, withdrawUnsentOfIntent } from './decide-about-money.js';
import { markAttemptDecided, type LockedException } from './decision-store.js';
import type { ExceptionDecision } from './exception-kind.js';
import { writePaidAmount } from './intent-sibling-store.js';
import { openRecovery } from './open-exception-store.js';
import { findPaidBesides, type PaidBesides } from './paid-besides-store.js';
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
      // All of it, whatever was found before.
      return settleWith(db, decided, attempt.amount);
    case 'PAID_OTHER_AMOUNT':
      return payOtherAmount(db, decided);
  }
}

const ON_ITS_WAY: ReadonlySet<string> = new Set(['QUEUED', 'SUBMITTED', 'ACCEPTED', 'HELD', 'UNKNOWN']);
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

/** Less: the difference is owed, and back payments find it. More: it is asked back. */
async function payOtherAmount(db: Db, decided: Decided): Promise<CarriedOut> {
  if (decided.paidAmount === null) throw new Error('Another amount was decided without one.');
  return settleWith(db, decided, decided.paidAmount);
}

/** Where the same right and month is paid besides, all of `paid` is asked back. */
async function settleWith(db: Db, decided: Decided, paid: bigint): Promise<CarriedOut> {
  const { attempt } = decided;
  const besides = await findPaidBesides(db, attempt.payment_id);
  if (besides.some(({ status }) => ON_ITS_WAY.has(status))) return 'OTHER_ATTEMPT_OPEN';
  const settled = await settleByDecision(db, decided);
  if (settled === 'OTHER_ATTEMPT_OPEN') return settled;
  const tooMuch = settled === 'SETTLED' ? await writePaid(db, decided, { paid, besides }) : paid;
  if (tooMuch > 0n) await openRecovery(db, { ...attempt, amount: tooMuch });
  return 'DONE';
}

interface Paid {
  readonly paid: bigint;
  readonly besides: readonly PaidBesides[];
}

/** What was too much before is asked back already; what was missing before may be paid already.
 *  @returns what is too much now and was not before */
async function writePaid(db: Db, { attempt }: Decided, { paid, besides }: Paid): Promise<bigint> {
  const { payment_id: id, amount } = attempt;
  const before = attempt.paid_amount ?? amount;
  await writePaidAmount(db, id, paid === amount ? null : paid);
  if (besides.length > 0) await withdrawUnsentOfIntent(db, id);
  const paidBesides = besides
    .filter(({ status }) => status === 'SETTLED')
    .reduce((sum, other) => sum + other.amount, 0n);
  const tooMuch = (inAll: bigint): bigint =>
    max(0n, inAll + min(paidBesides, max(0n, amount - before)) - amount);
  return max(0n, tooMuch(paid) - tooMuch(before));
}

const max = (one: bigint, other: bigint): bigint => (one > other ? one : other);
const min = (one: bigint, other: bigint): bigint => (one < other ? one : other);
