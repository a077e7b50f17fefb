/** Lets a test go on once a statement stands before a lock that another session holds: nothing is left to a clock. */
import { setTimeout as delay } from 'node:timers/promises';

import type pg from 'pg';

const LOOK_MS = 5;
const UNTIL_MS = 30_000;

/** @param about a part of the text of the statement that waits
 *  @throws Error when nobody waits in time */
export async function untilSomebodyWaits(pool: pg.Pool, about: string): Promise<void> {
  const until = Date.now() + UNTIL_MS;
  for (;;) {
    const { rowCount } = await pool.query(
      `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
         AND strpos(query, $1) > 0`,
      [about],
    );
    if (rowCount !== 0) return;
    if (Date.now() > until) throw new Error(`Nobody waits with a statement about ${about}.`);
    await delay(LOOK_MS);
  }
}
