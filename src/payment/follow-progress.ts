/** A batch's figures as they move: at most ten a second, the last one always delivered. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Events } from '../event/index.js';

const INTERVAL_MS = 100;

/** Yields once at the start, then after every change of the batch, changes within a tenth of a second taken together.
 *  What is yielded is only "look now": the reader reads the totals, so that it never shows an older figure later. */
export async function* followProgress(events: Events, batchId: string): AsyncGenerator<Date, void, void> {
  const stream = await events.subscribe({ filter: { kinds: ['payment', 'batch'], batchId } });
  try {
    yield new Date();
    let next = stream.next();
    for (;;) {
      if ((await next).done) return;
      // Whatever else comes within the interval is covered by the same look.
      const until = delay(INTERVAL_MS, 'OVER' as const);
      do next = stream.next();
      while ((await Promise.race([next, until])) !== 'OVER' && !(await next).done);
      yield new Date();
    }
  } finally {
    await stream.return();
  }
}
