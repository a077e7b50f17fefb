/** An officer asks institutions about accounts of people of the area, and of whoever receives for them. */
import { findArea, requireRole, scopeOf, type Caller } from '../access/index.js';
import { calendarDateOf, HubError } from '../values/index.js';
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

const BENEFICIARIES_MAX = 1000;

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

async function getRequestedArea(
  { db, clock }: AccountDeps,
  caller: Caller,
  { area, beneficiaryIds }: RequestAccountChecksInput,
): Promise<string> {
  if (!area && !beneficiaryIds) {
    throw new HubError('BAD_USER_INPUT', 'Name beneficiaryIds, an area, or both.');
  }
  if ((beneficiaryIds?.length ?? 0) > BENEFICIARIES_MAX) {
    throw new HubError('BAD_USER_INPUT', `At most ${BENEFICIARIES_MAX} beneficiaryIds in one call.`);
  }
  const code = area ?? caller.area?.code ?? '';
  const areaId = await findArea(db, code, calendarDateOf(clock()), scopeOf(caller));
  if (areaId === undefined) {
    throw new HubError('BAD_USER_INPUT', 'There is no such area today, or it lies outside yours.');
  }
  return areaId;
}
