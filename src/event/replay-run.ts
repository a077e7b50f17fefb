/** A replay while it runs: the finite stretch of the log that one follower reads, and how it is cut short. */
import type { LogPlace } from './log-place.js';

export interface ReplayRun<Item> {
  /** Inclusive. */
  readonly upTo: LogPlace;
  /** The next page; undefined once it is over or dropped. */
  next(): Promise<readonly Item[] | undefined>;
  /** Ends it at once, also while a page is awaited. Safe to repeat. */
  drop(): void;
}

export type OpenReplay<Item> = (
  from: LogPlace,
  upTo: LogPlace,
  signal: AbortSignal,
) => AsyncIterator<readonly Item[]>;

export function startReplay<Item>(open: OpenReplay<Item>, from: LogPlace, upTo: LogPlace): ReplayRun<Item> {
  const leaving = new AbortController();
  const items = open(from, upTo, leaving.signal);
  return {
    upTo,
    async next() {
      const step = await untilAborted(items.next(), leaving.signal);
      return step === undefined || step.done === true ? undefined : step.value;
    },
    drop() {
      leaving.abort();
      // How it ends is of no interest any more.
      items.return?.().catch(() => undefined);
    },
  };
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
