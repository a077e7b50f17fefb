/** Which events of the log a caller follows: what it asks for, narrowed to what it may see. */
import { findScopeReach, getAreasBelow, requireKnownCodes, scopeOf, type Caller } from '../access/index.js';
import { narrowFilter, type EventFilter } from '../event/index.js';
import { calendarDateOf } from '../values/index.js';
import type { PaymentDeps } from './payment-deps.js';

export interface WantedEvents {
  readonly area?: string | null;
  readonly institution?: string | null;
  readonly batchId?: string;
  readonly beneficiaryId?: string;
  readonly to?: readonly string[] | null;
}

/** The filter to read the log by; undefined when nothing can match, now or later.
 *  @throws HubError BAD_USER_INPUT for an area or an institution that does not exist today */
export async function eventFilterFor(
  deps: PaymentDeps,
  caller: Caller,
  wanted: WantedEvents,
): Promise<EventFilter | undefined> {
  const { area, institution, batchId, beneficiaryId, to } = wanted;
  const { db } = deps;
  await requireKnownCodes(db, { institution });
  const today = calendarDateOf(deps.clock());
  const asked: EventFilter = {
    kinds: ['payment'],
    ...(area ? { areaIds: await getAreasBelow(db, area, today) } : {}),
    ...(institution ? { institutionCode: institution } : {}),
    ...(batchId ? { batchId } : {}),
    ...(beneficiaryId ? { beneficiaryId } : {}),
    ...(to ? { statusTo: to } : {}),
  };
  return narrowFilter(asked, await findScopeReach(db, scopeOf(caller), today));
}
