/** What a follower is told when it is made. */
import type { Positioned } from './event.js';
import type { LiveSource } from './live-source.js';
import type { OpenReplay } from './replay-run.js';

/** What followers of one source have in common: made once for all of them, however many they are. */
export interface FollowerOptions<Item extends Positioned> {
  /** Absent: the stream ends where its replay does. */
  readonly live?: LiveSource<Item> | undefined;
  /** Items of (from, upTo] in order, then done; `signal` aborts when the reader leaves. */
  readonly replay: OpenReplay<Item>;
  /** Items waiting at most. */
  readonly bufferMax: number;
  /** Milliseconds; 0 closes the reader the moment its buffer is full. */
  readonly lagGraceMs: number;
  /** What a reader gets that was too slow, given the last position that it took. */
  readonly laggedError: (position: bigint) => Error;
  readonly onBehind?: (isBehind: boolean) => void;
  readonly onClose?: () => void;
}

export interface FollowerRange {
  /** Everything up to here is known to the reader. */
  readonly from: bigint;
  /** Replayed before the live source is asked for; the log's end, as far as known. */
  readonly upTo: bigint;
}

/** How a source, or its follower, ended: normally, because of an error, or because the reader was too slow. */
export interface Ending {
  readonly error?: Error | undefined;
  readonly isLagged?: boolean;
}
