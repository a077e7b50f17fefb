/** The events of one hub process, as everybody else sees them. */
import type pg from 'pg';

import type { HubError } from '../values/index.js';
import type { HubEvent } from './event.js';
import type { EventFilter } from './event-filter.js';
import type { ItemStream } from './event-stream.js';
import type { HighWaterMarkStore } from './identity/high-water-mark.js';
import type { OnLogWentBack } from './identity/renew-log.js';
import type { EventPage } from './list-events.js';
import type { LogPlace, PlaceInLog } from './log-place.js';
import type { Sequenced } from './sequence-inbox.js';
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
  /** The log has a new id: all its streams have ended. */
  readonly onRenewed?: (logId: string) => void;
  /** Something failed and is retried. */
  readonly onError?: (error: unknown) => void;
}

export interface EventsOptions {
  readonly pool: pg.Pool;
  /** Of the same database: their new connections are compared with what is known too. */
  readonly otherPools?: readonly pg.Pool[];
  /** Wakes from other processes. Without it they are found by polling. */
  readonly listener?: WakeListener;
  readonly hooks?: EventHooks;
  /** What earlier processes knew of the log, kept outside the database. Without it only what this process has known is
   *  compared with the database. */
  readonly mark?: HighWaterMarkStore;
  /** Keeps the mark up to date. False for a process beside the hub. Default true. */
  readonly writesMark?: boolean;
  /** See `OnLogWentBack`. Default: nothing but the log's new id. */
  readonly onLogWentBack?: OnLogWentBack;
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

export interface CursorOptions {
  /** Nothing is replayed, so the cursor may be of any age. */
  readonly isAnyAge?: boolean;
}

export type EventStream = ItemStream<HubEvent>;

export interface Events {
  /** Another one after the database has gone back. */
  readonly logId: string;
  /** Call it after every commit that recorded events. Cheap; any number of calls is one round. */
  wake(): void;
  /** Resolves when everything committed before the call has its position. Retries for as long as the database is away. */
  flush(): Promise<void>;
  /** The end of the log now. */
  lastPosition(): Promise<bigint>;
  end(): Promise<PlaceInLog>;
  /** @param place an event, or a place that comes from here */
  cursorAt(place: LogPlace): string;
  /** @throws HubError BAD_USER_INPUT, CURSOR_EXPIRED */
  positionOf(cursor: string, options?: CursorOptions): Promise<bigint>;
  /** @throws HubError BAD_USER_INPUT, CURSOR_EXPIRED */
  placeOf(cursor: string, options?: CursorOptions): Promise<PlaceInLog>;
  /** Every matching event after the cursor, or from now: once it has resolved, nothing that commits is missed. The
   *  stream ends with LAGGED (`extensions.cursor` says where to go on) when its reader is too slow, with CURSOR_EXPIRED when the log
   *  becomes another one, and when the hub stops.
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
  /** The error for a reader that was too slow and had taken everything up to the place. */
  laggedError(place: LogPlace): HubError;
  /** Tells the listener when the log is another one from now on, with the error for whoever reads the one before. */
  onRenewed(listener: (error: Error) => void): void;
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
