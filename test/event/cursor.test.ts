import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { appendEvents, type Events, openEvents } from '../../src/event/index.js';
import { formatCursor } from '../../src/values/index.js';
import { emptyLog } from '../setup/empty-log.js';
import type { TestDatabase } from '../setup/test-database.js';
import { anEvent, createEventDatabase } from './event-database.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createEventDatabase();
});
afterAll(() => database.drop());
beforeEach(() => emptyLog(database.pool));

async function record(events: Events, count: number): Promise<void> {
  await appendEvents(
    database.pool,
    Array.from({ length: count }, () => anEvent()),
  );
  await events.flush();
}

describe('a cursor', () => {
  it.each([
    [
      'of another log',
      (events: Events) => formatCursor({ logId: `x${events.logId}`.slice(0, 12), position: 1n }),
      'CURSOR_EXPIRED',
    ],
    ['beyond the end of the log', (events: Events) => events.cursorAt(99n), 'CURSOR_EXPIRED'],
    ['that is no cursor', () => 'rotten', 'BAD_USER_INPUT'],
    ['that is empty', () => '', 'BAD_USER_INPUT'],
  ])('%s is refused', async (_, cursor, code) => {
    const events = await openEvents({ pool: database.pool });
    await record(events, 3);

    await expect(events.subscribe({ after: cursor(events) })).rejects.toMatchObject({ code });
    await expect(events.listEvents({ after: cursor(events), first: 1 })).rejects.toMatchObject({ code });
    await events.stop();
  });

  it('older than the replay window is expired, unless nothing came after it', async () => {
    const dayMs = 86_400_000;
    const young = await openEvents({ pool: database.pool, now: () => new Date(Date.now() + 89 * dayMs) });
    const old = await openEvents({ pool: database.pool, now: () => new Date(Date.now() + 91 * dayMs) });
    await record(young, 2);

    await expect(young.positionOf(young.cursorAt(1n))).resolves.toBe(1n);
    await expect(old.positionOf(old.cursorAt(1n))).rejects.toMatchObject({ code: 'CURSOR_EXPIRED' });
    await expect(old.positionOf(old.cursorAt(2n))).resolves.toBe(2n);
    await Promise.all([young.stop(), old.stop()]);
  });
});
