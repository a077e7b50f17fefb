/** For processes that write events and sequence none, such as an import from the command line. */
import { type Queryable, sql } from '../database/index.js';
import { INBOX_CHANNEL } from './sequencer.js';

const notify = sql('event.announce', 'SELECT pg_notify($1, $2)');

/** Wakes the sequencers of the hubs on this database. Call it after the commit and outside any transaction; without it they
 *  find the events at their next poll. */
export async function announceEvents(db: Queryable): Promise<void> {
  await notify.run(db, [INBOX_CHANNEL, '']);
}
