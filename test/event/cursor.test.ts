import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { appendEvents, type Events, openEvents } from '../../src/event/index.js';
import { formatCursor, parseCursor } from '../../src/values/index.js';
import { cursorAt } from '../setup/cursor-at.js';
import { emptyLog } from '../setup/empty-log.js';
import type { TestDatabase } from '../setup/test-database.js';
import { anEvent, createEventDatabase, readLog, takeEvents } from './event-database.js';

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
    [
      'of an event that the log does not have at that position',
      ({ logId }: Events) => formatCursor({ logId, position: 2n, check: '0123456789ab' }),
      'CURSOR_EXPIRED',
    ],
    [
      'without a check, of a time when every cursor had one',
      ({ logId }: Events) => formatCursor({ logId, position: 2n }),
      'CURSOR_EXPIRED',
    ],
    [
      'of the last number that PostgreSQL knows',
      ({ logId }: Events) => formatCursor({ logId, position: 2n ** 63n - 1n }),
      'CURSOR_EXPIRED',
    ],
    [
      'beyond every number that PostgreSQL knows',
      ({ logId }: Events) => formatCursor({ logId, position: 9_999_999_999_999_999_999n }),
      'CURSOR_EXPIRED',
    ],
    ['beyond the end of the log', (events: Events) => events.cursorAt({ position: 99n }), 'CURSOR_EXPIRED'],
    [
      'beyond the end of the log, of an event that may come yet',
      (events: Events) => events.cursorAt({ position: 4n, id: '01234567-89ab-7def-8123-456789abcdef' }),
      'CURSOR_EXPIRED',
    ],
    ['that is no cursor', () => 'rotten', 'BAD_USER_INPUT'],
    ['that is empty', () => '', 'BAD_USER_INPUT'],
  ])('%s is refused', async (_, cursor, code) => {
    const events = await openEvents({ pool: database.pool });
    await record(events, 3);

    await expect(events.subscribe({ after: cursor(events) })).rejects.toMatchObject({ code });
    await expect(events.listEvents({ after: cursor(events), first: 1 })).rejects.toMatchObject({ code });
    await events.stop();
  });

  it('carries a check of the event that it stands on, wherever there is one', async () => {
    const events = await openEvents({ pool: database.pool });
    const start = events.cursorAt(await events.end());
    await record(events, 3);
    const page = await events.listEvents({ first: 2, after: start });

    const checks = [
      start,
      page.endCursor,
      events.cursorAt(page.events[1]!),
      events.cursorAt(await events.end()),
    ]
      .map((cursor) => parseCursor(cursor))
      .map(({ position, check }) => [position, check]);

    const ids = (await readLog(database.pool)).map(({ id }) => id.slice(-12));
    expect(checks).toEqual([
      [0n, undefined],
      [2n, ids[1]],
      [2n, ids[1]],
      [3n, ids[2]],
    ]);
    await events.stop();
  });

  it('without a check holds where it was given before cursors had one', async () => {
    const events = await openEvents({ pool: database.pool });
    await record(events, 3);
    await database.pool.query('UPDATE event.identity SET checked_from = 2');
    const { logId } = events;

    const stream = await events.subscribe({ after: formatCursor({ logId, position: 2n }) });
    const beyond = events.subscribe({ after: formatCursor({ logId, position: 3n }) });

    expect((await takeEvents(stream.one(), 1))[0]?.position).toBe(3n);
    await expect(beyond).rejects.toMatchObject({ code: 'CURSOR_EXPIRED' });
    await database.pool.query('UPDATE event.identity SET checked_from = 0');
    await events.stop();
  });

  it('of the beginning of a log that was cut off there has no event to check', async () => {
    await database.pool.query('UPDATE event.identity SET last_position = 7');
    const events = await openEvents({ pool: database.pool });
    const start = events.cursorAt(await events.end());
    await record(events, 1);

    const stream = await events.subscribe({ after: start });

    expect((await takeEvents(stream.one(), 1))[0]?.position).toBe(8n);
    await events.stop();
    await database.pool.query('UPDATE event.identity SET last_position = 0');
  });

  it('older than the replay window is expired, unless nothing came after it', async () => {
    const dayMs = 86_400_000;
    const young = await openEvents({ pool: database.pool, now: () => new Date(Date.now() + 89 * dayMs) });
    const old = await openEvents({ pool: database.pool, now: () => new Date(Date.now() + 91 * dayMs) });
    await record(young, 2);

    await expect(young.positionOf(await cursorAt(database.pool, young, 1n))).resolves.toBe(1n);
    await expect(old.positionOf(await cursorAt(database.pool, old, 1n))).rejects.toMatchObject({
      code: 'CURSOR_EXPIRED',
    });
    await expect(old.positionOf(await cursorAt(database.pool, old, 2n))).resolves.toBe(2n);
    await Promise.all([young.stop(), old.stop()]);
  });
});
