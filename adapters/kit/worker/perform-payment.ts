/**
 * What is done with one payment task. Here stand the rules that keep a payment from being made twice, whatever the rail:
 * a SUBMIT is sent once, a doubt is never resolved by sending, and a refused repeat is a doubt, not a refusal.
 */
import type { PaymentOutcome, PaymentRail, PaymentTask, SubmitLease } from '../adapter.js';
import { AdapterError, toAdapterError } from '../adapter-error.js';
import type { PaymentCapabilities } from '../capabilities.js';
import type { PaymentAction } from '../generated/hub-client.js';
import type { Log } from '../log.js';
import type { Leases } from './leases.js';
import { isTaken, type Acknowledged } from './reporter.js';
import type { Performed } from './work-lane.js';

export interface ClaimedPayment {
  readonly id: string;
  readonly action: PaymentAction;
  readonly task: PaymentTask;
}

export interface PaymentDeps {
  readonly rail: PaymentRail;
  readonly capabilities: PaymentCapabilities;
  readonly leases: Pick<Leases, 'confirm' | 'renew'>;
  readonly clock: () => Date;
  readonly log: Log;
  /** Whether the institution works now; always when left out. */
  readonly isOpen?: () => boolean;
  /** Hands the outcome to the reporter; resolves when the hub has acknowledged it. */
  readonly report: (task: PaymentTask, outcome: PaymentOutcome) => Promise<Acknowledged>;
}

type Attempted =
  | { readonly outcome: PaymentOutcome; readonly error?: undefined }
  | { readonly outcome?: undefined; readonly error: AdapterError };

/** What goes to the institution together: first submissions where it takes native batches, everything else alone. */
export function dividePayments(
  claimed: readonly ClaimedPayment[],
  { rail, capabilities }: Pick<PaymentDeps, 'rail' | 'capabilities'>,
): readonly (readonly ClaimedPayment[])[] {
  const partMax = rail.submitBatch === undefined ? 1 : (capabilities.nativeBatchMax ?? 1);
  const submits = claimed.filter(({ action }) => action === 'SUBMIT');
  const parts = Array.from({ length: Math.ceil(submits.length / partMax) }, (_, index) =>
    submits.slice(index * partMax, (index + 1) * partMax),
  );
  return [...parts, ...claimed.filter(({ action }) => action !== 'SUBMIT').map((inquiry) => [inquiry])];
}

/** Does one part of `dividePayments`. */
export async function performPayments(
  part: readonly ClaimedPayment[],
  deps: PaymentDeps,
): Promise<Performed[]> {
  if (part.length > 1)
    return submitTogether(
      part.map(({ task }) => task),
      deps,
    );
  return Promise.all(part.map((claimed) => performPayment(claimed, deps)));
}

function performPayment(claimed: ClaimedPayment, deps: PaymentDeps): Promise<Performed> {
  switch (claimed.action) {
    case 'SUBMIT':
      return submitFirst(claimed.task, deps);
    case 'INQUIRE':
      return findOut(claimed.task, deps);
  }
}

async function submitFirst(task: PaymentTask, deps: PaymentDeps): Promise<Performed> {
  if (!(await deps.leases.confirm(task.id))) return lost;
  if (isClosed(deps)) return unsent;
  return endOf(task, await submit(task, deps), deps);
}

async function submitTogether(tasks: readonly PaymentTask[], deps: PaymentDeps): Promise<Performed[]> {
  const isOurs = await Promise.all(tasks.map((task) => deps.leases.confirm(task.id)));
  if (isClosed(deps)) return tasks.map((_task, index) => (isOurs[index] ? unsent : lost));
  const ours = tasks.filter((_task, index) => isOurs[index]);
  const sent = ours.length === 0 ? [] : await attemptTogether(ours, deps);
  const attempts = new Map(ours.map((task, index) => [task, sent[index]]));
  return Promise.all(
    tasks.map(async (task) => {
      const attempted = attempts.get(task);
      return attempted === undefined
        ? lost
        : endOf(task, await withoutDuplicate(task, attempted, deps), deps);
    }),
  );
}

async function attemptTogether(tasks: readonly PaymentTask[], deps: PaymentDeps): Promise<Attempted[]> {
  try {
    const outcomes = (await deps.rail.submitBatch?.(tasks)) ?? [];
    // An outcome too few, and nobody knows whose is missing.
    if (outcomes.length !== tasks.length)
      throw new AdapterError('NO_ANSWER', 'ADAPTER_BUG', 'outcomes do not fit');
    return outcomes.map((outcome) => ({ outcome }));
  } catch (thrown) {
    const error = noted(thrown, deps);
    return tasks.map(() => ({ error }));
  }
}

async function findOut(task: PaymentTask, deps: PaymentDeps): Promise<Performed> {
  const found = await attempt(deps, () => deps.rail.inquire(task));
  if (found.error || !isNeverReceived(found.outcome)) return endOf(task, found, deps);
  if (task.isInquiryOnly || deps.capabilities.repeatedReference !== 'REFUSED')
    return endOf(task, found, deps);
  // Sending again is right only under a lease that is certainly ours: the hub then knows nobody else acts on it.
  if (!(await deps.leases.renew(task.id))) return lost;
  // After the cut-off it is asked about again in the morning, and sent then.
  if (isClosed(deps)) return unsent;
  deps.log.info({ taskId: task.id }, 'never received, and a repeat would be refused: sent again');
  return endOf(task, await submit(task, deps), deps);
}

async function submit(task: PaymentTask, deps: PaymentDeps): Promise<Attempted> {
  return withoutDuplicate(task, await attempt(deps, () => deps.rail.submit(task, leaseOf(task, deps))), deps);
}

function leaseOf({ id }: PaymentTask, { leases }: PaymentDeps): SubmitLease {
  return {
    confirm: async () => {
      if (await leases.confirm(id)) return;
      throw new AdapterError(
        'NOT_SENT',
        'LEASE_LOST',
        'the lease may have ended before the money was asked for',
      );
    },
  };
}

/** "I know this reference" says that an earlier request arrived, not that the payment failed: find out what became of it. It may be one
 *  that the hub has forgotten. Where nobody tells, a refusal that says itself that the earlier one is booked is believed; where the inquiry
 *  denies it, neither is. */
async function withoutDuplicate(task: PaymentTask, sent: Attempted, deps: PaymentDeps): Promise<Attempted> {
  if (sent.error || sent.outcome.reason !== 'DUPLICATE') return sent;
  const found =
    deps.capabilities.inquiryBy === 'NONE' ? undefined : await attempt(deps, () => deps.rail.inquire(task));
  if (found && !found.error && !isNeverReceived(found.outcome)) return found;
  const { status, reasonText } = sent.outcome;
  if (status === 'SETTLED' && (!found || found.error))
    return { outcome: { ...sent.outcome, reason: undefined } };
  return {
    outcome: {
      status: 'UNKNOWN',
      evidence: 'NONE',
      reason: 'DUPLICATE',
      reasonText,
      occurredAt: deps.clock(),
    },
  };
}

async function attempt(deps: PaymentDeps, act: () => Promise<PaymentOutcome>): Promise<Attempted> {
  try {
    return { outcome: await act() };
  } catch (thrown) {
    return { error: noted(thrown, deps) };
  }
}

function noted(thrown: unknown, deps: PaymentDeps): AdapterError {
  const error = toAdapterError(thrown);
  const fields = { kind: error.kind, code: error.code, bug: bugOf(error) };
  deps.log[error.code === 'ADAPTER_BUG' ? 'error' : 'warn'](fields, 'the institution gave no usable answer');
  return error;
}

function endOf(task: PaymentTask, attempted: Attempted, deps: PaymentDeps): Performed {
  const { error } = attempted;
  if (error?.isProvablyUnsent) return { end: 'UNSENT', isReachable: false };
  const outcome = attempted.outcome ?? unknown(attempted.error.code, deps);
  // A request that was turned away will be turned away again: hold back until somebody or some time has mended it.
  return {
    end: 'REPORTED',
    isReachable: error?.kind !== 'REFUSED',
    acknowledged: reportOrElse(task, outcome, deps),
  };
}

/** An outcome that the hub does not take is one that it does not know: it asks again, later and later. */
async function reportOrElse(task: PaymentTask, outcome: PaymentOutcome, deps: PaymentDeps): Promise<void> {
  if (!isTaken(await deps.report(task, outcome))) await deps.report(task, unknown('NOT_TAKEN', deps));
}

function unknown(code: string, { clock }: PaymentDeps): PaymentOutcome {
  const doubt = { status: 'UNKNOWN', evidence: 'NONE', reason: 'TECHNICAL' } as const;
  return { ...doubt, reasonText: code, occurredAt: clock() };
}

function isNeverReceived(outcome: PaymentOutcome): boolean {
  return outcome.status === 'UNKNOWN' && outcome.evidence === 'INQUIRY' && outcome.reason === 'NOT_RECEIVED';
}

/** Only the place of a bug is logged: a foreign error's message may repeat what it was given. */
function bugOf(error: AdapterError): string | undefined {
  if (error.code !== 'ADAPTER_BUG' || !(error.cause instanceof Error)) return undefined;
  return `${error.cause.name} ${error.cause.stack?.split('\n')[1]?.trim() ?? ''}`;
}

/** Waiting for a lease or an answer may have taken until after the cut-off. */
function isClosed({ isOpen }: PaymentDeps): boolean {
  return isOpen?.() === false;
}

const unsent: Performed = { end: 'UNSENT', isReachable: true };
const lost: Performed = { end: 'LOST', isReachable: true };
