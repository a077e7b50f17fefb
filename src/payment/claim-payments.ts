/** Hands work to an adapter: attempts to send, once each, and attempts to ask about. */
import { requireInstitution, type Caller } from '../access/index.js';
import {
  BY_KEYS,
  claimTasks,
  endSession,
  expireLeases,
  formatHolder,
  type LapsedTask,
  type Task,
} from '../work/index.js';
import { listServedInstitutions } from './institution-store.js';
import { readAttempts, type AttemptForAdapter } from './attempt-store.js';
import { withoutDoubtful } from './hold-doubtful.js';
import { markLapsedUnknown } from './lapse-leases.js';
import type { PaymentDeps } from './payment-deps.js';
import { withoutDeceased } from './stop-deceased.js';

export interface ClaimPaymentsInput {
  readonly limit: number;
  readonly leaseSeconds: number;
  /** Names one running adapter process. */
  readonly worker?: string | null;
  /** Ends that worker's earlier leases at once: it has restarted and knows nothing of them. */
  readonly newSession: boolean;
}

export interface ClaimedPayment {
  readonly task: Task;
  readonly attempt: AttemptForAdapter;
}

/** SUBMIT is handed out once an attempt, never to pay somebody who is recorded as dead, and never while money is in doubt;
 *  whatever becomes of it later is INQUIRE.
 *  @throws HubError FORBIDDEN for whoever is no adapter, BAD_USER_INPUT past 1,000 tasks or an hour */
export async function claimPayments(
  deps: PaymentDeps,
  caller: Caller,
  input: ClaimPaymentsInput,
): Promise<readonly ClaimedPayment[]> {
  const institution = requireInstitution(caller);
  const holder = formatHolder({ clientId: caller.clientId, worker: input.worker ?? undefined });
  deps.noteRail(institution);
  return deps.transact(async (db) => {
    const lapsed: LapsedTask[] = input.newSession ? await endSession(db, { kind: 'PAYMENT', holder }) : [];
    lapsed.push(...(await expireLeases(db, { kind: 'PAYMENT' })));
    await markLapsedUnknown(db, lapsed, deps.clock());
    const { limit, leaseSeconds } = input;
    const institutions = [...(await listServedInstitutions(db, institution))];
    const claimed = await claimTasks(db, { kind: 'PAYMENT', institutions, holder, limit, leaseSeconds });
    const ids = claimed.map((task) => task.id);
    const attempts = new Map((await readAttempts(db, ids)).map((row) => [row.attempt_id, row]));
    const payments = claimed.flatMap((task) => {
      const attempt = attempts.get(task.id);
      return attempt ? [{ task, attempt }] : [];
    });
    return withoutDeceased(db, await withoutDoubtful(db, payments), deps.clock());
  }, BY_KEYS);
}
