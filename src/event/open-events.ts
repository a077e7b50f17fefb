/** The events of one hub process: a sequencer, a tail, and every way to read. Made once, by the composition root. */
import type pg from 'pg';

import { formatCursor, HubError } from '../values/index.js';
import type { HubEvent } from './event.js';
import type { EventFilter } from './event-filter.js';
import { type ItemStream, streamOf } from './event-stream.js';
import { EventTail } from './event-tail.js';
import type { FollowerOptions, FollowerRange } from './follower-options.js';
import { Follower } from './follower.js';
import { type EventPage, listEvents } from './list-events.js';
import { readLogEnd } from './log-reader.js';
import { replayLog } from './replay.js';
import { checkCursor, REPLAY_WINDOW_DAYS } from './replay-window.js';
import type { Sequenced } from './sequence-inbox.js';
import { INBOX_CHANNEL, LOG_CHANNEL, Sequencer } from './sequencer.js';
import type { WakeListener } from './wake-listener.js';

/** Events that wait for one subscriber at most. */
export const BUFFER_EVENTS_MAX = 1_000;

export interface EventHooks {
  /** A batch of committed events got its positions. */
  readonly onSequenced?: (sequenced: Sequenced) => void;
  /** The tail read on. */
  readonly onTailed?: (tailed: { readonly count: number; readonly position: bigint }) => void;
  /** A subscriber was closed with LAGGED. */
  readonly onLagged?: () => void;
  /** Something failed and is retried. */
  readonly onError?: (error: unknown) => void;
}

export interface EventsOptions {
  readonly pool: pg.Pool;
  /** Wakes from other processes. Without it they are found by polling. */
  readonly listener?: WakeListener;
  readonly hooks?: EventHooks;
  /** Default 90. */
  readonly replayWindowDays?: number;
  /** Default 1,000. */
  readonly bufferEventsMax?: number;
  /** How long a subscriber that is behind may take next to nothing (under 2 % of a buffer). Default 5,000; 0 allows no being behind. */
  readonly lagGraceMs?: number;
  /** For wakes that were lost. Default 1,000. */
  readonly pollMs?: number;
  readonly now?: () => Date;
}

export interface SubscribeOptions {
  /** Default: every event. */
  readonly filter?: EventFilter;
  /** A client's cursor: everything after it. */
  readonly after?: string;
  /** A position that the hub itself knows, instead of `after`. */
  readonly from?: bigint;
  /** Events at most in one batch. Default 500. */
  readonly batchMax?: number;
}

export type EventStream = ItemStream<HubEvent>;

export interface Events {
  readonly logId: string;
  /** Call it after every commit that recorded events. Cheap; any number of calls is one round. */
  wake(): void;
  /** Resolves when everything committed before the call has its position. Retries for as long as the database is away. */
  flush(): Promise<void>;
  /** The end of the log now. */
  lastPosition(): Promise<bigint>;
  cursorAt(position: bigint): string;
  /** @throws HubError BAD_USER_INPUT, CURSOR_EXPIRED */
  positionOf(cursor: string): Promise<bigint>;
  /** Every matching event after the cursor, or from now: once it has resolved, nothing that commits is missed. The
   *  stream ends with LAGGED (`extensions.cursor` says where to go on) when its reader is too slow, and when the hub stops.
   *  @throws HubError BAD_USER_INPUT, CURSOR_EXPIRED */
  subscribe(options?: SubscribeOptions): Promise<EventStream>;
  /** The matching events of (from, upTo], then over. */
  replay(options: {
    readonly filter?: EventFilter;
    readonly from: bigint;
    readonly upTo: bigint;
  }): EventStream;
  /** @param options.first 0 to 500   @throws HubError BAD_USER_INPUT, CURSOR_EXPIRED */
  listEvents(options: {
    readonly filter?: EventFilter;
    readonly after?: string;
    readonly first: number;
  }): Promise<EventPage>;
  /** The error for a reader that was too slow and had taken everything up to the position. */
  laggedError(position: bigint): HubError;
  stats(): EventStats;
  /** Ends every stream, then the sequencer. Call it before the pool ends. */
  stop(): Promise<void>;
}

export interface EventStats {
  /** How far the tail has read; without readers it rests. */
  readonly position: bigint;
  readonly subscribers: number;
  /** Of those, the ones that read from the log because their buffer was full. */
  readonly behind: number;
  /** Distinct filters among the readers. */
  readonly groups: number;
}

/** Reads which log this is and starts following it. */
export async function openEvents(options: EventsOptions): Promise<Events> {
  return new HubEvents(options, await readLogEnd(options.pool));
}

class HubEvents implements Events {
  readonly logId: string;
  readonly #pool: pg.Pool;
  readonly #options: EventsOptions;
  readonly #sequencer: Sequencer;
  readonly #tail: EventTail;
  readonly #unlisten: readonly (() => void)[];
  #subscribers = 0;
  #behind = 0;

  constructor(options: EventsOptions, end: { readonly logId: string; readonly lastPosition: bigint }) {
    const { pool, listener, hooks, pollMs = 1_000 } = options;
    this.#options = options;
    this.#pool = pool;
    this.logId = end.logId;
    const onError = (error: unknown): void => hooks?.onError?.(error);
    const onTailed: NonNullable<EventHooks['onTailed']> = (tailed) => hooks?.onTailed?.(tailed);
    this.#tail = new EventTail({ db: pool, position: end.lastPosition, pollMs, onTailed, onError });
    const onSequenced = (sequenced: Sequenced): void => {
      this.#tail.grow(sequenced);
      hooks?.onSequenced?.(sequenced);
    };
    this.#sequencer = new Sequencer({
      pool,
      pollMs,
      toldMax: () => this.#tail.toldMax(),
      onSequenced,
      onError,
    });
    this.#unlisten = listener === undefined ? [] : this.#listen(listener);
  }

  wake(): void {
    this.#sequencer.wake();
  }

  flush(): Promise<void> {
    return this.#sequencer.flush();
  }

  async lastPosition(): Promise<bigint> {
    return (await readLogEnd(this.#pool)).lastPosition;
  }

  cursorAt(position: bigint): string {
    return formatCursor({ logId: this.logId, position });
  }

  async positionOf(cursor: string): Promise<bigint> {
    return (await this.#check(cursor)).position;
  }

  async subscribe({ filter = {}, after, from, batchMax = 500 }: SubscribeOptions = {}): Promise<EventStream> {
    const start = after === undefined ? undefined : await this.#check(after);
    const upTo = start?.lastPosition ?? (await this.lastPosition());
    const follower = this.#follow(filter, {
      from: start?.position ?? from ?? upTo,
      upTo,
      live: this.#tail.sourceOf(filter),
    });
    return streamOf(follower, batchMax);
  }

  replay({ filter = {}, from, upTo }: { filter?: EventFilter; from: bigint; upTo: bigint }): EventStream {
    return streamOf(this.#follow(filter, { from, upTo }), BUFFER_EVENTS_MAX);
  }

  async listEvents({
    filter = {},
    after,
    first,
  }: {
    filter?: EventFilter;
    after?: string;
    first: number;
  }): Promise<EventPage> {
    const position = after === undefined ? 0n : await this.positionOf(after);
    return listEvents(this.#pool, { filter, after: position, first });
  }

  laggedError(position: bigint): HubError {
    this.#options.hooks?.onLagged?.();
    const extensions = { cursor: this.cursorAt(position) };
    const message = 'The subscriber was too slow: subscribe again after `extensions.cursor`.';
    return new HubError('LAGGED', message, { retryable: true, extensions });
  }

  stats(): EventStats {
    const { position, groups } = this.#tail.stats();
    return { position, subscribers: this.#subscribers, behind: this.#behind, groups };
  }

  async stop(): Promise<void> {
    for (const unlisten of this.#unlisten) unlisten();
    await this.#sequencer.stop();
    await this.#tail.stop();
  }

  #check(cursor: string): Promise<{ readonly position: bigint; readonly lastPosition: bigint }> {
    const { replayWindowDays: windowDays = REPLAY_WINDOW_DAYS, now = () => new Date() } = this.#options;
    return checkCursor(this.#pool, cursor, { windowDays, now: now() });
  }

  #follow(
    filter: EventFilter,
    range: FollowerRange & Pick<FollowerOptions<HubEvent>, 'live'>,
  ): Follower<HubEvent> {
    const { bufferEventsMax = BUFFER_EVENTS_MAX, lagGraceMs = 5_000, hooks } = this.#options;
    const onError = (error: unknown): void => hooks?.onError?.(error);
    this.#subscribers += 1;
    const options: FollowerOptions<HubEvent> = {
      live: range.live,
      replay: (from, upTo, signal) => replayLog({ db: this.#pool, filter, from, upTo, signal, onError }),
      bufferMax: bufferEventsMax,
      lagGraceMs,
      laggedError: (position) => this.laggedError(position),
      onBehind: (isBehind) => void (this.#behind += isBehind ? 1 : -1),
      onClose: () => void (this.#subscribers -= 1),
    };
    return new Follower<HubEvent>(options, range);
  }

  #listen(listener: WakeListener): (() => void)[] {
    return [
      listener.listen(LOG_CHANNEL, (position) =>
        this.#tail.wake(position === '' ? undefined : BigInt(position)),
      ),
      listener.listen(INBOX_CHANNEL, () => this.#sequencer.wake()),
    ];
  }
}
