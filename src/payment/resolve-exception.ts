/** A person settles what the machine kept for people. Where money may have moved, or may move, two do: an officer proposes what to
 *  do, and somebody else, an approver, confirms it. */
import { isAreaVisible, requireRole, scopeOf, type Caller } from '../access/index.js';
import { answerOnce, type KeyRefused } from '../idempotency/index.js';
import { calendarDateOf } from '../values/index.js';
import { lockTasks, makeTasksAvailable, type Db, type Task, type Waking } from '../work/index.js';
import { lockAttempts, type LockedAttempt } from './attempt-store.js';
import { carryOutDecision } from './carry-out-decision.js';
import { decisionsOn, type ExceptionDecision } from './exception-kind.js';
import { findAttemptsOfIntent } from './intent-sibling-store.js';
import {
  assignException,
  findExceptionToDecide,
  lockException,
  writeProposal,
  writeResolution,
  type LockedException,
} from './decision-store.js';
import type { PaymentDeps } from './payment-deps.js';
import { PAYMENT_STATUSES } from './payment-state.js';

const REASON_LENGTH_MAX = 1000;

export interface ResolveExceptionInput {
  readonly id: string;
  /** One of those that `decisionsOn` names; left out where it names none. */
  readonly decision?: ExceptionDecision | null;
  /** What was paid in all, for PAID_OTHER_AMOUNT; left out: the amount that was named, or proposed. */
  readonly paidAmount?: bigint | null;
  /** Why, 1 to 1,000 characters. Only who confirms a proposal may leave it out. */
  readonly reason?: string | null;
  readonly idempotencyKey?: string | null;
}

export type ResolveExceptionResult =
  | { readonly kind: 'PROPOSED' | 'RESOLVED' }
  | { readonly kind: 'NOT_FOUND' | 'FOUR_EYES' }
  | {
      readonly kind: 'INVALID';
      readonly field: 'decision' | 'reason' | 'paidAmount';
      readonly message: string;
    }
  /** Resolved before; the payment has moved on meanwhile; an adapter has an attempt in hand just now; another attempt of the same
   *  right and month has to end first; nothing is sent after a restore. */
  | {
      readonly kind:
        'ALREADY_RESOLVED' | 'PAYMENT_MOVED_ON' | 'ATTEMPT_IN_HAND' | 'OTHER_ATTEMPT_OPEN' | 'HUB_RECOVERING';
    }
  | KeyRefused;

interface Situation {
  readonly exception: LockedException;
  /** What it is about. */
  readonly attempt: LockedAttempt | undefined;
  /** Every attempt to pay the same right and month, with their tasks. */
  readonly attempts: readonly LockedAttempt[];
  readonly tasks: readonly Task[];
}

/** Proposing again replaces the proposal; confirming what is resolved changes nothing.
 *  @throws HubError FORBIDDEN for whoever is neither officer nor approver */
export async function resolveException(
  deps: PaymentDeps,
  caller: Caller,
  input: ResolveExceptionInput,
): Promise<ResolveExceptionResult> {
  requireRole(caller, 'officer', 'approver');
  const { idempotencyKey: key, ...said } = input;
  const asked = { operation: 'resolveException', caller, key, input: said };
  return answerOnce(deps, asked, (within) => resolve(within, caller, said));
}

async function resolve(
  deps: PaymentDeps,
  caller: Caller,
  input: ResolveExceptionInput,
): Promise<ResolveExceptionResult> {
  const reason = input.reason?.trim() ?? '';
  if (reason.length > REASON_LENGTH_MAX)
    return { kind: 'INVALID', field: 'reason', message: 'The reason has at most 1,000 characters.' };
  return deps.transact(async (db, waking): Promise<ResolveExceptionResult> => {
    const situation = await lockSituation(db, input.id);
    if (!situation || !(await isReached(deps, db, caller, situation.exception))) return { kind: 'NOT_FOUND' };
    if (situation.exception.resolved_at !== null) return { kind: 'ALREADY_RESOLVED' };
    const said = { by: caller.subject, reason, at: deps.clock() };
    const { decision = null, paidAmount = null } = input;
    return decision === null
      ? note(db, situation, said)
      : decide(db, waking, { caller, situation, decision, paidAmount, said });
  });
}

interface Said {
  readonly by: string;
  /** Trimmed; may be empty. */
  readonly reason: string;
  readonly at: Date;
}

const NO_REASON = { kind: 'INVALID', field: 'reason', message: 'Write down why.' } as const;

/** One person closes what no money depends on. */
async function note(db: Db, { exception, attempt }: Situation, said: Said): Promise<ResolveExceptionResult> {
  const possible = decisionsOn(exception.kind, attempt?.status);
  if (possible.length > 0)
    return { kind: 'INVALID', field: 'decision', message: `Say one of ${possible.join(', ')}.` };
  if (said.reason === '') return NO_REASON;
  await writeResolution(db, { id: exception.id, resolution: 'NOTED', ...said });
  return { kind: 'RESOLVED' };
}

interface Deciding {
  readonly caller: Caller;
  readonly situation: Situation;
  readonly decision: ExceptionDecision;
  readonly paidAmount: bigint | null;
  readonly said: Said;
}

async function decide(db: Db, waking: Waking, deciding: Deciding): Promise<ResolveExceptionResult> {
  const { caller, situation, decision, said } = deciding;
  const { exception, attempt } = situation;
  if (!decisionsOn(exception.kind, attempt?.status).includes(decision))
    return isEverPossible(exception, attempt, decision)
      ? { kind: 'PAYMENT_MOVED_ON' }
      : { kind: 'INVALID', field: 'decision', message: `${decision} is no answer to ${exception.kind}.` };
  switch (stepOf(caller, deciding)) {
    case 'FOUR_EYES':
      return { kind: 'FOUR_EYES' };
    case 'NOT_PROPOSED':
      return { kind: 'INVALID', field: 'decision', message: 'An officer proposes this first.' };
    case 'PROPOSE':
      return propose(db, deciding);
    case 'CONFIRM':
      return confirm(db, waking, situation, said);
  }
}

async function propose(db: Db, deciding: Deciding): Promise<ResolveExceptionResult> {
  const { situation, decision, said } = deciding;
  if (said.reason === '') return NO_REASON;
  const amount = decision === 'PAID_OTHER_AMOUNT' ? amountOf(deciding) : null;
  if (amount !== null && (amount <= 0n || amount === situation.attempt?.amount))
    return {
      ...{ kind: 'INVALID', field: 'paidAmount' },
      message: 'Say what was paid in all: more than zero, and not the amount of the payment.',
    };
  await writeProposal(db, { id: situation.exception.id, decision, amount, ...said });
  return { kind: 'PROPOSED' };
}

const amountOf = ({ paidAmount, situation: { exception } }: Deciding): bigint =>
  paidAmount ?? exception.named_amount ?? 0n;

async function confirm(
  db: Db,
  waking: Waking,
  { exception, attempt, attempts, tasks }: Situation,
  said: Said,
): Promise<ResolveExceptionResult> {
  const { id, proposed_decision: decision, proposed_reason: reason, proposed_amount: paidAmount } = exception;
  if (decision === null) throw new Error('Confirmed without a proposal.');
  if (attempt) {
    // Whoever holds the lease may be sending the old reference again at this very moment.
    const task = tasks.find((one) => one.id === attempt.attempt_id);
    if (task?.leasedUntil && task.leasedUntil > said.at) return { kind: 'ATTEMPT_IN_HAND' };
    const decided = {
      exception,
      attempt,
      attempts,
      tasks,
      decision,
      paidAmount,
      reason: reason ?? '',
      now: said.at,
    };
    const carriedOut = await carryOutDecision(db, waking, decided);
    if (carriedOut !== 'DONE') return { kind: carriedOut };
  }
  await writeResolution(db, { id, resolution: decision, ...said, reason: said.reason || null });
  // What was held back may be handed out now.
  await makeTasksAvailable(
    db,
    attempts.map((one) => one.attempt_id),
  );
  for (const institutionCode of new Set(attempts.map((one) => one.institution_code)))
    waking.items.push({ kind: 'PAYMENT', institutionCode });
  return { kind: 'RESOLVED' };
}

/** Whether it was an answer while the payment stood where it stood when this was found. */
function isEverPossible(
  { kind }: LockedException,
  attempt: LockedAttempt | undefined,
  decision: ExceptionDecision,
): boolean {
  return (
    attempt !== undefined && PAYMENT_STATUSES.some((status) => decisionsOn(kind, status).includes(decision))
  );
}

export type TakeExceptionResult = { readonly kind: 'TAKEN' | 'NOT_FOUND' | 'ALREADY_RESOLVED' } | KeyRefused;

/** Takes an open exception into one's own hands: others see whom to ask. @throws HubError FORBIDDEN */
export async function takeException(
  deps: PaymentDeps,
  caller: Caller,
  id: string,
  key?: string | null,
): Promise<TakeExceptionResult> {
  requireRole(caller, 'officer', 'approver');
  const asked = { operation: 'takeException', caller, key, input: { id } };
  return answerOnce(deps, asked, (within) => take(within, caller, id));
}

async function take(deps: PaymentDeps, caller: Caller, id: string): Promise<TakeExceptionResult> {
  return deps.transact(async (db) => {
    const exception = await lockException(db, id);
    if (!exception || !(await isReached(deps, db, caller, exception))) return { kind: 'NOT_FOUND' };
    if (exception.resolved_at !== null) return { kind: 'ALREADY_RESOLVED' };
    await assignException(db, id, caller.subject, deps.clock());
    return { kind: 'TAKEN' };
  });
}

/** What this person does by saying this decision. Who proposed cannot confirm; who cannot confirm proposes anew. */
function stepOf(
  { subject, roles }: Caller,
  deciding: Deciding,
): 'PROPOSE' | 'CONFIRM' | 'FOUR_EYES' | 'NOT_PROPOSED' {
  const {
    proposed_decision: proposed,
    proposed_by: proposer,
    proposed_amount,
  } = deciding.situation.exception;
  // Whoever names another amount than was proposed proposes anew.
  const isSame = proposed === deciding.decision && [null, proposed_amount].includes(deciding.paidAmount);
  if (roles.includes('approver') && isSame) return proposer === subject ? 'FOUR_EYES' : 'CONFIRM';
  return roles.includes('officer') ? 'PROPOSE' : 'NOT_PROPOSED';
}

/** Locks in the order in which everybody does: tasks, payments with their attempts, then the exception. */
async function lockSituation(db: Db, id: string): Promise<Situation | undefined> {
  const { payment_id: paymentId = null } = (await findExceptionToDecide(db, id)) ?? {};
  const attemptIds = paymentId === null ? [] : await findAttemptsOfIntent(db, paymentId);
  const tasks = await lockTasks(db, attemptIds);
  const attempts = await lockAttempts(db, attemptIds);
  const exception = await lockException(db, id);
  if (!exception) return undefined;
  return {
    exception,
    attempts,
    tasks,
    attempt: attempts.find((one) => one.attempt_id === exception.attempt_id),
  };
}

async function isReached(
  { clock }: PaymentDeps,
  db: Db,
  caller: Caller,
  { area_id: areaId }: LockedException,
): Promise<boolean> {
  // What fits no payment belongs to no area, and nothing moves by it.
  return areaId === null || isAreaVisible(db, areaId, calendarDateOf(clock()), scopeOf(caller));
}
