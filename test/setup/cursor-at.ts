/** The cursor of whoever has seen the event at a position. */
import type pg from 'pg';
import type { Events } from '../../src/event/index.js';

export async function cursorAt(pool: pg.Pool, events: Events, position: bigint): Promise<string> {
  const { rows } = await pool.query<{ id: string }>('SELECT id FROM event.log WHERE position = $1', [
    position,
  ]);
  return events.cursorAt({ position, id: rows[0]?.id });
}
