/** A person settles what the machine kept for people. Where money may move, two do: an officer proposes what to do about a
 *  payment that its institution never received, or that was made to the dead, and somebody else, an approver, confirms it. */
import { isAreaVisible, requireRole, scopeOf, type Caller } from '../access/index.js';
import { calendarDateOf } from '../values/index.js';
import { lockTasks, type Db, type Task, type Waking } from '../work/index.js';
import { lockAttempts, type LockedAttempt } from './attempt-store.js';
import { carryOutDecision } from './carry-out-decision.js';
import {
  assignException,
  findExceptionToDecide,
  lockException,
  writeProposal,
  writeResolution,
  type ExceptionDecision,
  type LockedException,
} from './decision-store.js';
import type { PaymentDeps } from './payment-deps.js';
import type { PaymentStatus } from './payment-state.js';

const REASON_LENGTH_MAX = 1000;

export interface ResolveExceptionInput {
  readonly id: string;
  /** For what was never received, while nobody knows more, and for what was paid to the dead; nothing else takes one. */
  readonly decision?: ExceptionDecision | null;
  /** Why, 1 to 1,000 characters. Only who confirms a proposal may leave it out. */
  readonly reason?: string | null;
}

export type ResolveExceptionResult =
  | { readonly kind: 'PROPOSED' | 'RESOLVED' }
  | { readonly kind: 'NOT_FOUND' | 'FOUR_EYES' }
  | { readonly kind: 'INVALID'; readonly field: 'decision' | 'reason'; readonly message: string }
  /** Resolved before; the payment has moved on meanwhile; an adapter has the attempt in hand just now. */
  | { readonly kind: 'ALREADY_RESOLVED' | 'PAYMENT_MOVED_ON' | 'ATTEMPT_IN_HAND' };

interface Situation {
  readonly exception: LockedException;
  readonly attempt: LockedAttempt | undefined;
  readonly task: Task | undefined;
}

/** Proposing again replaces the proposal; confirming what is resolved changes nothing.
 *  @throws HubError FORBIDDEN for whoever is neither officer nor approver */
export async function resolveException(
  deps: PaymentDeps,
  caller: Caller,
  input: ResolveExceptionInput,
): Promise<ResolveExceptionResult> {
  requireRole(caller, 'officer', 'approver');
  const reason = input.reason?.trim() ?? '';
  if (reason.length > REASON_LENGTH_MAX)
    return { kind: 'INVALID', field: 'reason', message: 'The reason has at most 1,000 characters.' };
  return deps.transact(async (db, waking): Promise<ResolveExceptionResult> => {
    const situation = await lockSituation(db, input.id);
    if (!situation || !(await isReached(deps, db, caller, situation.exception))) return { kind: 'NOT_FOUND' };
    if (situation.exception.resolved_at !== null) return { kind: 'ALREADY_RESOLVED' };
    const said = { by: caller.subject, reason, at: deps.clock() };
    const decision = input.decision ?? null;
    return decision === null
      ? note(db, situation, said)
      : decide(db, waking, { caller, situation, decision, said });
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
  if (isUndecided(exception, attempt)) {
    const message = `Say ${decisionsOn(exception.kind).join(' or ')}.`;
    return { kind: 'INVALID', field: 'decision', message };
  }
  if (said.reason === '') return NO_REASON;
  await writeResolution(db, { id: exception.id, resolution: 'NOTED', ...said });
  return { kind: 'RESOLVED' };
}

interface Deciding {
  readonly caller: Caller;
  readonly situation: Situation;
  readonly decision: ExceptionDecision;
  readonly said: Said;
}

async function decide(db: Db, waking: Waking, deciding: Deciding): Promise<ResolveExceptionResult> {
  const { caller, situation, decision, said } = deciding;
  const { exception, attempt, task } = situation;
  if (!decisionsOn(exception.kind).includes(decision))
    return { kind: 'INVALID', field: 'decision', message: `${decision} is no answer to ${exception.kind}.` };
  if (!attempt || !isUndecided(exception, attempt)) return { kind: 'PAYMENT_MOVED_ON' };
  switch (stepOf(caller, exception, decision)) {
    case 'FOUR_EYES':
      return { kind: 'FOUR_EYES' };
    case 'NOT_PROPOSED':
      return { kind: 'INVALID', field: 'decision', message: 'An officer proposes this first.' };
    case 'PROPOSE':
      if (said.reason === '') return NO_REASON;
      await writeProposal(db, { id: exception.id, decision, ...said });
      return { kind: 'PROPOSED' };
    case 'CONFIRM': {
      // Whoever holds the lease may be sending the old reference again at this very moment.
      if (task?.leasedUntil && task.leasedUntil > said.at) return { kind: 'ATTEMPT_IN_HAND' };
      const reason = exception.proposed_reason ?? '';
      await carryOutDecision(db, waking, { attempt, decision, reason, now: said.at });
      await writeResolution(db, {
        ...{ id: exception.id, resolution: decision, by: said.by, at: said.at },
        reason: said.reason || null,
      });
      return { kind: 'RESOLVED' };
    }
  }
}

/** What two people may decide, by what happened, and the state of the attempt in which they do: nobody knows more than that
 *  its institution never received it; the money is still where it went. */
const DECISIONS: Readonly<
  Record<string, { readonly while: PaymentStatus; readonly decisions: readonly ExceptionDecision[] }>
> = {
  NOT_RECEIVED: { while: 'UNKNOWN', decisions: ['SEND_AGAIN', 'GIVE_UP'] },
  PAID_AFTER_DEATH: { while: 'SETTLED', decisions: ['RECOVERED', 'WRITTEN_OFF'] },
};

const decisionsOn = (kind: string): readonly ExceptionDecision[] => DECISIONS[kind]?.decisions ?? [];

function isUndecided({ kind }: LockedException, attempt: LockedAttempt | undefined): boolean {
  return attempt !== undefined && DECISIONS[kind]?.while === attempt.status;
}

/** Takes an open exception into one's own hands: others see whom to ask. @throws HubError FORBIDDEN */
export async function takeException(
  deps: PaymentDeps,
  caller: Caller,
  id: string,
): Promise<{ readonly kind: 'TAKEN' | 'NOT_FOUND' | 'ALREADY_RESOLVED' }> {
  requireRole(caller, 'officer', 'approver');
  return deps.transact(async (db) => {
    const exception = await lockException(db, id);
    if (!exception || !(await isReached(deps, db, caller, exception))) return { kind: 'NOT_FOUND' };
    if (exception.resolved_at !== null) return { kind: 'ALREADY_RESOLVED' };
    await assignException(db, id, caller.subject);
    return { kind: 'TAKEN' };
  });
}

/** What this person does by saying this decision. Who proposed cannot confirm; who cannot confirm proposes anew. */
function stepOf(
  { subject, roles }: Caller,
  { proposed_decision: proposed, proposed_by: proposer }: LockedException,
  decision: ExceptionDecision,
): 'PROPOSE' | 'CONFIRM' | 'FOUR_EYES' | 'NOT_PROPOSED' {
  if (roles.includes('approver') && proposed === decision) {
    return proposer === subject ? 'FOUR_EYES' : 'CONFIRM';
  }
  return roles.includes('officer') ? 'PROPOSE' : 'NOT_PROPOSED';
}

/** Locks in the order in which everybody does: the task, the payment with its attempt, then the exception. */
async function lockSituation(db: Db, id: string): Promise<Situation | undefined> {
  const attemptId = (await findExceptionToDecide(db, id))?.attempt_id ?? null;
  const [task] = attemptId === null ? [] : await lockTasks(db, [attemptId]);
  const [attempt] = attemptId === null ? [] : await lockAttempts(db, [attemptId]);
  const exception = await lockException(db, id);
  return exception && { exception, attempt, task };
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
