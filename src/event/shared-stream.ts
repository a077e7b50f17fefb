/** One upstream for all who ask for the same: subscribers with the same document, variables (`after` aside) and scope share
 *  one execution and one serialisation of each event. Each has its own bounded buffer and its own place: whoever starts
 *  from an older cursor, or falls behind, reads by a replay of its own until it meets the shared stream. */
import type { Positioned } from './event.js';
import { type ItemStream, streamOf } from './event-stream.js';
import { Follower, type LiveSink, type LiveSource } from './follower.js';

export interface SharedStreamsOptions {
  /** Items that wait for one subscriber at most. Default 1,000. */
  readonly bufferMax?: number;
  /** As in `openEvents`. Default 5,000. */
  readonly lagGraceMs?: number;
  /** The end of the log now. */
  readonly lastPosition: () => Promise<bigint>;
  readonly laggedError: (position: bigint) => Error;
}

export interface JoinOptions<Item> {
  /** Equal for those who get equal items, whatever their cursor. */
  readonly key: string;
  /** The position of the subscriber's checked cursor; absent: from now. */
  readonly from?: bigint;
  /** Opens the live stream of all items beyond `from`. Only the first subscriber's is called, and what it opens may outlive
   *  that subscriber: it must hold on to nothing of its connection. */
  readonly openLive: (from: bigint) => AsyncIterator<Item> | Promise<AsyncIterator<Item>>;
  /** Opens the finite stream of (from, upTo]. */
  readonly openReplay: (from: bigint, upTo: bigint) => AsyncIterator<Item> | Promise<AsyncIterator<Item>>;
}

export interface SharedStreams<Item> {
  /** Once it has resolved, nothing that commits is missed. The stream ends with LAGGED and its own cursor where its reader
   *  is too slow, and as the upstream ends. `return()` leaves at once; the last one to leave closes the upstream.
   *  @throws whatever `openLive` throws */
  join(options: JoinOptions<Item>): Promise<ItemStream<Item>>;
  /** How many upstreams run. */
  readonly size: number;
}

export function createSharedStreams<Item extends Positioned>(
  options: SharedStreamsOptions,
): SharedStreams<Item> {
  const { bufferMax = 1_000, lagGraceMs = 5_000, lastPosition, laggedError } = options;
  const streams = new Map<string, SharedStream<Item>>();

  const streamAt = ({ key, openLive }: JoinOptions<Item>, position: bigint): SharedStream<Item> => {
    const running = streams.get(key);
    if (running !== undefined && !running.isOver) return running;
    const forget = (): void => {
      if (streams.get(key) === stream) streams.delete(key);
    };
    const stream = new SharedStream<Item>(position, () => openLive(position), forget);
    streams.set(key, stream);
    return stream;
  };

  return {
    get size() {
      return streams.size;
    },
    async join(joining) {
      const upTo = await lastPosition();
      const live = streamAt(joining, upTo);
      live.enter();
      try {
        await live.opened;
      } catch (error) {
        live.leave();
        throw error;
      }
      const follower = new Follower<Item>({
        from: joining.from ?? upTo,
        // Near its start there is nothing to replay but what the shared stream has already given to others.
        upTo: live.position,
        live,
        replay: (from, end, signal) => batchesOf(joining.openReplay(from, end), signal),
        bufferMax,
        lagGraceMs,
        laggedError,
        onClose: () => live.leave(),
      });
      return streamOf(follower, bufferMax);
    },
  };
}

class SharedStream<Item extends Positioned> implements LiveSource<Item> {
  readonly opened: Promise<void>;
  readonly #onOver: () => void;
  readonly #sinks = new Set<LiveSink<Item>>();
  #position: bigint;
  #members = 0;
  #upstream: AsyncIterator<Item> | undefined;
  #end: { readonly error?: Error } | undefined;

  constructor(
    position: bigint,
    open: () => AsyncIterator<Item> | Promise<AsyncIterator<Item>>,
    onOver: () => void,
  ) {
    this.#position = position;
    this.#onOver = onOver;
    this.opened = this.#open(open);
  }

  get position(): bigint {
    return this.#position;
  }

  get isOver(): boolean {
    return this.#end !== undefined;
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

  leave(): void {
    this.#members -= 1;
    if (this.#members === 0) this.#finish({});
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
        const items = [next.value];
        this.#position = next.value.position;
        for (const sink of [...this.#sinks]) sink.push(items);
      }
      this.#finish({});
    } catch (error) {
      this.#finish({ error: errorOf(error) });
    }
  }

  #finish(end: { readonly error?: Error }): void {
    if (this.#end !== undefined) return;
    this.#end = end;
    this.#onOver();
    for (const sink of [...this.#sinks]) sink.end(end.error);
    if (this.#upstream !== undefined) closeQuietly(this.#upstream);
  }
}

async function* batchesOf<Item>(
  opening: AsyncIterator<Item> | Promise<AsyncIterator<Item>>,
  signal: AbortSignal,
): AsyncGenerator<readonly Item[], void, void> {
  const items = await opening;
  // Who waits for the next item may leave meanwhile; only the source itself can cut that short.
  const leave = (): void => closeQuietly(items);
  signal.addEventListener('abort', leave, { once: true });
  try {
    for (let next = await items.next(); next.done !== true && !signal.aborted; next = await items.next()) {
      yield [next.value];
    }
  } finally {
    signal.removeEventListener('abort', leave);
    closeQuietly(items);
  }
}

function errorOf(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error('The upstream failed.', { cause: thrown });
}

/** Nobody waits for how it ends. */
function closeQuietly(items: AsyncIterator<unknown>): void {
  items.return?.().catch(() => undefined);
}
