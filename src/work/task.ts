/** A task: something that an adapter has to do for one institution, and the lease under which one worker does it. */
import { HubError } from '../values/index.js';

export const WORK_KINDS = ['CITIZEN_CHECK', 'ACCOUNT_CHECK', 'PAYMENT'] as const;
export type WorkKind = (typeof WORK_KINDS)[number];

/** CHECK and INQUIRE may be done again; SUBMIT moves money and is handed out once. */
export type TaskAction = 'CHECK' | 'SUBMIT' | 'INQUIRE';

/** The id is the id of what the task is about (a check, an attempt), so a report names it after the task is gone. */
export interface NewTask {
  readonly id: string;
  readonly kind: WorkKind;
  readonly institutionCode: string;
  readonly action: TaskAction;
  /** Default: now. */
  readonly availableAt?: Date;
}

export interface Task {
  readonly id: string;
  readonly kind: WorkKind;
  readonly institutionCode: string;
  readonly action: TaskAction;
  readonly availableAt: Date;
  readonly leasedUntil: Date | null;
  /** See `formatHolder`. */
  readonly leaseHolder: string | null;
  /** How often it was handed out. */
  readonly tries: number;
  /** When it was handed out first, other than to be asked about. */
  readonly handedOutAt: Date | null;
}

/** A task whose lease ended without a report; it waits again, a SUBMIT as INQUIRE. */
export interface LapsedTask extends Task {
  /** What it had been handed out as. */
  readonly lapsedAction: TaskAction;
  readonly lapsedHolder: string;
}

export const CLAIM_TASKS_MAX = 1_000;
export const LEASE_SECONDS_MAX = 3_600;
/** Waiting tasks are counted up to here. */
export const WAITING_COUNT_MAX = 10_000;

/** The longest name of a worker. */
const WORKER_LENGTH_MAX = 128;

/** Who holds a lease: `<clientId>/<worker>`. `worker` names one running process of the client's, default `default`.
 *  @throws HubError BAD_USER_INPUT past 128 characters */
export function formatHolder({
  clientId,
  worker,
}: {
  readonly clientId: string;
  readonly worker?: string | null;
}): string {
  if ((worker?.length ?? 0) > WORKER_LENGTH_MAX)
    throw new HubError('BAD_USER_INPUT', `\`worker\` has at most ${WORKER_LENGTH_MAX} characters.`);
  return `${clientId}/${worker ?? 'default'}`;
}
