/** Whom an officer's request for checks is about: the unit that it names or the officer's own, and how many people of it. */
import type { Queryable } from '../database/index.js';
import { calendarDateOf, HubError } from '../values/index.js';
import { findArea } from './area-store.js';
import type { Caller } from './caller.js';
import { scopeOf } from './scope.js';

const BENEFICIARIES_MAX = 1000;

export interface RequestedPeople {
  /** Code of a unit, as of today; left out with `beneficiaryIds`: the caller's own. */
  readonly area?: string | null;
  /** At most 1,000; null: everyone of the area. */
  readonly beneficiaryIds?: readonly string[] | null;
}

/** The unit's id.
 *  @throws HubError BAD_USER_INPUT for neither people nor an area, more than 1,000 people, or an area that does not exist or
 *          lies outside the caller's */
export async function getRequestedArea(
  { db, clock }: { readonly db: Queryable; readonly clock: () => Date },
  caller: Caller,
  { area, beneficiaryIds }: RequestedPeople,
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
