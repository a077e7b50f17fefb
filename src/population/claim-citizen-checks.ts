/** Hands the register's adapter questions to ask. */
import { requireInstitution, type Caller } from '../access/index.js';
import { HubError } from '../values/index.js';
import { BY_KEYS, claimTasks, endSession, expireLeases, formatHolder, type Task } from '../work/index.js';
import { findQuestions, type CitizenQuestion } from './check-store.js';
import { REGISTER, type PopulationDeps } from './population-deps.js';

export interface ClaimChecksInput {
  readonly limit: number;
  readonly leaseSeconds: number;
  /** Names one running adapter process. */
  readonly worker?: string | null;
  /** Ends that worker's earlier leases at once: it has restarted and knows nothing of them. */
  readonly newSession: boolean;
}

export interface ClaimedCitizenCheck {
  readonly task: Task;
  readonly question: CitizenQuestion;
}

/** A question is nobody else's until its lease ends; then it is handed out again.
 *  @throws HubError FORBIDDEN for whoever is not the population database's adapter, BAD_USER_INPUT past 1,000 tasks or an hour */
export async function claimCitizenChecks(
  deps: PopulationDeps,
  caller: Caller,
  input: ClaimChecksInput,
): Promise<readonly ClaimedCitizenCheck[]> {
  requireRegister(deps, caller);
  const { limit, leaseSeconds, worker, newSession } = input;
  const holder = formatHolder({ clientId: caller.clientId, worker });
  return deps.transact(async (db) => {
    if (newSession) await endSession(db, { kind: 'CITIZEN_CHECK', holder });
    await expireLeases(db, { kind: 'CITIZEN_CHECK' });
    const wanted = { kind: 'CITIZEN_CHECK', institutions: [REGISTER], holder, limit, leaseSeconds } as const;
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

/** @throws HubError FORBIDDEN for whoever is not the population database's adapter */
export function requireRegister(deps: PopulationDeps, caller: Caller): void {
  if (requireInstitution(caller) !== REGISTER) {
    throw new HubError('FORBIDDEN', `Only the adapter of ${REGISTER} answers for citizens.`);
  }
  deps.noteSeen(REGISTER);
}
