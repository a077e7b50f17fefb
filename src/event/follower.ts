/** Follows a live source from a position: replays what it missed, then takes what is pushed, without gap or duplicate.
 *
 *  Memory is bounded: past `bufferMax` waiting items it leaves the live source ("behind"), reads on from the log
 *  at its reader's pace and joins again where it meets the live source. So a burst never closes a reader that drains, and one
 *  that does not is closed with LAGGED: behind, and taking next to nothing in `lagGraceMs`. */
import { HubError } from '../values/index.js';
import type { Ending, FollowerOptions, FollowerRange, LogReader } from './follower-options.js';
import { ItemQueue } from './item-queue.js';
import type { Flow, ItemReader } from './item-reader.js';
import { LagWatch } from './lag-watch.js';
import type { LiveSink } from './live-source.js';
import { type LogPlace, placeOf } from './log-place.js';
import { type ReplayRun, startReplay } from './replay-run.js';

export class Follower<Item extends LogPlace> implements LiveSink<Item>, LogReader, Flow {
  /** Nothing waits and the reader has room: the live source alone notes how far it has come, once for all. First, beside
   *  the reader: an event then touches little else of thousands of followers. */
  #isInStep = false;
  #reader: ItemReader<Item> | undefined;
  readonly #options: FollowerOptions<Item>;
  readonly #waiting = new ItemQueue<Item>();
  /** Everything up to here is taken, waiting, or did not match. Not kept while in step. */
  #reached: LogPlace;
  #taken: LogPlace;
  #replay: ReplayRun<Item> | undefined;
  /** What was pushed while a replay up to the point of attachment still ran. */
  readonly #ahead = new ItemQueue<Item>();
  #isAttached = false;
  #end: Ending | undefined;
  #isClosed = false;
  #signal: (() => void) | undefined;
  /** It is behind. */
  #lagWatch: LagWatch | undefined;
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

  lag(): void {
    this.#cut({ isLagged: true });
  }

  fail(error: Error): void {
    this.#cut({ error });
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
    this.#forget();
    this.#wakeTaker();
    this.#options.onClose?.(this);
  }

  #forget(): void {
    this.#catchUp();
    this.#waiting.clear();
    this.#replay?.drop();
    this.#replay = undefined;
  }

  /** Ends now, whatever waits. A reader that is poured into is told at once, also where it has no room: nobody knows when it
   *  will have some. */
  #cut(ending: Ending): void {
    if (this.#isClosed) return;
    this.#detach();
    this.#forget();
    this.#end ??= ending;
    const reader = this.#reader;
    if (reader === undefined) return this.#wakeTaker();
    this.close();
    reader.end(this.#errorOf(ending));
  }

  push(items: readonly Item[]): void {
    if (this.#isInStep) return this.#handOver(items);
    if (this.#isClosed || !this.#isAttached) return;
    const fresh = this.#freshOf(items);
    if (fresh.length === 0) return;
    this.#isInStep =
      this.#isTaking &&
      this.#waiting.count === 0 &&
      this.#isLive &&
      !this.#isPouring &&
      this.#reader !== undefined;
    if (this.#isInStep) return this.#handOver(fresh);
    if (this.#waiting.count + this.#ahead.count + fresh.length > this.#options.bufferMax)
      return this.#fallBehind();
    if (this.#replay === undefined) this.#add(fresh);
    else this.#ahead.add(fresh);
    this.#wakeTaker();
  }

  end(error?: Error): void {
    this.#end ??= { error };
    this.#detach();
    this.#wakeTaker();
  }

  async #takeNext(max: number): Promise<readonly Item[] | undefined> {
    while (!this.#isClosed) {
      if (this.#waiting.count > 0) return this.#takeWaiting(max);
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
    this.#reached = this.#taken = this.#options.live?.place ?? this.#reached;
  }

  /** What waits goes to the reader at once; only what must be read first takes a promise. */
  #pour(reader: ItemReader<Item>): void {
    if (this.#isPouring) return;
    this.#isPouring = true;
    while (this.#isTaking && this.#waiting.count > 0)
      this.#isTaking = reader.take(this.#takeWaiting(Infinity));
    this.#isPouring = false;
    if (this.#isTaking && !this.#isLive && !this.#isClosed) void this.#pourOn(reader);
  }

  async #pourOn(reader: ItemReader<Item>): Promise<void> {
    this.#isPouring = true;
    try {
      while (this.#isTaking && !this.#isClosed && (this.#waiting.count > 0 || !this.#isLive)) {
        if (this.#waiting.count > 0) this.#isTaking = reader.take(this.#takeWaiting(Infinity));
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
    const known = (this.#replay === undefined ? this.#reached : this.#replay.upTo).position;
    const first = items[0];
    if (first === undefined || first.position > known) return items;
    return items.filter(({ position }) => position > known);
  }

  #add(items: readonly Item[]): void {
    this.#waiting.add(items);
    const last = items.at(-1);
    if (last !== undefined) this.#reached = placeOf(last);
  }

  #takeWaiting(max: number): readonly Item[] {
    const items = this.#waiting.take(max);
    this.#lagWatch?.took(items.length);
    const last = items.at(-1);
    if (last !== undefined) this.#taken = placeOf(last);
    return items;
  }

  #startReplay(upTo: LogPlace): void {
    if (upTo.position <= this.#reached.position) return;
    this.#replay = startReplay(this.#options.replay, this.#reached, upTo);
  }

  async #readOn(replay: ReplayRun<Item>): Promise<void> {
    const page = await replay.next();
    if (this.#replay !== replay) return;
    if (page !== undefined) return this.#add(page);
    this.#replay = undefined;
    if (replay.upTo.position > this.#reached.position) this.#reached = replay.upTo;
    if (this.#isAttached) this.#catchUp();
    while (this.#ahead.count > 0) this.#add(this.#ahead.take(Infinity));
  }

  /** Near the live source it attaches first and replays the little that is between; far from it, it only replays.
   *  @returns false when there is no live source */
  #rejoin(): boolean {
    const { live, bufferMax } = this.#options;
    if (live === undefined) return false;
    const isFar = live.place.position - this.#reached.position > BigInt(bufferMax);
    this.#startReplay(live.place);
    if (isFar) return true;
    this.#isAttached = true;
    live.attach(this, this.#reached);
    if (this.#replay === undefined) this.#catchUp();
    return true;
  }

  #fallBehind(): void {
    this.#detach();
    // What was pushed ahead of a running replay is dropped: it is read again from the log.
    this.#ahead.clear();
    const { bufferMax, lagGraceMs: graceMs, onBehind } = this.#options;
    if (graceMs === 0) return this.lag();
    // A reader that waits for the next push must now read the log instead.
    this.#wakeTaker();
    if (this.#lagWatch !== undefined) return;
    onBehind?.(true);
    const isTaking = (): boolean => this.#isTaking;
    this.#lagWatch = new LagWatch({ bufferMax, graceMs, isTaking, onSlow: () => this.lag() });
  }

  #catchUp(): void {
    if (this.#lagWatch === undefined) return;
    this.#lagWatch.stop();
    this.#lagWatch = undefined;
    this.#options.onBehind?.(false);
  }

  #detach(): void {
    this.#fallOutOfStep();
    this.#isAttached = false;
    this.#options.live?.detach(this);
  }

  #finish(ending: Ending = {}): void {
    this.#shut();
    const error = this.#errorOf(ending);
    if (error !== undefined) throw error;
  }

  /** A source that was itself too slow ends its readers too: each goes on from what it took. */
  #errorOf({ error, isLagged }: Ending): Error | undefined {
    const isLag = isLagged === true || (error instanceof HubError && error.code === 'LAGGED');
    return isLag ? this.#options.laggedError(this.#taken) : error;
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
