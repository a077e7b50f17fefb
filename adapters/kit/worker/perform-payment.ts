/**
 * What is done with one payment task. Here stand the rules that keep a payment from being made twice, whatever the rail:
 * a SUBMIT is sent once, a doubt is never resolved by sending, and a refused repeat is a doubt, not a refusal.
 */
import type { PaymentOutcome, PaymentRail, PaymentTask } from '../adapter.js';
import { toAdapterError, type AdapterError } from '../adapter-error.js';
import type { PaymentCapabilities } from '../capabilities.js';
import type { PaymentAction } from '../generated/hub-client.js';
import type { Log } from '../log.js';
import type { Leases } from './leases.js';
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
  /** Hands the outcome to the reporter; resolves when the hub has acknowledged it. */
  readonly report: (task: PaymentTask, outcome: PaymentOutcome) => Promise<unknown>;
}

type Attempted =
  | { readonly outcome: PaymentOutcome; readonly error?: undefined }
  | { readonly outcome?: undefined; readonly error: AdapterError };

export function performPayment(claimed: ClaimedPayment, deps: PaymentDeps): Promise<Performed> {
  switch (claimed.action) {
    case 'SUBMIT':
      return submitFirst(claimed.task, deps);
    case 'INQUIRE':
      return findOut(claimed.task, deps);
  }
}

async function submitFirst(task: PaymentTask, deps: PaymentDeps): Promise<Performed> {
  if (!(await deps.leases.confirm(task.id))) return lost;
  return endOf(task, await submit(task, deps), deps);
}

async function findOut(task: PaymentTask, deps: PaymentDeps): Promise<Performed> {
  const found = await attempt(deps, () => deps.rail.inquire(task));
  if (found.error || !isNeverReceived(found.outcome)) return endOf(task, found, deps);
  if (deps.capabilities.repeatedReference !== 'REFUSED') return endOf(task, found, deps);
  // Sending again is right only under a lease that is certainly ours: the hub then knows nobody else acts on it.
  if (!(await deps.leases.renew(task.id))) return lost;
  deps.log.info({ taskId: task.id }, 'never received, and a repeat would be refused: sent again');
  return endOf(task, await submit(task, deps), deps);
}

async function submit(task: PaymentTask, deps: PaymentDeps): Promise<Attempted> {
  const sent = await attempt(deps, () => deps.rail.submit(task));
  if (sent.error || sent.outcome.reason !== 'DUPLICATE') return sent;
  // "I know this reference" says that an earlier request arrived, not that the payment failed.
  const found = await attempt(deps, () => deps.rail.inquire(task));
  const { reasonText } = sent.outcome;
  if (found.error || isNeverReceived(found.outcome)) {
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
  return found;
}

async function attempt(deps: PaymentDeps, act: () => Promise<PaymentOutcome>): Promise<Attempted> {
  try {
    return { outcome: await act() };
  } catch (thrown) {
    const error = toAdapterError(thrown);
    const fields = { kind: error.kind, code: error.code, bug: bugOf(error) };
    deps.log[error.code === 'ADAPTER_BUG' ? 'error' : 'warn'](
      fields,
      'the institution gave no usable answer',
    );
    return { error };
  }
}

function endOf(task: PaymentTask, attempted: Attempted, deps: PaymentDeps): Performed {
  const { error } = attempted;
  if (error?.isProvablyUnsent) return { end: 'UNSENT', isReachable: false };
  const outcome: PaymentOutcome = attempted.outcome ?? {
    status: 'UNKNOWN',
    evidence: 'NONE',
    reason: 'TECHNICAL',
    reasonText: attempted.error.code,
    occurredAt: deps.clock(),
  };
  // A request that was turned away will be turned away again: hold back until somebody or some time has mended it.
  return {
    end: 'REPORTED',
    isReachable: error?.kind !== 'REFUSED',
    acknowledged: deps.report(task, outcome),
  };
}

function isNeverReceived(outcome: PaymentOutcome): boolean {
  return outcome.status === 'UNKNOWN' && outcome.evidence === 'INQUIRY' && outcome.reason === 'NOT_RECEIVED';
}

/** Only the place of a bug is logged: a foreign error's message may repeat what it was given. */
function bugOf(error: AdapterError): string | undefined {
  if (error.code !== 'ADAPTER_BUG' || !(error.cause instanceof Error)) return undefined;
  return `${error.cause.name} ${error.cause.stack?.split('\n')[1]?.trim() ?? ''}`;
}

const lost: Performed = { end: 'LOST', isReachable: true };
