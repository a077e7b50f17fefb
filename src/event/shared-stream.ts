/** One upstream for all who ask for the same: subscribers with the same document, variables (`after` aside) and scope share
 *  one execution and one serialisation of each event. Each has its own bounded buffer and its own place: whoever starts
 *  from an older cursor, or falls behind, reads by a replay of its own until it meets the shared stream. */
import { type ItemStream, streamOf } from './event-stream.js';
import type { FollowerOptions, FollowerRange, LogReader } from './follower-options.js';
import { Follower } from './follower.js';
import type { LiveSink, LiveSource } from './live-source.js';
import { type LogPlace, type PlaceInLog, placeOf } from './log-place.js';
import { logRenewed } from './replay-window.js';

export interface SharedStreamsOptions {
  /** Items that wait for one subscriber at most. Default 1,000. */
  readonly bufferMax?: number;
  /** As in `openEvents`. Default 5,000. */
  readonly lagGraceMs?: number;
  /** The end of the log now. */
  readonly end: () => Promise<PlaceInLog>;
  readonly laggedError: (place: LogPlace) => Error;
  /** Tells the listener when the log is another one from now on, with the error for whoever reads the one before. */
  readonly onRenewed?: (listener: (error: Error) => void) => void;
}

export interface JoinOptions<Item> {
  /** Equal for those who get equal items, whatever their cursor. */
  readonly key: string;
  /** The place of the subscriber's checked cursor; absent: from now. */
  readonly from?: PlaceInLog;
  /** Opens the live stream of all items beyond `from`. Only the first subscriber's is called, and what it opens may outlive
   *  that subscriber: it must hold on to nothing of its connection. */
  readonly openLive: (from: LogPlace) => AsyncIterator<Item> | Promise<AsyncIterator<Item>>;
  /** Opens the finite stream of (from, upTo]; the first subscriber's does for all of them. */
  readonly openReplay: (from: LogPlace, upTo: LogPlace) => AsyncIterator<Item> | Promise<AsyncIterator<Item>>;
}

export interface SharedStreams<Item> {
  /** Once it has resolved, nothing that commits is missed. The stream ends with LAGGED and its own cursor where its reader
   *  is too slow, with CURSOR_EXPIRED where the log is no more, and as the upstream ends. `return()` leaves at once; the last one to leave closes the upstream.
   *  @throws HubError CURSOR_EXPIRED where the log has become another one since the cursor was checked; whatever `openLive` throws */
  join(options: JoinOptions<Item>): Promise<ItemStream<Item>>;
  /** How many upstreams run. */
  readonly size: number;
}

export function createSharedStreams<Item extends LogPlace>(
  options: SharedStreamsOptions,
): SharedStreams<Item> {
  const { bufferMax = 1_000, lagGraceMs = 5_000, end, laggedError, onRenewed } = options;
  const streams = new Map<string, SharedStream<Item>>();
  onRenewed?.((error) => {
    for (const stream of [...streams.values()]) stream.fail(error);
  });

  const streamAt = (joining: JoinOptions<Item>, place: LogPlace): SharedStream<Item> => {
    const { key, openLive, openReplay } = joining;
    const running = streams.get(key);
    if (running !== undefined && !running.isOver) return running;
    const forget = (): void => {
      if (streams.get(key) === stream) streams.delete(key);
    };
    const stream = new SharedStream<Item>(
      place,
      () => openLive(place),
      forget,
      (live) => ({
        live,
        replay: (from, upTo, signal) => batchesOf(openReplay(from, upTo), signal),
        bufferMax,
        lagGraceMs,
        laggedError,
        onClose: (follower) => live.leave(follower),
      }),
    );
    streams.set(key, stream);
    return stream;
  };

  return {
    get size() {
      return streams.size;
    },
    async join(joining) {
      const upTo = await end();
      if (joining.from !== undefined && joining.from.logId !== upTo.logId) throw logRenewed();
      const live = streamAt(joining, upTo);
      live.enter();
      try {
        await live.opened;
      } catch (error) {
        live.leave();
        throw error;
      }
      // Near its start there is nothing to replay but what the shared stream has already given to others.
      return streamOf(live.follow({ from: joining.from ?? upTo, upTo: live.place }), bufferMax);
    },
  };
}

/** Items that are handed on together at most: what one turn of the loop gave, and no more than one socket takes well. */
const RUN_ITEMS_MAX = 32;

class SharedStream<Item extends LogPlace> implements LiveSource<Item> {
  readonly opened: Promise<void>;
  readonly #onOver: () => void;
  readonly #followed: FollowerOptions<Item>;
  readonly #sinks = new Set<LiveSink<Item>>();
  readonly #followers = new Set<LogReader>();
  #place: LogPlace;
  #members = 0;
  /** What the upstream gave in this turn of the loop. */
  #run: Item[] = [];
  #upstream: AsyncIterator<Item> | undefined;
  #end: { readonly error?: Error } | undefined;

  constructor(
    place: LogPlace,
    open: () => AsyncIterator<Item> | Promise<AsyncIterator<Item>>,
    onOver: () => void,
    optionsOf: (live: SharedStream<Item>) => FollowerOptions<Item>,
  ) {
    this.#place = placeOf(place);
    this.#onOver = onOver;
    this.#followed = optionsOf(this);
    this.opened = this.#open(open);
  }

  get place(): LogPlace {
    return this.#place;
  }

  get isOver(): boolean {
    return this.#end !== undefined;
  }

  follow(range: FollowerRange): Follower<Item> {
    const follower = new Follower<Item>(this.#followed, range);
    this.#followers.add(follower);
    return follower;
  }

  attach(sink: LiveSink<Item>): void {
    if (this.#end === undefined) this.#sinks.add(sink);
    else sink.end(this.#end.error);
  }

  detach(sink: LiveSink<Item>): void {
    this.#sinks.delete(sink);
  }

  enter(): void {
    this.#members += 1;
  }

  leave(follower?: LogReader): void {
    if (follower !== undefined) this.#followers.delete(follower);
    this.#members -= 1;
    if (this.#members === 0) this.#finish({});
  }

  /** The log is no more: everybody is told, wherever they stand. */
  fail(error: Error): void {
    for (const follower of [...this.#followers]) follower.fail(error);
    this.#finish({ error });
  }

  async #open(open: () => AsyncIterator<Item> | Promise<AsyncIterator<Item>>): Promise<void> {
    try {
      this.#upstream = await open();
    } catch (error) {
      this.#finish({ error: errorOf(error) });
      throw error;
    }
    // Everybody may have left while it opened.
    if (this.#end === undefined) void this.#pump(this.#upstream);
    else closeQuietly(this.#upstream);
  }

  async #pump(upstream: AsyncIterator<Item>): Promise<void> {
    try {
      for (let next = await upstream.next(); next.done !== true; next = await upstream.next()) {
        if (this.#end !== undefined) return;
        this.#gather(next.value);
      }
      this.#finish({});
    } catch (error) {
      this.#finish({ error: errorOf(error) });
    }
  }

  /** Results of events that were executed together come in one turn of the loop: they go to everybody in one array. */
  #gather(item: Item): void {
    if (this.#run.push(item) === 1) process.nextTick(() => this.#handOver());
    else if (this.#run.length === RUN_ITEMS_MAX) this.#handOver();
  }

  #handOver(): void {
    const items = this.#run;
    const last = items.at(-1);
    if (last === undefined) return;
    this.#run = [];
    this.#place = placeOf(last);
    for (const sink of [...this.#sinks]) sink.push(items);
  }

  #finish(end: { readonly error?: Error }): void {
    if (this.#end !== undefined) return;
    this.#handOver();
    this.#end = end;
    this.#onOver();
    for (const sink of [...this.#sinks]) sink.end(end.error);
    if (this.#upstream !== undefined) closeQuietly(this.#upstream);
  }
}

/** Items as they come, those of one turn of the loop in one array. */
async function* batchesOf<Item>(
  opening: AsyncIterator<Item> | Promise<AsyncIterator<Item>>,
  signal: AbortSignal,
): AsyncGenerator<readonly Item[], void, void> {
  const items = await opening;
  // Who waits for the next item may leave meanwhile; only the source itself can cut that short.
  const leave = (): void => closeQuietly(items);
  signal.addEventListener('abort', leave, { once: true });
  try {
    let next = items.next();
    for (let step = await next; step.done !== true && !signal.aborted; step = await next) {
      const run = [step.value];
      const turnOver = new Promise<undefined>((resolve) => process.nextTick(resolve));
      next = items.next();
      for (
        let more = await readyIn(turnOver, next);
        more !== undefined;
        more = await readyIn(turnOver, next)
      ) {
        run.push(more);
        next = items.next();
        if (run.length === RUN_ITEMS_MAX) break;
      }
      // How it goes on, an error included, is for whoever has taken this run; until then nobody listens.
      next.catch(() => undefined);
      yield run;
    }
  } finally {
    signal.removeEventListener('abort', leave);
    closeQuietly(items);
  }
}

/** The next item if it comes before the turn is over. */
async function readyIn<Item>(
  turnOver: Promise<undefined>,
  next: Promise<IteratorResult<Item>>,
): Promise<Item | undefined> {
  try {
    const step = await Promise.race([next, turnOver]);
    return step?.done === true ? undefined : step?.value;
  } catch {
    return undefined;
  }
}

function errorOf(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error('The upstream failed.', { cause: thrown });
}

/** Nobody waits for how it ends. */
function closeQuietly(items: AsyncIterator<unknown>): void {
  items.return?.().catch(() => undefined);
}
