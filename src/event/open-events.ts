/** Opens the events of one hub process: a sequencer, a tail, and every way to read. Made once, by the composition root. */
import type pg from 'pg';

import { checkConnections } from '../database/index.js';
import { HubError } from '../values/index.js';
import type { HubEvent } from './event.js';
import type { EventFilter } from './event-filter.js';
import { streamOf } from './event-stream.js';
import { EventTail } from './event-tail.js';
import type {
  CursorOptions,
  Events,
  EventsOptions,
  EventStats,
  EventStream,
  SubscribeOptions,
} from './events.js';
import { BUFFER_EVENTS_MAX } from './events.js';
import type { FollowerOptions, FollowerRange, LogReader } from './follower-options.js';
import { Follower } from './follower.js';
import { LogIdentity } from './identity/log-identity.js';
import { MarkWriter } from './identity/mark-writer.js';
import { type EventPage, listEvents } from './list-events.js';
import { cursorOf, type LogPlace, type PlaceInLog } from './log-place.js';
import { type LogEnd, readLogEnd } from './log-reader.js';
import { replayLog } from './replay.js';
import { checkCursor, type CheckedCursor, logRenewed, REPLAY_WINDOW_DAYS } from './replay-window.js';
import type { RoundOptions, Sequenced } from './sequence-inbox.js';
import { INBOX_CHANNEL, LOG_CHANNEL, Sequencer } from './sequencer.js';
import type { WakeListener } from './wake-listener.js';

/** Compares the log with what earlier processes knew of it, and starts following it. From then on each new connection of the pool
 *  is compared too.
 *  @throws where the mark of earlier processes cannot be read, and whatever `onLogWentBack` throws */
export async function openEvents(options: EventsOptions): Promise<Events> {
  const { pool, mark, onLogWentBack = () => Promise.resolve() } = options;
  const known = await mark?.read();
  return new HubEvents(options, await LogIdentity.open({ pool, mark: known, onLogWentBack }));
}

class HubEvents implements Events {
  readonly #pool: pg.Pool;
  readonly #options: EventsOptions;
  readonly #identity: LogIdentity;
  readonly #marks: MarkWriter | undefined;
  readonly #sequencer: Sequencer;
  readonly #tail: EventTail;
  readonly #closers: readonly (() => void)[];
  readonly #readers = new Set<LogReader>();
  readonly #listeners = new Set<(error: Error) => void>();
  /** How many transactions of this process have committed, as of the last round that began, and as of the last that ended. A server
   *  is asked where it stands only after one: it also writes to its log what nobody would miss. */
  readonly #writes = { now: 1, begun: 0, ended: 0 };
  #behind = 0;

  constructor(options: EventsOptions, identity: LogIdentity) {
    const { pool, listener, pollMs = 1_000 } = options;
    this.#options = options;
    this.#pool = pool;
    this.#identity = identity;
    const common = { pollMs, onError: this.#onError, onUnknown: () => identity.settle() };
    this.#marks = this.#keepMark();
    this.#tail = new EventTail({
      ...{ ...common, db: pool, place: identity.mark },
      onTailed: (count, last) => this.#onTailed(count, last),
    });
    this.#sequencer = new Sequencer({
      ...{ ...common, pool },
      roundOptions: () => this.#beginRound(),
      onRound: (round) => this.#onRound(round),
    });
    identity.onRenewed((end) => this.#renew(end));
    this.#closers = [
      ...[pool, ...(options.otherPools ?? [])].map((one) =>
        checkConnections(one, (client) => identity.confirm(client)),
      ),
      ...(listener === undefined ? [] : this.#listen(listener)),
    ];
  }

  get logId(): string {
    return this.#identity.logId;
  }

  wake(): void {
    this.#writes.now += 1;
    this.#sequencer.wake();
  }

  flush(): Promise<void> {
    return this.#sequencer.flush();
  }

  async lastPosition(): Promise<bigint> {
    return (await this.end()).position;
  }

  async end(): Promise<PlaceInLog> {
    const end = await readLogEnd(this.#pool);
    await this.#agreeOn(end.logId);
    return end;
  }

  cursorAt(place: LogPlace): string {
    return cursorOf({ logId: this.logId, position: place.position, id: place.id });
  }

  async positionOf(cursor: string, options?: CursorOptions): Promise<bigint> {
    return (await this.placeOf(cursor, options)).position;
  }

  async placeOf(cursor: string, options?: CursorOptions): Promise<PlaceInLog> {
    return (await this.#check(cursor, options)).place;
  }

  async subscribe({ filter = {}, after, from, batchMax = 500 }: SubscribeOptions = {}): Promise<EventStream> {
    const live = this.#tail.sourceOf(filter);
    if (after !== undefined) {
      const { place, lastPosition } = await this.#check(after);
      return streamOf(
        this.#follow(filter, { from: place, upTo: { position: lastPosition }, live }),
        batchMax,
      );
    }
    const end = await this.end();
    const start = from === undefined ? end : { position: from };
    return streamOf(this.#follow(filter, { from: start, upTo: end, live }), batchMax);
  }

  replay({ filter = {}, from, upTo }: { filter?: EventFilter; from: bigint; upTo: bigint }): EventStream {
    const range = { from: { position: from }, upTo: { position: upTo } };
    return streamOf(this.#follow(filter, range), BUFFER_EVENTS_MAX);
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

  laggedError(place: LogPlace): HubError {
    this.#options.hooks?.onLagged?.();
    const extensions = { cursor: this.cursorAt(place) };
    const message = 'The subscriber was too slow: subscribe again after `extensions.cursor`.';
    return new HubError('LAGGED', message, { retryable: true, extensions });
  }

  onRenewed(listener: (error: Error) => void): void {
    this.#listeners.add(listener);
  }

  stats(): EventStats {
    const { position, groups } = this.#tail.stats();
    return { position, subscribers: this.#readers.size, behind: this.#behind, groups };
  }

  async stop(): Promise<void> {
    for (const close of this.#closers) close();
    await this.#sequencer.stop();
    await this.#tail.stop();
    await this.#marks?.stop();
  }

  async #check(cursor: string, { isAnyAge = false }: CursorOptions = {}): Promise<CheckedCursor> {
    const { replayWindowDays = REPLAY_WINDOW_DAYS, now = () => new Date() } = this.#options;
    const windowDays = isAnyAge ? undefined : replayWindowDays;
    const checked = await checkCursor(this.#pool, cursor, { windowDays, now: now() });
    await this.#agreeOn(checked.place.logId);
    return checked;
  }

  /** Another hub may have noticed first: whoever starts now follows the log that the database has.
   *  @throws HubError CURSOR_EXPIRED for what was read from a log that is no more */
  async #agreeOn(logId: string): Promise<void> {
    if (logId !== this.logId) await this.#identity.settle();
    if (logId !== this.logId) throw logRenewed();
  }

  #follow(
    filter: EventFilter,
    range: FollowerRange & Pick<FollowerOptions<HubEvent>, 'live'>,
  ): Follower<HubEvent> {
    const { bufferEventsMax = BUFFER_EVENTS_MAX, lagGraceMs = 5_000 } = this.#options;
    const options: FollowerOptions<HubEvent> = {
      live: range.live,
      replay: ({ position: from }, { position: upTo }, signal) =>
        replayLog({ db: this.#pool, filter, from, upTo, signal, onError: this.#onError }),
      bufferMax: bufferEventsMax,
      lagGraceMs,
      laggedError: (place) => this.laggedError(place),
      onBehind: (isBehind) => void (this.#behind += isBehind ? 1 : -1),
      onClose: (reader) => void this.#readers.delete(reader),
    };
    const follower = new Follower<HubEvent>(options, range);
    this.#readers.add(follower);
    return follower;
  }

  #beginRound(): RoundOptions {
    const { logId, position, id } = this.#identity.mark;
    const writes = this.#writes;
    writes.begun = writes.now;
    return {
      toldMax: this.#tail.toldMax(),
      known: { logId, position, id },
      asksServer: this.#identity.tellsServer && writes.begun !== writes.ended,
    };
  }

  /** @returns whether it is a round of the log that is followed now */
  #onRound(round: Sequenced): boolean {
    const { lastPosition, moved, log } = round;
    const { timeline, flushed } = log;
    const writes = this.#writes;
    if (log.logId !== this.logId) return false;
    if (timeline !== null && flushed !== null) this.#identity.noteFlushed(timeline, flushed);
    if (log.id !== null && log.recordedAt !== null) this.#identity.rise(lastPosition, log.id, log.recordedAt);
    if (moved > 0) {
      this.#tail.grow(round);
      this.#options.hooks?.onSequenced?.(round);
    }
    if (moved > 0 || writes.ended !== writes.begun) this.#marks?.note();
    writes.ended = writes.begun;
    return true;
  }

  #onTailed(count: number, { position, id, recordedAt }: HubEvent): void {
    if (this.#identity.rise(position, id, recordedAt)) this.#marks?.note();
    this.#options.hooks?.onTailed?.({ count, position });
  }

  readonly #onError = (error: unknown): void => this.#options.hooks?.onError?.(error);

  #keepMark(): MarkWriter | undefined {
    const { mark: store, writesMark = true } = this.#options;
    if (store === undefined || !writesMark) return undefined;
    return new MarkWriter({ store, read: () => this.#identity.mark, onError: this.#onError });
  }

  /** Positions that anybody holds are of a log that is no more. */
  #renew(end: LogEnd): void {
    const error = logRenewed();
    this.#tail.restart(end);
    this.#sequencer.restart();
    for (const reader of [...this.#readers]) reader.fail(error);
    for (const listener of this.#listeners) listener(error);
    this.#marks?.note();
    this.#options.hooks?.onRenewed?.(end.logId);
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
