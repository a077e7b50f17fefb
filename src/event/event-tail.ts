/** The one reader of the log's end in a process: reads each event once and pushes it to those who want it. Readers with
 *  the same filter are one group, matched once. */
import type { Queryable } from '../database/index.js';
import type { HubEvent } from './event.js';
import { type EventFilter, filterKey } from './event-filter.js';
import { FilterIndex } from './filter-index.js';
import type { LiveSink, LiveSource } from './live-source.js';
import type { LogPlace } from './log-place.js';
import { placeOf } from './log-place.js';
import { readNext } from './log-reader.js';
import type { Sequenced } from './sequence-inbox.js';
import { WakeLoop } from './wake-loop.js';

export interface EventTailOptions {
  readonly db: Queryable;
  /** Where the log ended when the process started. */
  readonly place: LogPlace;
  readonly pollMs: number;
  readonly onTailed: (count: number, last: HubEvent) => void;
  /** The log does not have the event any more up to which it was read. Once it has resolved, the tail was restarted. */
  readonly onUnknown: () => Promise<void>;
  readonly onError: (error: unknown) => void;
}

interface Group {
  readonly key: string;
  readonly filter: EventFilter;
  readonly sinks: Set<LiveSink<HubEvent>>;
  /** The matching events of the page in hand. */
  found: HubEvent[];
}

/** Well below a reader's buffer, and readers get a turn between pages. */
const pageEventsMax = 250;

export class EventTail {
  readonly #options: EventTailOptions;
  readonly #loop: WakeLoop;
  readonly #groups = new Map<string, Group>();
  readonly #index = new FilterIndex<Group>();
  #place: LogPlace;
  /** Up to where a run that has not begun or is under way will have read: it is told twice, by this process and by the database. */
  #awaited = 0n;
  #readers = 0;
  /** How often it was restarted. */
  #epoch = 0;
  #isStopped = false;

  constructor(options: EventTailOptions) {
    this.#options = options;
    this.#place = options.place;
    this.#loop = new WakeLoop({
      run: () => this.#readOn(),
      pollMs: options.pollMs,
      onError: options.onError,
    });
  }

  /** So many events it takes from hand to hand: none where nobody reads. */
  toldMax(): number {
    return this.#readers > 0 ? pageEventsMax : 0;
  }

  /** The log has grown by events that are at hand, or by too many to be. */
  grow({ events, lastPosition }: Pick<Sequenced, 'events' | 'lastPosition'>): void {
    if (this.#readers > 0 && !this.#isStopped && events[0]?.position === this.#place.position + 1n)
      this.#push(events);
    else this.wake(lastPosition);
  }

  /** The log has grown.
   *  @param position up to where, when known: what is read already, or about to be, wakes nobody */
  wake(position?: bigint): void {
    if (position !== undefined) {
      if (position <= this.#place.position || position <= this.#awaited) return;
      this.#awaited = position;
    }
    this.#loop.wake();
  }

  stats(): { readonly position: bigint; readonly readers: number; readonly groups: number } {
    return { position: this.#place.position, readers: this.#readers, groups: this.#groups.size };
  }

  /** The log's end as those with this filter see it. */
  sourceOf(filter: EventFilter): LiveSource<HubEvent> {
    const placeNow = (): LogPlace => this.#place;
    const key = filterKey(filter);
    return {
      get place() {
        return placeNow();
      },
      attach: (sink, from) => this.#attach(sink, key, filter, from),
      detach: (sink) => this.#detach(sink, key),
    };
  }

  /** Goes on from there: what was read before is of another log. */
  restart(place: LogPlace): void {
    this.#epoch += 1;
    this.#place = placeOf(place);
    this.#awaited = 0n;
    this.#loop.wake();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#loop.stop();
    for (const { sinks } of [...this.#groups.values()]) for (const sink of [...sinks]) sink.end();
  }

  #attach(sink: LiveSink<HubEvent>, key: string, filter: EventFilter, from: LogPlace): void {
    if (this.#isStopped) return sink.end();
    // Without readers nothing was read: the first one says where to begin.
    if (this.#readers === 0 && from.position > this.#place.position) this.#place = from;
    let group = this.#groups.get(key);
    if (group === undefined) {
      group = { key, filter, sinks: new Set(), found: [] };
      this.#groups.set(key, group);
      this.#index.add(group);
    }
    group.sinks.add(sink);
    this.#readers += 1;
    this.#loop.wake();
  }

  #detach(sink: LiveSink<HubEvent>, key: string): void {
    const group = this.#groups.get(key);
    if (group?.sinks.delete(sink) !== true) return;
    this.#readers -= 1;
    if (group.sinks.size > 0) return;
    this.#groups.delete(key);
    this.#index.remove(group);
  }

  async #readOn(): Promise<void> {
    while (this.#readers > 0 && !this.#isStopped) {
      const epoch = this.#epoch;
      const after = this.#place;
      const read = await readNext(this.#options.db, after, pageEventsMax);
      if (read === undefined && epoch === this.#epoch) {
        await this.#options.onUnknown();
        if (epoch === this.#epoch) throw new Error('The log lacks an event that was read from it.');
      }
      // While the page was on its way the log may have become another one.
      if (read === undefined || epoch !== this.#epoch) continue;
      // The last reader may have left and another one come, further on.
      this.#push(read.filter(({ position }) => position > this.#place.position));
      if (read.length < pageEventsMax) return;
      await new Promise(setImmediate);
    }
  }

  #push(events: readonly HubEvent[]): void {
    const last = events.at(-1);
    if (last === undefined) return;
    const touched: Group[] = [];
    for (const event of events) {
      this.#index.forEachMatch(event, (group) => {
        if (group.found.push(event) === 1) touched.push(group);
      });
    }
    this.#place = placeOf(last);
    for (const group of touched) {
      const { found } = group;
      group.found = [];
      for (const sink of [...group.sinks]) sink.push(found);
    }
    this.#options.onTailed(events.length, last);
  }
}
