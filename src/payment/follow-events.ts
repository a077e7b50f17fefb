/** Which events of the log a caller follows: what it asks for, narrowed to what it may see. */
import { scopeOf, type Caller } from '../access/index.js';
import { narrowFilter, type EventFilter } from '../event/index.js';
import { calendarDateOf, HubError } from '../values/index.js';
import { listAreasBelow } from './area-store.js';
import type { PaymentDeps } from './payment-deps.js';

export interface WantedEvents {
  readonly area?: string | null;
  readonly institution?: string | null;
  readonly batchId?: string;
  readonly beneficiaryId?: string;
  readonly to?: readonly string[] | null;
}

/** The filter to read the log by; undefined when nothing can match, now or later.
 *  @throws HubError BAD_USER_INPUT for an area that does not exist today */
export async function eventFilterFor(
  deps: PaymentDeps,
  caller: Caller,
  wanted: WantedEvents,
): Promise<EventFilter | undefined> {
  const { area, institution, batchId, beneficiaryId, to } = wanted;
  const asked: EventFilter = {
    kinds: ['payment'],
    ...(area ? { areaIds: await areasBelow(deps, area) } : {}),
    ...(institution ? { institutionCode: institution } : {}),
    ...(batchId ? { batchId } : {}),
    ...(beneficiaryId ? { beneficiaryId } : {}),
    ...(to ? { statusTo: to } : {}),
  };
  return narrowFilter(asked, await scopeFilter(deps, caller));
}

async function scopeFilter(deps: PaymentDeps, caller: Caller): Promise<EventFilter> {
  const scope = scopeOf(caller);
  switch (scope.kind) {
    case 'COUNTRY':
      return {};
    case 'AREA':
      return { areaIds: await areasBelow(deps, scope.areaCode) };
    case 'INSTITUTION':
      return { institutionCode: scope.institution };
  }
}

async function areasBelow({ db, clock }: PaymentDeps, code: string): Promise<ReadonlySet<string>> {
  const ids = await listAreasBelow(db, code, calendarDateOf(clock()));
  if (ids.length === 0)
    throw new HubError('BAD_USER_INPUT', 'There is no administrative unit with this code today.');
  return new Set(ids);
}
