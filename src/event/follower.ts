/** Follows a live source from a position: replays what it missed, then takes what is pushed, without gap or duplicate.
 *
 *  Memory is bounded: past `bufferMax` waiting items it leaves the live source ("behind"), reads on from the log
 *  at its reader's pace and joins again where it meets the live source. So a burst never closes a reader that drains, and one
 *  that does not is closed with LAGGED: behind, and taking next to nothing in `lagGraceMs`. */
import { HubError } from '../values/index.js';
import type { Positioned } from './event.js';
import type { Ending, FollowerOptions, FollowerRange } from './follower-options.js';
import type { Flow, ItemReader } from './item-reader.js';
import type { LiveSink } from './live-source.js';
import { type ReplayRun, startReplay } from './replay-run.js';

/** Being behind, a reader must take this share of a buffer in each grace period. Low: it may be the whole machine that is
 *  slow, and what is far behind reads from the log in pages, so its memory does not grow. */
const PROGRESS_SHARE_MIN = 0.02;

export class Follower<Item extends Positioned> implements LiveSink<Item>, Flow {
  /** Nothing waits and the reader has room: the live source alone notes how far it has come, once for all. First, beside
   *  the reader: an event then touches little else of thousands of followers. */
  #isInStep = false;
  #reader: ItemReader<Item> | undefined;
  readonly #options: FollowerOptions<Item>;
  /** What waits for the reader, as it was pushed; `#offset` items of the first array are gone. */
  #waiting: (readonly Item[])[] = [];
  #offset = 0;
  #count = 0;
  /** Everything up to here is taken, waiting, or did not match. Not kept while in step. */
  #reached: bigint;
  #taken: bigint;
  #replay: ReplayRun<Item> | undefined;
  /** What was pushed while a replay up to the point of attachment still ran. */
  #ahead: (readonly Item[])[] = [];
  #aheadCount = 0;
  #isAttached = false;
  #end: Ending | undefined;
  #isClosed = false;
  #signal: (() => void) | undefined;
  #lagTimer: NodeJS.Timeout | undefined;
  #takenSinceCheck = 0;
  /** The reader waits for items. */
  #isTaking = false;
  #isPouring = false;

  constructor(options: FollowerOptions<Item>, { from, upTo }: FollowerRange) {
    this.#options = options;
    this.#reached = from;
    this.#taken = from;
    this.#startReplay(upTo);
  }

  /** The next items, at most `max`; undefined when the stream is over. One call at a time.
   *  @throws HubError LAGGED, or what the source ended with; afterwards the stream is over */
  async take(max: number): Promise<readonly Item[] | undefined> {
    this.#isTaking = true;
    try {
      return await this.#takeNext(max);
    } catch (error) {
      this.close();
      throw error;
    } finally {
      this.#isTaking = false;
    }
  }

  /** Hands everything to the reader from now on, at once where it has room; used instead of `take`. */
  pour(reader: ItemReader<Item>): Flow {
    this.#reader = reader;
    this.resume();
    return this;
  }

  resume(): void {
    this.#isTaking = true;
    this.#wakeTaker();
  }

  /** Leaves at once: a pending `take` resolves with undefined. Safe to repeat. */
  close(): void {
    this.#reader = undefined;
    this.#shut();
  }

  #shut(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#detach();
    this.#catchUp();
    this.#waiting = [];
    this.#count = 0;
    this.#replay?.drop();
    this.#replay = undefined;
    this.#wakeTaker();
    this.#options.onClose?.();
  }

  push(items: readonly Item[]): void {
    if (this.#isInStep) return this.#handOver(items);
    if (this.#isClosed || !this.#isAttached) return;
    const fresh = this.#freshOf(items);
    if (fresh.length === 0) return;
    this.#isInStep =
      this.#isTaking && this.#count === 0 && this.#isLive && !this.#isPouring && this.#reader !== undefined;
    if (this.#isInStep) return this.#handOver(fresh);
    if (this.#count + this.#aheadCount + fresh.length > this.#options.bufferMax) return this.#fallBehind();
    if (this.#replay === undefined) this.#add(fresh);
    else {
      this.#ahead.push(fresh);
      this.#aheadCount += fresh.length;
    }
    this.#wakeTaker();
  }

  end(error?: Error): void {
    this.#end ??= { error };
    this.#detach();
    this.#wakeTaker();
  }

  async #takeNext(max: number): Promise<readonly Item[] | undefined> {
    while (!this.#isClosed) {
      if (this.#count > 0) return this.#takeWaiting(max);
      if (this.#isLive) await this.#pushed();
      else await this.#advance();
    }
    return undefined;
  }

  /** Nothing is to be done but to wait for the next push. */
  get #isLive(): boolean {
    return this.#isAttached && this.#replay === undefined && this.#end === undefined;
  }

  /** One step towards the next item, or to the end. */
  #advance(): Promise<void> | void {
    if (this.#replay !== undefined) return this.#readOn(this.#replay);
    if (this.#end !== undefined) return this.#finish(this.#end);
    if (!this.#rejoin()) return this.#finish();
  }

  /** The way of almost every item to almost every reader: from hand to hand. */
  #handOver(items: readonly Item[]): void {
    if (this.#reader?.take(items) !== false) return;
    this.#isTaking = false;
    this.#fallOutOfStep();
  }

  /** Everything that the live source has pushed was taken. */
  #fallOutOfStep(): void {
    if (!this.#isInStep) return;
    this.#isInStep = false;
    this.#reached = this.#taken = this.#options.live?.position ?? this.#reached;
  }

  /** What waits goes to the reader at once; only what must be read first takes a promise. */
  #pour(reader: ItemReader<Item>): void {
    if (this.#isPouring) return;
    this.#isPouring = true;
    while (this.#isTaking && this.#count > 0) this.#isTaking = reader.take(this.#takeWaiting(Infinity));
    this.#isPouring = false;
    if (this.#isTaking && !this.#isLive && !this.#isClosed) void this.#pourOn(reader);
  }

  async #pourOn(reader: ItemReader<Item>): Promise<void> {
    this.#isPouring = true;
    try {
      while (this.#isTaking && !this.#isClosed && (this.#count > 0 || !this.#isLive)) {
        if (this.#count > 0) this.#isTaking = reader.take(this.#takeWaiting(Infinity));
        else await this.#advance();
      }
      if (this.#isClosed) this.#reader?.end();
    } catch (error) {
      this.#shut();
      this.#reader?.end(error);
    } finally {
      this.#isPouring = false;
    }
  }

  #freshOf(items: readonly Item[]): readonly Item[] {
    const known = this.#replay === undefined ? this.#reached : this.#replay.upTo;
    const first = items[0];
    if (first === undefined || first.position > known) return items;
    return items.filter(({ position }) => position > known);
  }

  #add(items: readonly Item[]): void {
    this.#waiting.push(items);
    this.#count += items.length;
    this.#reached = items.at(-1)?.position ?? this.#reached;
  }

  #takeWaiting(max: number): readonly Item[] {
    const first = this.#waiting[0] ?? [];
    const isWhole = this.#offset === 0 && first.length <= max;
    const items = isWhole ? first : first.slice(this.#offset, this.#offset + max);
    this.#offset += items.length;
    if (this.#offset >= first.length) {
      this.#waiting.shift();
      this.#offset = 0;
    }
    this.#count -= items.length;
    this.#takenSinceCheck += items.length;
    this.#taken = items.at(-1)?.position ?? this.#taken;
    return items;
  }

  #startReplay(upTo: bigint): void {
    if (upTo <= this.#reached) return;
    this.#replay = startReplay(this.#options.replay, this.#reached, upTo);
  }

  async #readOn(replay: ReplayRun<Item>): Promise<void> {
    const page = await replay.next();
    if (this.#replay !== replay) return;
    if (page !== undefined) return this.#add(page);
    this.#replay = undefined;
    this.#reached = replay.upTo > this.#reached ? replay.upTo : this.#reached;
    if (this.#isAttached) this.#catchUp();
    for (const ahead of this.#ahead.splice(0)) this.#add(ahead);
    this.#aheadCount = 0;
  }

  /** Near the live source it attaches first and replays the little that is between; far from it, it only replays.
   *  @returns false when there is no live source */
  #rejoin(): boolean {
    const { live, bufferMax } = this.#options;
    if (live === undefined) return false;
    const isFar = live.position - this.#reached > BigInt(bufferMax);
    this.#startReplay(live.position);
    if (isFar) return true;
    this.#isAttached = true;
    live.attach(this, this.#reached);
    if (this.#replay === undefined) this.#catchUp();
    return true;
  }

  #fallBehind(): void {
    this.#detach();
    // What was pushed ahead of a running replay is dropped: it is read again from the log.
    this.#ahead = [];
    this.#aheadCount = 0;
    if (this.#options.lagGraceMs === 0) return this.#lag();
    // A reader that waits for the next push must now read the log instead.
    this.#wakeTaker();
    if (this.#lagTimer !== undefined) return;
    this.#options.onBehind?.(true);
    this.#takenSinceCheck = 0;
    this.#lagTimer = setInterval(() => this.#checkLag(), this.#options.lagGraceMs).unref();
  }

  #checkLag(): void {
    const enough = this.#options.bufferMax * PROGRESS_SHARE_MIN;
    const isSlow = this.#takenSinceCheck < enough && !this.#isTaking;
    this.#takenSinceCheck = 0;
    if (isSlow) this.#lag();
  }

  #lag(): void {
    this.#catchUp();
    this.#waiting = [];
    this.#offset = 0;
    this.#count = 0;
    this.#replay?.drop();
    this.#replay = undefined;
    this.#end ??= { isLagged: true };
    this.#wakeTaker();
  }

  #catchUp(): void {
    if (this.#lagTimer === undefined) return;
    clearInterval(this.#lagTimer);
    this.#lagTimer = undefined;
    this.#options.onBehind?.(false);
  }

  #detach(): void {
    this.#fallOutOfStep();
    this.#isAttached = false;
    this.#options.live?.detach(this);
  }

  /** A source that was itself too slow ends its readers too: each goes on from what it took. */
  #finish({ error, isLagged }: Ending = {}): void {
    this.#shut();
    if (isLagged === true || (error instanceof HubError && error.code === 'LAGGED'))
      throw this.#options.laggedError(this.#taken);
    if (error !== undefined) throw error;
  }

  #pushed(): Promise<void> {
    return new Promise((resolve) => void (this.#signal = resolve));
  }

  #wakeTaker(): void {
    this.#signal?.();
    this.#signal = undefined;
    if (this.#reader !== undefined) this.#pour(this.#reader);
  }
}
