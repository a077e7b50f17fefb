/** Which verification events a caller follows: what it asks for, narrowed to what it may see. */
import { findScopeReach, getAreasBelow, requireKnownCodes, scopeOf, type Caller } from '../access/index.js';
import { narrowFilter, type EventFilter } from '../event/index.js';
import { calendarDateOf } from '../values/index.js';
import type { AccountDeps } from './account-deps.js';

export interface WantedEvents {
  readonly area?: string | null;
  readonly institution?: string | null;
  readonly beneficiaryId?: string;
}

/** The filter to read the log by; undefined when nothing can match, now or later.
 *  @throws HubError BAD_USER_INPUT for an area or an institution that does not exist today */
export async function verificationFilterFor(
  { db, clock }: AccountDeps,
  caller: Caller,
  { area, institution, beneficiaryId }: WantedEvents,
): Promise<EventFilter | undefined> {
  await requireKnownCodes(db, { institution });
  const today = calendarDateOf(clock());
  const asked: EventFilter = {
    kinds: ['verification'],
    ...(area ? { areaIds: await getAreasBelow(db, area, today) } : {}),
    ...(institution ? { institutionCode: institution } : {}),
    ...(beneficiaryId ? { beneficiaryId } : {}),
  };
  return narrowFilter(asked, await findScopeReach(db, scopeOf(caller), today));
}
