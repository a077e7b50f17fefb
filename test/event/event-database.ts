/** A database with a stand-in for payments: rows whose lock is held while their state and its event are written, which is all
 *  that the log's two properties hang on. */
import { randomUUID } from 'node:crypto';

import type pg from 'pg';

import type { Queryable } from '../../src/database/index.js';
import { appendEvents, type HubEvent, type NewEvent } from '../../src/event/index.js';
import { createTestDatabase, type TestDatabase } from '../setup/test-database.js';

export async function createEventDatabase(): Promise<TestDatabase> {
  const database = await createTestDatabase();
  await database.pool.query('CREATE TABLE thing (id uuid PRIMARY KEY, state int NOT NULL DEFAULT 0)');
  return database;
}

export async function createThings(pool: pg.Pool, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => randomUUID());
  await pool.query('INSERT INTO thing (id) SELECT unnest($1::uuid[])', [ids]);
  return ids;
}

/** An event that only says what a test cares about. */
export function anEvent(changes: Partial<NewEvent> = {}): NewEvent {
  return { kind: 'payment', subjectId: randomUUID(), occurredAt: new Date(), ...changes };
}

/** Positions that follow each other. */
export const range = (from: number, count: number): number[] =>
  Array.from({ length: count }, (_, place) => from + place);

/** Events of so many subjects, in one commit. */
export async function appendThings(db: Queryable, count: number): Promise<void> {
  await appendEvents(
    db,
    Array.from({ length: count }, () => anEvent()),
  );
}

/** Moves a thing to its next state and records it, in the caller's transaction. */
export async function moveThing(db: Queryable, id: string): Promise<void> {
  const { rows } = await db.query<{ state: number }>(
    'UPDATE thing SET state = state + 1 WHERE id = $1 RETURNING state',
    [id],
  );
  const state = rows[0]?.state ?? 0;
  await appendEvents(db, [
    anEvent({ subjectId: id, statusFrom: String(state - 1), statusTo: String(state) }),
  ]);
}

/** The whole log, read at once. */
export async function readLog(pool: pg.Pool): Promise<HubEvent[]> {
  const { rows } = await pool.query<HubEvent>(
    'SELECT position, subject_id AS "subjectId", status_to AS "statusTo", id FROM event.log ORDER BY position',
  );
  return rows;
}

/** What is wrong with events that should be whole histories in the order of their states; empty when nothing is. */
export function historyFaults(events: readonly HubEvent[]): string[] {
  const states = new Map<string, number>();
  const faults: string[] = [];
  for (const { position, subjectId, statusTo } of events) {
    const expected = (states.get(subjectId) ?? 0) + 1;
    if (statusTo !== String(expected))
      faults.push(`${position}: state ${statusTo} where ${expected} was due`);
    states.set(subjectId, expected);
  }
  return faults;
}

/** Takes events from a stream until there are this many. */
export async function takeEvents(stream: AsyncIterator<HubEvent>, count: number): Promise<HubEvent[]> {
  const events: HubEvent[] = [];
  while (events.length < count) {
    const next = await stream.next();
    if (next.done === true) break;
    events.push(next.value);
  }
  return events;
}
