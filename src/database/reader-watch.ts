/** Watches the readers of what goes down one connection: once all of them have left, PostgreSQL is told to stop. As long as one waits it
 *  goes on, for that one. */
import type { Read } from './read-batch.js';

export class ReaderWatch {
  private readonly readers: ReadonlySet<AbortSignal>;
  private cancelling: Promise<unknown> | undefined;

  constructor(
    reads: readonly Read[],
    private readonly cancel: () => Promise<unknown>,
  ) {
    const readers = reads.map(({ reader }) => reader);
    this.readers = new Set(readers.every((reader) => reader !== undefined) ? readers : []);
    for (const reader of this.readers) reader.addEventListener('abort', this.onGone);
  }

  /** Ends the watch; `then` is called when nothing more will be done to the connection. */
  end(then: () => void): void {
    for (const reader of this.readers) reader.removeEventListener('abort', this.onGone);
    if (this.cancelling === undefined) then();
    else void this.cancelling.then(then);
  }

  private readonly onGone = (): void => {
    for (const reader of this.readers) if (!reader.aborted) return;
    // One that cannot be cancelled ends by its own time limit.
    this.cancelling ??= this.cancel().catch(() => undefined);
  };
}
