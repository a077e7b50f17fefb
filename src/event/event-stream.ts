/** What a reader of events holds: an async iterator that can be left at any moment, also while it waits. */
import type { Positioned } from './event.js';
import type { Follower } from './follower.js';

/** Gives items in batches as they come. `return()` leaves at once. Ends with an error at most once, then is over. */
export interface ItemStream<Item> extends AsyncIterableIterator<readonly Item[]> {
  return(): Promise<IteratorResult<readonly Item[]>>;
  /** The same stream item by item; use one form or the other. */
  one(): AsyncIterableIterator<Item>;
}

/** @param batchMax items at most in a batch */
export function streamOf<Item extends Positioned>(
  follower: Follower<Item>,
  batchMax: number,
): ItemStream<Item> {
  return {
    ...iteratorOver(follower, batchMax, (items) => items),
    one: () => iteratorOver(follower, 1, ([item]) => item!),
  };
}

function iteratorOver<Item extends Positioned, Value>(
  follower: Follower<Item>,
  max: number,
  valueOf: (items: readonly Item[]) => Value,
): AsyncIterableIterator<Value> & { return(): Promise<IteratorResult<Value>> } {
  let turn: Promise<unknown> = Promise.resolve();
  const over: IteratorResult<Value> = { value: undefined, done: true };
  const take = async (): Promise<IteratorResult<Value>> => {
    const items = await follower.take(max);
    return items === undefined ? over : { value: valueOf(items), done: false };
  };
  return {
    next() {
      // A reader may ask again before it was answered; the answers keep their order.
      const result = turn.then(take, take);
      turn = result;
      return result;
    },
    return() {
      follower.close();
      return Promise.resolve(over);
    },
    throw(error) {
      follower.close();
      return Promise.reject(error);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
