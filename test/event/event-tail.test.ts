/** The reader of the log's end: how often it asks, and where those stand who took what it pushed from hand to hand. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import type { Queryable } from '../../src/database/index.js';
import { type Events, openEvents } from '../../src/event/index.js';
import { EventTail } from '../../src/event/event-tail.js';
import { HubError } from '../../src/values/index.js';
import { emptyLog } from '../setup/empty-log.js';
import type { TestDatabase } from '../setup/test-database.js';
import { appendThings, createEventDatabase, range } from './event-database.js';

let database: TestDatabase;
let events: Events;
beforeAll(async () => {
  database = await createEventDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await emptyLog(database.pool);
  events = await openEvents({ pool: database.pool, bufferEventsMax: 8, lagGraceMs: 0 });
});
afterEach(() => events.stop());

describe('the tail of the log', () => {
  it('reads once what it is told of twice: by its own process and by the database', async () => {
    await appendThings(database.pool, 1);
    await events.flush();
    let reads = 0;
    const db: Pick<Queryable, 'query'> = {
      query(...asked: unknown[]) {
        reads += 1;
        // The notification comes while the page is on its way.
        tail.wake(1n);
        return Reflect.apply(database.pool.query, database.pool, asked);
      },
    };
    const quiet = () => undefined;
    const tail = new EventTail({ db, position: 0n, pollMs: 60_000, onTailed: quiet, onError: quiet });

    const pushed = new Promise<void>((resolve) => {
      tail.wake(1n);
      tail.sourceOf({}).attach({ push: () => resolve(), end: quiet }, 0n);
    });
    await pushed;
    // Whoever reads again does so in this turn of the loop.
    await new Promise(setImmediate);
    await tail.stop();

    expect(reads).toBe(1);
  });

  it('knows where a reader stands that kept up with it until it had no room', async () => {
    const taken: number[] = [];
    let end: (fault: unknown) => void = () => undefined;
    const ended = new Promise<unknown>((resolve) => (end = resolve));
    const flow = (await events.subscribe()).pour({
      take(run) {
        taken.push(...run.map(({ position }) => Number(position)));
        return taken.length < 3;
      },
      end,
    });
    const witness = (await events.subscribe()).one();
    for (const count of [1, 1, 1, 4, 6]) {
      await appendThings(database.pool, count);
      events.wake();
      for (let index = 0; index < count; index += 1) await witness.next();
    }

    flow.resume();
    const fault = await ended;

    expect(taken).toEqual(range(1, 3));
    expect(fault).toBeInstanceOf(HubError);
    expect((fault as HubError).extensions).toMatchObject({ cursor: events.cursorAt(3n) });
  });
});
