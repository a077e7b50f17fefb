/** An officer asks the register about people of the area: chosen ones or everyone, and whoever receives for them. */
import { getRequestedArea, requireRole, type Caller } from '../access/index.js';
import { scopeForPurpose } from './citizen-verdict.js';
import { REGISTER, type PopulationDeps } from './population-deps.js';
import { insertCitizenChecks } from './request-store.js';

export interface RequestCitizenChecksInput {
  /** At most 1,000; null: everyone of the area. */
  readonly beneficiaryIds?: readonly string[] | null;
  /** Code of a unit, as of today; with `beneficiaryIds` only those of them who live there. */
  readonly area?: string | null;
  /** Leaves out whoever was answered within the freshness limit. */
  readonly onlyStale: boolean;
}

export interface ChecksQueued {
  readonly queued: number;
  /** Fresh enough, already waiting, without a personal id, or not in the caller's area. */
  readonly skipped: number;
}

/** What a request is for whose caller named no purpose. */
const PURPOSE_DEFAULT = 'PAYMENT_PREPARATION';

/** Safe to repeat: a citizen has one open question at most.
 *  @throws HubError FORBIDDEN for whoever is no officer; BAD_USER_INPUT for neither people nor an area, more than 1,000
 *          people, or an area that does not exist or lies outside the caller's */
export async function requestCitizenChecks(
  deps: PopulationDeps,
  caller: Caller,
  input: RequestCitizenChecksInput,
): Promise<ChecksQueued> {
  requireRole(caller, 'officer');
  const beneficiaryIds = input.beneficiaryIds ? [...new Set(input.beneficiaryIds)] : null;
  const areaId = await getRequestedArea(deps, caller, { area: input.area, beneficiaryIds });
  return deps.transact(async (db, waking) => {
    const { found, queued } = await insertCitizenChecks(db, {
      areaId,
      beneficiaryIds,
      onlyStale: input.onlyStale,
      freshnessDays: deps.policy.freshnessDays,
      scope: scopeForPurpose(caller.purpose),
      requestedBy: caller.subject,
      purpose: caller.purpose ?? PURPOSE_DEFAULT,
    });
    if (queued > 0) waking.items.push({ kind: 'CITIZEN_CHECK', institutionCode: REGISTER });
    return { queued, skipped: Math.max(found, beneficiaryIds?.length ?? 0) - queued };
  });
}
