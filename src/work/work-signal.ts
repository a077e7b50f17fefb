/** Tells adapters that work waits for them. A wake carries no work, only a count: what is claimed decides. Wakes are
 *  coalesced, and other processes are told by a notification of its own, never inside the transaction that made the work. */
import type pg from 'pg';

import { countWaiting } from './claim-tasks.js';
import { WORK_KINDS, type WorkKind } from './task.js';
import { WakeStream } from './wake-stream.js';

export interface WorkReady {
  readonly kind: WorkKind;
  /** At least 1; counted up to 10,000. */
  readonly waiting: number;
}

export interface WorkItem {
  readonly kind: WorkKind;
  readonly institutionCode: string;
}

/** What this needs of the process's listening connection. */
export interface ChannelListener {
  listen(channel: string, onWake: (payload: string) => void): () => void;
}

export interface WorkSignalOptions {
  readonly pool: pg.Pool;
  /** Wakes from other processes. Without it they are found by polling. */
  readonly listener?: ChannelListener;
  /** Something failed and is retried at the next wake or poll. */
  readonly onError?: (error: unknown) => void;
  /** For wakes that were lost and for tasks whose time comes. Default 5,000. */
  readonly pollMs?: number;
  /** A subscriber is told of a kind at most this often. Default 100. */
  readonly coalesceMs?: number;
}

export interface WorkSignal {
  /** Call it after the commit that made tasks waiting. Any number of calls are one wake. */
  wake(items: Iterable<WorkItem>): void;
  /** Says at once what waits for the institution already, then whenever more does, and at every poll while any does.
   *  `NAPAS` hears of every `NAPAS:<bin>`. A reader that is slow finds the newest count, never a queue of old ones. */
  subscribe(options: {
    readonly institution: string;
    readonly kinds?: readonly WorkKind[];
  }): AsyncIterableIterator<WorkReady>;
  /** Ends every subscription. Call it before the pool ends. */
  stop(): Promise<void>;
}

const channel = 'work_ready';

export function openWorkSignal(options: WorkSignalOptions): WorkSignal {
  return new PoolWorkSignal(options);
}

/** For a process without a signal of its own. Call it after the commit and outside any transaction. */
export async function announceWork(
  db: Pick<pg.ClientBase, 'query'>,
  items: Iterable<WorkItem>,
): Promise<void> {
  const topics = [...new Set([...items].map(topicOf))];
  if (topics.length === 0) return;
  await db.query({
    name: 'work.announce',
    text: 'SELECT pg_notify($1, topic) FROM unnest($2::text[]) AS topic',
    values: [channel, topics],
  });
}

/** A rail is the queue of one institution, or of all banks behind NAPAS. */
function topicOf({ kind, institutionCode }: WorkItem): string {
  return `${kind} ${institutionCode.split(':', 1).join()}`;
}

class PoolWorkSignal implements WorkSignal {
  readonly #options: WorkSignalOptions;
  readonly #streams = new Set<{ readonly stream: WakeStream; readonly topics: ReadonlySet<string> }>();
  readonly #unlisten: (() => void) | undefined;
  readonly #poll: NodeJS.Timeout;
  #awake = new Set<string>();
  #announcing = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(options: WorkSignalOptions) {
    this.#options = options;
    this.#unlisten = options.listener?.listen(channel, (topic) =>
      this.#wakeTopics(topic === '' ? undefined : [topic]),
    );
    this.#poll = setInterval(() => this.#wakeTopics(), options.pollMs ?? 5_000).unref();
  }

  wake(items: Iterable<WorkItem>): void {
    for (const item of items) {
      const topic = topicOf(item);
      this.#awake.add(topic);
      this.#announcing.add(topic);
    }
    this.#runSoon();
  }

  subscribe({
    institution,
    kinds = WORK_KINDS,
  }: {
    institution: string;
    kinds?: readonly WorkKind[];
  }): AsyncIterableIterator<WorkReady> {
    const topics = new Set(kinds.map((kind) => topicOf({ kind, institutionCode: institution })));
    const entry = {
      topics,
      stream: new WakeStream({
        kinds,
        count: (kind) => countWaiting(this.#options.pool, { kind, institutions: [institution] }),
        gapMs: this.#options.coalesceMs ?? 100,
        onError: (error) => this.#options.onError?.(error),
        onClose: () => this.#streams.delete(entry),
      }),
    };
    if (this.#isStopped) entry.stream.close();
    else this.#streams.add(entry);
    return entry.stream;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#unlisten?.();
    clearInterval(this.#poll);
    clearTimeout(this.#timer);
    for (const { stream } of [...this.#streams]) stream.close();
    await this.#running;
    await this.#announce();
  }

  #wakeTopics(topics?: readonly string[]): void {
    for (const entry of this.#streams) for (const topic of topics ?? entry.topics) this.#awake.add(topic);
    this.#runSoon();
  }

  #runSoon(): void {
    if (this.#timer !== undefined || this.#isStopped || this.#awake.size === 0) return;
    this.#deliver();
    this.#running = this.#announce();
    // What comes within the gap is delivered at its end.
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#runSoon();
    }, this.#options.coalesceMs ?? 100).unref();
  }

  #deliver(): void {
    const awake = this.#awake;
    this.#awake = new Set();
    for (const { stream, topics } of this.#streams) {
      for (const topic of topics) if (awake.has(topic)) stream.wake(topic.split(' ', 1).join() as WorkKind);
    }
  }

  async #announce(): Promise<void> {
    const announcing = [...this.#announcing];
    this.#announcing = new Set();
    try {
      await announceWork(this.#options.pool, announcing.map(itemOf));
    } catch (error) {
      this.#options.onError?.(error);
    }
  }
}

function itemOf(topic: string): WorkItem {
  const [kind = '', institutionCode = ''] = topic.split(' ');
  return { kind: kind as WorkKind, institutionCode };
}
