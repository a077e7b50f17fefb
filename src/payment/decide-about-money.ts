/** Moves a payment to where two people say that the money is, without letting the same right and month be paid besides. */
import type { Db, Task } from '../work/index.js';
import { applyChanges, movedOnce } from './apply-changes.js';
import { lockAttempts, type LockedAttempt } from './attempt-store.js';
import type { LockedException } from './decision-store.js';
import { lockUnsentOfIntent, type UnsentPayment } from './intent-sibling-store.js';
import { cancelApproved, excludeDrafts } from './move-store.js';
import {
  CLOSED_STATUSES,
  REPLACEABLE_STATUSES,
  type PaymentStatus,
  type ReportEvidence,
} from './payment-state.js';

export interface DecidedMove {
  readonly to: Extract<PaymentStatus, 'SETTLED' | 'REJECTED' | 'CANCELLED'>;
  readonly evidence: ReportEvidence;
  readonly reason: string | null;
  readonly reasonText: string | null;
  readonly externalReference?: string | null;
  readonly now: Date;
}

/** Moves an attempt with its payment, from wherever the payment stands. */
export async function moveByDecision(db: Db, attempt: LockedAttempt, move: DecidedMove): Promise<void> {
  const { to, evidence, reason, reasonText, externalReference = null, now } = move;
  const fact = { evidence, reason, reasonText, externalReference, occurredAt: now, status: to } as const;
  const entry = movedOnce({ ...attempt, status: attempt.payment_status }, fact);
  await applyChanges(db, new Map([[attempt.attempt_id, entry]]), now);
}

/** What a decision that an attempt was paid finds. */
export interface PaidAttempt {
  readonly exception: LockedException;
  readonly attempt: LockedAttempt;
  /** Every attempt to pay that right and month, locked with their tasks. */
  readonly attempts: readonly LockedAttempt[];
  readonly tasks: readonly Task[];
  readonly reason: string;
  readonly now: Date;
}

const CLOSED: ReadonlySet<string> = new Set(CLOSED_STATUSES);
const REPLACEABLE: ReadonlySet<string> = new Set(REPLACEABLE_STATUSES);

/** The payment becomes SETTLED. What was to be paid in its stead and is in nobody's hands is withdrawn.
 *  @returns PAID_BESIDES: what took its place is settled as well, and nothing moved; OTHER_ATTEMPT_OPEN: it is on its way, so that
 *    nobody can tell yet, and nothing moved */
export async function settleByDecision(
  db: Db,
  paid: PaidAttempt,
): Promise<'SETTLED' | 'PAID_BESIDES' | 'OTHER_ATTEMPT_OPEN'> {
  const { attempt, exception, reason, now } = paid;
  if (attempt.status === 'SETTLED') return 'SETTLED';
  let current = attempt;
  if (CLOSED.has(attempt.status)) {
    const others = paid.attempts.filter(
      (other) =>
        other.attempt_id !== attempt.attempt_id &&
        !REPLACEABLE.has(other.status) &&
        takesPlaceOf(other, attempt),
    );
    if (others.some((other) => !CLOSED.has(other.status) && !isUnsent(other, paid.tasks)))
      return 'OTHER_ATTEMPT_OPEN';
    if (others.some((other) => other.status === 'SETTLED')) return 'PAID_BESIDES';
    await withdraw(db, attempt, others, now);
    // An attempt of the same payment may have been withdrawn: the payment stands elsewhere now.
    [current = attempt] = await lockAttempts(db, [attempt.attempt_id]);
  }
  await moveByDecision(db, current, {
    ...{ to: 'SETTLED', evidence: exception.named_evidence ?? 'NONE', reason: null, reasonText: reason, now },
    externalReference: exception.named_reference,
  });
  return 'SETTLED';
}

/** A back payment of a difference was due beside it; one of the whole month took its place, and whatever was made in its stead. */
function takesPlaceOf(other: LockedAttempt, attempt: LockedAttempt): boolean {
  if (other.payment_id === attempt.payment_id || other.replaces === attempt.payment_id) return true;
  const isSameIntent = other.kind === attempt.kind && other.part === attempt.part;
  return isSameIntent || other.amount >= attempt.amount;
}

function isUnsent(attempt: LockedAttempt, tasks: readonly Task[]): boolean {
  const task = tasks.find(({ id }) => id === attempt.attempt_id);
  return attempt.status === 'QUEUED' && task?.action === 'SUBMIT' && task.leasedUntil === null;
}

const WITHDRAWN = 'another payment of this right and month was made';

async function withdraw(
  db: Db,
  attempt: LockedAttempt,
  queued: readonly LockedAttempt[],
  now: Date,
): Promise<void> {
  for (const other of queued)
    await moveByDecision(db, other, {
      ...{ to: 'CANCELLED', evidence: 'NONE', reason: 'DUPLICATE', reasonText: WITHDRAWN, now },
    });
  await withdrawUnsentOfIntent(db, attempt.payment_id);
}

/** Takes back every payment of the same right and month that is in no institution's hands. */
export async function withdrawUnsentOfIntent(db: Db, paymentId: string): Promise<void> {
  for (const unsent of await lockUnsentOfIntent(db, paymentId)) await withdrawUnsent(db, unsent);
}

/** Takes back what is in no institution's hands, since the same was paid otherwise. */
export async function withdrawUnsent(db: Db, unsent: UnsentPayment): Promise<void> {
  if (unsent.status === 'DRAFT') await excludeDrafts(db, unsent.batch_id, [unsent.id], WITHDRAWN);
  else await cancelApproved(db, [unsent.id], WITHDRAWN);
}
