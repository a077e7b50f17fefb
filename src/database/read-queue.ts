/** Gathers the reads that stores ask of a pool within one turn of the event loop, and sends them down few connections in few writes:
 *  the reads of one level of an operation, and of operations that came in together. */
import type pg from 'pg';
import { ReaderGone } from '../values/index.js';
import { ReadBatch, type Read } from './read-batch.js';
import { ReaderWatch } from './reader-watch.js';

/** Reads that go down one connection together: the last of them waits for all before it. */
const READS_MAX = 8;
/** Milliseconds. A read that took longer last time holds nobody else up: it goes alone until it is quick again. */
const SLOW_MS = 50;

export class ReadQueue {
  private waiting: Read[] = [];
  private readonly slow = new Set<string>();

  /** @param cancel ends what the connection with this process id is doing */
  constructor(
    private readonly pool: pg.Pool,
    private readonly cancel: (processId: number) => Promise<unknown>,
  ) {}

  /** Sends it with the others of this turn; its callback is told what came of it. */
  ask(read: Read): void {
    if (this.waiting.push(read) === 1) setImmediate(() => this.sendAll());
  }

  private sendAll(): void {
    const quick: Read[] = [];
    for (const read of this.waiting.splice(0)) {
      if (this.slow.has(read.name)) this.send([read]);
      else quick.push(read);
    }
    for (let from = 0; from < quick.length; from += READS_MAX) this.send(quick.slice(from, from + READS_MAX));
  }

  private send(asked: readonly Read[]): void {
    this.pool.connect((noConnection, client, release) => {
      const reads = noConnection ? asked : withoutGone(asked);
      if (client === undefined) {
        for (const read of reads) read.handleError(noConnection ?? new Error('No connection.'));
        return;
      }
      if (reads.length === 0) return release();
      const watch = new ReaderWatch(reads, () =>
        this.cancel((client as Partial<{ processID: number }>).processID ?? 0),
      );
      const startedAt = performance.now();
      const batch = new ReadBatch(reads, (failure, passedOver) => {
        // As the pool's own `query` does: a connection on which something failed is not used again. Nor is one that is being
        // cancelled until that is over: it would strike whoever has it next.
        watch.end(() => release(failure));
        this.noteDuration(reads, performance.now() - startedAt);
        for (const read of passedOver) this.send([read]);
      });
      client.query(batch as unknown as pg.Submittable);
    });
  }

  /** Which one of several was slow, the next time tells, when each goes alone. */
  private noteDuration(reads: readonly Read[], milliseconds: number): void {
    for (const { name } of reads) {
      if (milliseconds > SLOW_MS) this.slow.add(name);
      else if (this.slow.size > 0) this.slow.delete(name);
    }
  }
}

/** Those whose reader has left while they waited for a connection are not made. */
function withoutGone(reads: readonly Read[]): readonly Read[] {
  if (!reads.some(({ reader }) => reader?.aborted)) return reads;
  for (const read of reads) if (read.reader?.aborted === true) read.handleError(new ReaderGone());
  return reads.filter(({ reader }) => reader?.aborted !== true);
}

const queues = new WeakMap<object, ReadQueue>();

/** From now on, reads asked of this pool are gathered. */
export function gatherReads(pool: pg.Pool, cancel: (processId: number) => Promise<unknown>): void {
  queues.set(pool, new ReadQueue(pool, cancel));
}

/** Undefined for the connection of a transaction, whose statements follow each other. */
export function readQueueOf(db: object): ReadQueue | undefined {
  return queues.get(db);
}

/** Words of statements that change, lock or wait, and PostgreSQL's own functions that may: such a statement is sent by itself. */
const MAY_DO_MORE =
  /\b(INSERT|UPDATE|DELETE|MERGE|TRUNCATE|CALL|INTO|SHARE|nextval|setval|set_config|dblink\w*|lo_\w+|pg_\w+)\b/i;

/** Whether the text can only read: in doubt it cannot. */
export function isPlainRead(text: string): boolean {
  return /^\s*(SELECT|WITH)\b/i.test(text) && !MAY_DO_MORE.test(text);
}
