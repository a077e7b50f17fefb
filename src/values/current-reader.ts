/** Whose reads are being asked for at this moment of the event loop. A read remembers it, and is not made any more, or is cancelled in
 *  PostgreSQL, once its reader is gone. It holds up to the first `await` of whoever is run: what is asked later names its reader anew. */

let current: AbortSignal | undefined;

/** Runs it so that the reads that it asks for at once are the reader's. */
export function readFor<T>(reader: AbortSignal | undefined, run: () => T): T {
  if (reader === undefined) return run();
  const before = current;
  current = reader;
  try {
    return run();
  } finally {
    current = before;
  }
}

export function currentReader(): AbortSignal | undefined {
  return current;
}

/** The reader has left, or has its answer without this. */
export class ReaderGone extends Error {
  constructor() {
    super('Nobody waits for this read any more.');
    this.name = 'ReaderGone';
  }
}
