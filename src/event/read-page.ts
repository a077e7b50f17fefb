/** One page of matching events at bounded cost: what an index finds is read directly, anything else by windows of the
 *  log, as many as a budget allows. A page therefore says how far it read, which may be further than its last event. */
import type { Queryable } from '../database/index.js';
import type { HubEvent } from './event.js';
import type { EventFilter } from './event-filter.js';
import { type LogRange, readMatching } from './log-reader.js';

export interface Page {
  readonly events: readonly HubEvent[];
  /** Every matching event from the page's start up to here is in the page. */
  readonly readUpTo: bigint;
}

/** Log rows that one page may pass over: some 200 ms of PostgreSQL. */
export const SCAN_BUDGET = 500_000n;

const windowMin = 2_000n;
const windowMax = 100_000n;

/** Reads at most `limit` events of the range; `readUpTo` is the range's end when there are no more. */
export async function readPage(
  db: Queryable,
  filter: EventFilter,
  { after, upTo, limit }: LogRange,
  scanBudget = SCAN_BUDGET,
): Promise<Page> {
  const events: HubEvent[] = [];
  const scanEnd = isIndexed(filter) ? upTo : smaller(upTo, after + scanBudget);
  let width = isIndexed(filter) ? upTo - after : windowMin;
  let readUpTo = after;
  while (readUpTo < scanEnd) {
    const windowEnd = smaller(readUpTo + width, scanEnd);
    const wanted = limit - events.length;
    const found = await readMatching(db, filter, { after: readUpTo, upTo: windowEnd, limit: wanted });
    events.push(...found);
    const last = found.at(-1);
    if (found.length === wanted && last !== undefined) return { events, readUpTo: last.position };
    readUpTo = windowEnd;
    width = smaller(width * 4n, windowMax);
  }
  return { events, readUpTo };
}

/** Whether an index leads straight to the matching events. */
function isIndexed({ subjectId, beneficiaryId, batchId }: EventFilter): boolean {
  return (subjectId ?? beneficiaryId ?? batchId) !== undefined;
}

function smaller(one: bigint, other: bigint): bigint {
  return one < other ? one : other;
}
