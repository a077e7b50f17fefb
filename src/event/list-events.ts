/** Catch-up by query, with the same cursors as the subscription. */
import type { Queryable } from '../database/index.js';
import { formatCursor, HubError } from '../values/index.js';
import type { HubEvent } from './event.js';
import type { EventFilter } from './event-filter.js';
import { readLogEnd } from './log-reader.js';
import { readPage, SCAN_BUDGET } from './read-page.js';

export interface EventPage {
  readonly events: readonly HubEvent[];
  /** Up to where the log was read; also present when nothing matched. A subscription can go on from it. */
  readonly endCursor: string;
  /** Exact, but where nothing was found within the scan budget: then true, and the next page reads on. */
  readonly hasNextPage: boolean;
}

export const PAGE_EVENTS_MAX = 500;

export interface ListOptions {
  readonly filter: EventFilter;
  /** Exclusive. */
  readonly after: bigint;
  /** 0 to 500. */
  readonly first: number;
  /** Log rows passed over at most. */
  readonly scanBudget?: bigint;
}

/** @throws HubError BAD_USER_INPUT when `first` is not a page's size */
export async function listEvents(db: Queryable, options: ListOptions): Promise<EventPage> {
  const { filter, after, first, scanBudget = SCAN_BUDGET } = options;
  if (!Number.isInteger(first) || first < 0 || first > PAGE_EVENTS_MAX) {
    throw new HubError('BAD_USER_INPUT', `A page holds 0 to ${PAGE_EVENTS_MAX} events.`);
  }
  const { logId, lastPosition } = await readLogEnd(db);
  const { events, readUpTo } = await readPage(
    db,
    filter,
    { after, upTo: lastPosition, limit: first + 1 },
    scanBudget,
  );
  const page = events.slice(0, first);
  const isCut = events.length > first;
  const end = isCut ? (page.at(-1)?.position ?? after) : readUpTo;
  return {
    events: page,
    endCursor: formatCursor({ logId, position: end }),
    hasNextPage: isCut || readUpTo < lastPosition,
  };
}
