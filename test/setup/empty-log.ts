/** An empty event log between tests, while the sequencer goes on looking for events. */
import type pg from 'pg';

/** The inbox comes first, as the sequencer locks them: the other way round each would wait for the other.
 *  @param also tables to empty with it */
export async function emptyLog(pool: pg.Pool, also: readonly string[] = []): Promise<void> {
  await pool.query(`TRUNCATE ${['event.inbox', 'event.log', ...also].join(', ')}`);
}
