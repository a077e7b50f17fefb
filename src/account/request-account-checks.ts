/** An officer asks institutions about accounts of people of the area, and of whoever receives for them. */
import { getRequestedArea, requireRole, type Caller } from '../access/index.js';
import { PURPOSE_DEFAULT, type AccountDeps } from './account-deps.js';
import { queueChecksOfArea } from './queue-store.js';

export interface RequestAccountChecksInput {
  /** At most 1,000; null: everyone of the area. */
  readonly beneficiaryIds?: readonly string[] | null;
  /** Code of a unit, as of today; with `beneficiaryIds` only those of them who live there. */
  readonly area?: string | null;
  /** Leaves out accounts that were answered for within the freshness limit. */
  readonly onlyStale: boolean;
}

export interface ChecksQueued {
  readonly queued: number;
  /** Accounts that are fresh enough or already being asked about. */
  readonly skipped: number;
}

/** Safe to repeat: an account has one open question at most.
 *  @throws HubError FORBIDDEN for whoever is no officer; BAD_USER_INPUT for neither people nor an area, more than 1,000
 *          people, or an area that does not exist or lies outside the caller's */
export async function requestAccountChecks(
  deps: AccountDeps,
  caller: Caller,
  input: RequestAccountChecksInput,
): Promise<ChecksQueued> {
  requireRole(caller, 'officer');
  const areaId = await getRequestedArea(deps, caller, input);
  return deps.transact(async (db, waking) => {
    const { found, queued } = await queueChecksOfArea(db, waking, {
      areaId,
      beneficiaryIds: input.beneficiaryIds ?? null,
      onlyStale: input.onlyStale,
      freshnessDays: deps.policy.freshnessDays,
      requestedBy: caller.subject,
      purpose: caller.purpose ?? PURPOSE_DEFAULT,
    });
    return { queued, skipped: found - queued };
  });
}
