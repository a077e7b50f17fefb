/** What a reader of events holds: an async iterator that can be left at any moment, also while it waits. */
import type { Follower } from './follower.js';
import type { Flow, ItemReader } from './item-reader.js';
import type { LogPlace } from './log-place.js';

/** Gives items in batches as they come. `return()` leaves at once. Ends with an error at most once, then is over. */
export interface ItemStream<Item> extends AsyncIterableIterator<readonly Item[]> {
  return(): Promise<IteratorResult<readonly Item[]>>;
  /** The same stream item by item; use one form only. */
  one(): AsyncIterableIterator<Item>;
  /** The same stream handed over as it comes, in the arrays in which it came: those who share a stream are handed the same
   *  array, so that what is made of it once serves all of them. */
  pour(reader: ItemReader<Item>): Flow;
}

/** @param batchMax items at most in a batch */
export function streamOf<Item extends LogPlace>(
  follower: Follower<Item>,
  batchMax: number,
): ItemStream<Item> {
  return {
    ...iteratorOver(follower, batchMax, (items) => items),
    one: () => iteratorOver(follower, 1, ([item]) => item!),
    pour: (reader) => follower.pour(reader),
  };
}

function iteratorOver<Item extends LogPlace, Value>(
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
