/** Follows a live source from a position: replays what it missed, then takes what is pushed, without gap or duplicate.
 *
 *  Memory is bounded: past `bufferMax` waiting items it leaves the live source ("behind"), reads on from the log
 *  at its reader's pace and joins again where it meets the live source. So a burst never closes a reader that drains, and one
 *  that does not is closed with LAGGED: behind, and taking next to nothing in `lagGraceMs`. */
import { HubError } from '../values/index.js';
import type { Positioned } from './event.js';

export interface LiveSink<Item> {
  /** Items in order, each beyond the source's position before the call. The array must not change afterwards. */
  push(items: readonly Item[]): void;
  /** The source is over: normally, or because of an error. */
  end(error?: Error): void;
}

export interface LiveSource<Item> {
  /** Everything up to here has been pushed to whoever was attached. */
  readonly position: bigint;
  /** From now on the sink is pushed everything beyond `position`; it has no interest in anything up to `from`. */
  attach(sink: LiveSink<Item>, from: bigint): void;
  /** Safe to repeat. */
  detach(sink: LiveSink<Item>): void;
}

export interface FollowerOptions<Item extends Positioned> {
  /** Everything up to here is known to the reader. */
  readonly from: bigint;
  /** Replayed before the live source is asked for; the log's end, as far as known. */
  readonly upTo: bigint;
  /** Absent: the stream ends at `upTo`. */
  readonly live?: LiveSource<Item>;
  /** Items of (from, upTo] in order, then done; `signal` aborts when the reader leaves. */
  readonly replay: (from: bigint, upTo: bigint, signal: AbortSignal) => AsyncIterator<readonly Item[]>;
  /** Items waiting at most. */
  readonly bufferMax: number;
  /** Milliseconds; 0 closes the reader the moment its buffer is full. */
  readonly lagGraceMs: number;
  /** What a reader gets that was too slow, given the last position that it took. */
  readonly laggedError: (position: bigint) => Error;
  readonly onBehind?: (isBehind: boolean) => void;
  readonly onClose?: () => void;
}

interface Replay<Item> {
  readonly items: AsyncIterator<readonly Item[]>;
  readonly upTo: bigint;
}

/** Being behind, a reader must take this share of a buffer in each grace period. Low, because a reader may be slow only
 *  because the whole machine is, and what is far behind reads from the log in pages: its memory does not grow. */
const PROGRESS_SHARE_MIN = 0.02;

export class Follower<Item extends Positioned> implements LiveSink<Item> {
  readonly #options: FollowerOptions<Item>;
  readonly #leaving = new AbortController();
  /** What waits for the reader, as it was pushed; `#offset` items of the first array are gone. */
  #waiting: (readonly Item[])[] = [];
  #offset = 0;
  #count = 0;
  /** Everything up to here is taken, waiting, or did not match. */
  #reached: bigint;
  #taken: bigint;
  #replay: Replay<Item> | undefined;
  /** What was pushed while a replay up to the point of attachment still ran. */
  #ahead: (readonly Item[])[] = [];
  #aheadCount = 0;
  #isAttached = false;
  #end: { readonly error?: Error | undefined; readonly isLagged?: boolean } | undefined;
  #isClosed = false;
  #signal: (() => void) | undefined;
  #lagTimer: NodeJS.Timeout | undefined;
  #takenSinceCheck = 0;
  #isTaking = false;

  constructor(options: FollowerOptions<Item>) {
    this.#options = options;
    this.#reached = options.from;
    this.#taken = options.from;
    this.#startReplay(options.upTo);
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

  /** Leaves at once: a pending `take` resolves with undefined. Safe to repeat. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#detach();
    this.#catchUp();
    this.#waiting = [];
    this.#count = 0;
    this.#leaving.abort();
    this.#dropReplay();
    this.#wakeTaker();
    this.#options.onClose?.();
  }

  push(items: readonly Item[]): void {
    if (this.#isClosed || !this.#isAttached) return;
    const fresh = this.#freshOf(items);
    if (fresh.length === 0) return;
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
    for (;;) {
      if (this.#isClosed) return undefined;
      if (this.#count > 0) return this.#takeWaiting(max);
      if (this.#replay !== undefined) await this.#readOn(this.#replay);
      else if (this.#end !== undefined) return this.#finish(this.#end);
      else if (this.#isAttached) await this.#pushed();
      else if (!this.#rejoin()) return this.#finish();
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
    const items =
      this.#offset === 0 && first.length <= max ? first : first.slice(this.#offset, this.#offset + max);
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
    this.#replay = { items: this.#options.replay(this.#reached, upTo, this.#leaving.signal), upTo };
  }

  async #readOn(replay: Replay<Item>): Promise<void> {
    const page = await untilAborted(replay.items.next(), this.#leaving.signal);
    if (page === undefined || this.#replay !== replay) return;
    if (page.done !== true) return this.#add(page.value);
    const { upTo } = replay;
    this.#replay = undefined;
    this.#reached = upTo > this.#reached ? upTo : this.#reached;
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
    this.#dropReplay();
    this.#end ??= { isLagged: true };
    this.#wakeTaker();
  }

  /** How it ends is of no interest any more; what it awaits is cut short by the signal. */
  #dropReplay(): void {
    this.#replay?.items.return?.().catch(() => undefined);
    this.#replay = undefined;
  }

  #catchUp(): void {
    if (this.#lagTimer === undefined) return;
    clearInterval(this.#lagTimer);
    this.#lagTimer = undefined;
    this.#options.onBehind?.(false);
  }

  #detach(): void {
    this.#isAttached = false;
    this.#options.live?.detach(this);
  }

  /** A source that was itself too slow ends its readers too: each goes on from what it took. */
  #finish({
    error,
    isLagged,
  }: { readonly error?: Error | undefined; readonly isLagged?: boolean } = {}): undefined {
    this.close();
    if (isLagged === true || (error instanceof HubError && error.code === 'LAGGED'))
      throw this.#options.laggedError(this.#taken);
    if (error !== undefined) throw error;
  }

  #pushed(): Promise<void> {
    return new Promise((resolve) => {
      this.#signal = resolve;
    });
  }

  #wakeTaker(): void {
    this.#signal?.();
    this.#signal = undefined;
  }
}

/** What the promise gives, or undefined as soon as the signal aborts. */
function untilAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value | undefined> {
  return new Promise((resolve, reject) => {
    const abort = (): void => resolve(undefined);
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
