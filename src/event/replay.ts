/** A finite stretch of the log, page by page as the reader asks, so that its length costs no memory. A lost connection
 *  only delays it: a subscriber must not notice that the database was away. */
import { setTimeout as delay } from 'node:timers/promises';

import type { Queryable } from '../database/index.js';
import type { HubEvent } from './event.js';
import type { EventFilter } from './event-filter.js';
import { type Page, readPage } from './read-page.js';

export interface ReplayOptions {
  readonly db: Queryable;
  readonly filter: EventFilter;
  /** Exclusive. */
  readonly from: bigint;
  /** Inclusive. */
  readonly upTo: bigint;
  /** Aborted when the reader leaves. */
  readonly signal: AbortSignal;
  readonly onError: (error: unknown) => void;
}

const pageEventsMax = 500;
const retryDelayMsMin = 50;
const retryDelayMsMax = 5_000;

export async function* replayLog(options: ReplayOptions): AsyncGenerator<readonly HubEvent[], void, void> {
  let from = options.from;
  while (from < options.upTo && !options.signal.aborted) {
    const page = await readPatiently(options, from);
    if (page === undefined) return;
    from = page.readUpTo;
    if (page.events.length > 0) yield page.events;
  }
}

async function readPatiently(options: ReplayOptions, after: bigint): Promise<Page | undefined> {
  const { db, filter, upTo, signal, onError } = options;
  for (let delayMs = retryDelayMsMin; !signal.aborted; delayMs = Math.min(delayMs * 2, retryDelayMsMax)) {
    try {
      return await readPage(db, filter, { after, upTo, limit: pageEventsMax });
    } catch (error) {
      onError(error);
    }
    // An abort ends the pause by a rejection; the loop's condition then ends the replay.
    await delay(delayMs, undefined, { signal, ref: false }).catch(() => undefined);
  }
  return undefined;
}
