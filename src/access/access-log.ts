/** The log of who asked for what, and why: the law asks for it, and it must not slow a request down. Entries are collected
 *  and written in batches off the request's path; what could not be written yet is kept and tried again. */
import { HubError } from '../values/index.js';
import type { Caller } from './caller.js';
import type { Purpose } from './purpose.js';

/** One operation as the log keeps it: never its variables nor anything it returned. What it looked people up by is an entry of its own
 *  besides, with whom it found. */
export interface AccessEntry {
  readonly at: Date;
  readonly subject: string;
  readonly clientId: string;
  readonly purpose?: Purpose;
  /** The operation's name, or its kind where it has none. */
  readonly operation: string;
  readonly rootFields: readonly string[];
  readonly areaId?: string;
  readonly traceId: string;
  /** `OK`, the code of the operation's first error, or `UNDER_WAY` where it had not ended when the entry was written: how it ended,
   *  another entry with its trace id says. */
  readonly outcome: string;
  /** Of a look-up: the citizens whom it found. */
  readonly personIds?: readonly string[];
  /** Of a look-up: how many it did not find. */
  readonly misses?: number;
}

export const UNDER_WAY = 'UNDER_WAY';

export interface AccessLog {
  /** Refuses an operation that could not be logged.
   *  @throws HubError SOURCE_UNAVAILABLE (retryable) while the log cannot be written and its buffer is full */
  assertRoom(): void;
  record(entry: AccessEntry): void;
  /** Records an operation that begins: what never ends is seen too. Most end before the entry is written, and have one.
   *  @returns to be told once how it ended */
  begin(entry: Omit<AccessEntry, 'outcome'>): (outcome: string) => void;
  /** Resolves when everything recorded so far has been written; rejects when one last try fails. */
  flush(): Promise<void>;
  /** Flushes, then stops. */
  stop(): Promise<void>;
}

export interface AccessLogOptions {
  /** Writes a batch, all or nothing. */
  readonly write: (entries: readonly AccessEntry[]) => Promise<void>;
  readonly onWriteFailed?: (error: unknown, waiting: number) => void;
  /** Milliseconds an entry may wait for others; default 200. */
  readonly flushDelayMs?: number;
}

const BATCH_MAX = 500;
const WAITING_MAX = 50_000;
const RETRY_DELAY_MS = 1_000;

interface WaitingEntry extends AccessEntry {
  outcome: string;
  /** It is being written, or is: what it says cannot be changed any more. */
  isSent?: boolean;
}

export function createAccessLog({ write, onWriteFailed, flushDelayMs = 200 }: AccessLogOptions): AccessLog {
  let waiting: WaitingEntry[] = [];
  let writing: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  async function writeWaiting(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, BATCH_MAX);
      for (const entry of batch) entry.isSent = true;
      await write(batch.map(({ isSent: _isSent, ...entry }) => entry));
      waiting = waiting.slice(batch.length);
    }
  }

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    writing ??= writeWaiting().finally(() => {
      writing = undefined;
    });
    return writing;
  }

  function schedule(delayMs: number): void {
    if (isStopped || timer !== undefined) return;
    timer = setTimeout(() => {
      flush().catch((error: unknown) => {
        onWriteFailed?.(error, waiting.length);
        schedule(RETRY_DELAY_MS);
      });
    }, delayMs);
    timer.unref();
  }

  function record(entry: WaitingEntry): void {
    waiting.push(entry);
    schedule(flushDelayMs);
  }

  return {
    assertRoom() {
      if (waiting.length < WAITING_MAX) return;
      throw new HubError('SOURCE_UNAVAILABLE', 'The access log cannot be written.', { retryable: true });
    },
    record: (entry) => record({ ...entry }),
    begin(begun) {
      const entry: WaitingEntry = { ...begun, outcome: UNDER_WAY };
      record(entry);
      return (outcome) => {
        if (entry.isSent === true) record({ ...begun, at: new Date(), outcome });
        else entry.outcome = outcome;
      };
    },
    flush,
    async stop() {
      isStopped = true;
      await flush();
    },
  };
}

/** The entry of an operation by this caller: before it runs, without its outcome. */
export function accessEntryOf<About extends Pick<AccessEntry, 'at' | 'operation' | 'rootFields' | 'traceId'>>(
  caller: Caller,
  about: About,
): About & Omit<AccessEntry, 'outcome'> {
  return {
    ...about,
    subject: caller.subject,
    clientId: caller.clientId,
    ...(caller.purpose === undefined ? {} : { purpose: caller.purpose }),
    ...(caller.area?.id === undefined ? {} : { areaId: caller.area.id }),
  };
}
