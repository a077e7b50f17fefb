/** What a follower is told when it is made. */
import type { LiveSource } from './live-source.js';
import type { LogPlace } from './log-place.js';
import type { OpenReplay } from './replay-run.js';

/** What followers of one source have in common: made once for all of them, however many they are. */
export interface FollowerOptions<Item extends LogPlace> {
  /** Absent: the stream ends where its replay does. */
  readonly live?: LiveSource<Item> | undefined;
  /** Items of (from, upTo] in order, then done; `signal` aborts when the reader leaves. */
  readonly replay: OpenReplay<Item>;
  /** Items waiting at most. */
  readonly bufferMax: number;
  /** Milliseconds; 0 closes the reader the moment its buffer is full. */
  readonly lagGraceMs: number;
  /** What a reader gets that was too slow, given the last place that it took. */
  readonly laggedError: (place: LogPlace) => Error;
  readonly onBehind?: (isBehind: boolean) => void;
  readonly onClose?: (follower: LogReader) => void;
}

export interface FollowerRange {
  /** Everything up to here is known to the reader. */
  readonly from: LogPlace;
  /** Replayed before the live source is asked for; the log's end, as far as known. */
  readonly upTo: LogPlace;
}

/** Reads a log that may become another one. */
export interface LogReader {
  /** Its log is no more: ends at once with the error, whatever waits. */
  fail(error: Error): void;
}

/** How a source, or its follower, ended: normally, because of an error, or because the reader was too slow. */
export interface Ending {
  readonly error?: Error | undefined;
  readonly isLagged?: boolean;
}
