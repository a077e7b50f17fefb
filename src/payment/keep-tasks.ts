/** Lets an adapter keep its tasks for longer, but for those that wait for people: such a lease runs out, so that a decision is held back
 *  by it for an hour at most. */
import { requireRole, type Caller } from '../access/index.js';
import { extendLeases } from '../work/index.js';
import { findWaitingForPeople } from './attempt-store.js';
import type { PaymentDeps } from './payment-deps.js';
import { findRecovery } from './recovery/recovery-store.js';

export interface KeepTasksInput {
  readonly taskIds: readonly string[];
  /** From now on; 1 to 3,600. */
  readonly leaseSeconds: number;
}

/** Safe to repeat. @returns how many leases run on   @throws HubError FORBIDDEN for whoever is no adapter, BAD_USER_INPUT */
export async function keepTasks(
  { db }: PaymentDeps,
  caller: Caller,
  { taskIds, leaseSeconds }: KeepTasksInput,
): Promise<number> {
  requireRole(caller, 'adapter');
  // While nothing is sent, no lease says that something may be: whoever asks before sending again is told no.
  const except = (await findRecovery(db)) ? 'PAYMENT' : undefined;
  const waiting = await findWaitingForPeople(db, taskIds);
  const kept = taskIds.filter((id) => !waiting.has(id));
  return extendLeases(db, { clientId: caller.clientId, taskIds: kept, leaseSeconds, except });
}
