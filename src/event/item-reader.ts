/** The two ends of a stream that is poured: it hands items over, and its reader says when it has room. */

/** Who is handed items as they come, without a promise for each. */
export interface ItemReader<Item> {
  /** Takes all of them. False: it has no room for more until it calls `resume`. */
  take(items: readonly Item[]): boolean;
  /** The stream is over, with an error or without; the last call. Never called after `close`. */
  end(error?: unknown): void;
}

/** A reader's hold on what is poured into it. */
export interface Flow {
  /** There is room again. */
  resume(): void;
  /** Gives up on its reader: it is told LAGGED at once, whatever waits for it, with the cursor of what it took. */
  lag(): void;
  /** Leaves at once. Safe to repeat. */
  close(): void;
}
