/** Hands an institution's adapter accounts to ask about. */
import { requireInstitution, type Caller } from '../access/index.js';
import { BY_KEYS, claimTasks, endSession, expireLeases, formatHolder, type Task } from '../work/index.js';
import type { AccountDeps } from './account-deps.js';
import { findQuestions, type AccountQuestion } from './check-store.js';

export interface ClaimChecksInput {
  readonly limit: number;
  readonly leaseSeconds: number;
  /** Names one running adapter process. */
  readonly worker?: string | null;
  /** Ends that worker's earlier leases at once: it has restarted and knows nothing of them. */
  readonly newSession: boolean;
}

export interface ClaimedAccountCheck {
  readonly task: Task;
  readonly question: AccountQuestion;
}

/** A question is nobody else's until its lease ends; then it is handed out again. `NAPAS` is handed those of every
 *  `NAPAS:<bin>`.
 *  @throws HubError FORBIDDEN for whoever is no adapter, BAD_USER_INPUT past 1,000 tasks or an hour */
export async function claimAccountChecks(
  deps: AccountDeps,
  caller: Caller,
  input: ClaimChecksInput,
): Promise<readonly ClaimedAccountCheck[]> {
  const institution = requireInstitution(caller);
  deps.noteSeen(institution);
  const { limit, leaseSeconds, worker, newSession } = input;
  const holder = formatHolder({ clientId: caller.clientId, worker });
  return deps.transact(async (db) => {
    if (newSession) await endSession(db, { kind: 'ACCOUNT_CHECK', holder });
    await expireLeases(db, { kind: 'ACCOUNT_CHECK' });
    const wanted = {
      kind: 'ACCOUNT_CHECK',
      institutions: [institution],
      holder,
      limit,
      leaseSeconds,
    } as const;
    const tasks = await claimTasks(db, wanted);
    const found = await findQuestions(
      db,
      tasks.map((task) => task.id),
    );
    return tasks.flatMap((task) => {
      const question = found.get(task.id);
      return question ? [{ task, question }] : [];
    });
  }, BY_KEYS);
}
