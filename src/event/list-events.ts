/** Catch-up by query, with the same cursors as the subscription. */
import type { Queryable } from '../database/index.js';
import { HubError } from '../values/index.js';
import type { HubEvent } from './event.js';
import type { EventFilter } from './event-filter.js';
import { cursorOf, type LogPlace } from './log-place.js';
import { readIdAt, readLogEnd } from './log-reader.js';
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
  const logEnd = await readLogEnd(db);
  const { events, readUpTo } = await readPage(
    db,
    filter,
    { after, upTo: logEnd.position, limit: first + 1 },
    scanBudget,
  );
  const page = events.slice(0, first);
  const isCut = events.length > first;
  const position = isCut ? (page.at(-1)?.position ?? after) : readUpTo;
  return {
    events: page,
    endCursor: cursorOf({ logId: logEnd.logId, position, id: await idAt(db, position, [logEnd, ...page]) }),
    hasNextPage: isCut || readUpTo < logEnd.position,
  };
}

/** A page that ends between events that matched ends at one that nobody has read. */
async function idAt(
  db: Queryable,
  position: bigint,
  known: readonly LogPlace[],
): Promise<string | undefined> {
  if (position === 0n) return undefined;
  const here = known.find((place) => place.position === position && place.id);
  return here?.id ?? readIdAt(db, position);
}
