/** The reader of the log's end: how often it asks, and where those stand who took what it pushed from hand to hand. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import type { Queryable } from '../../src/database/index.js';
import { type Events, openEvents } from '../../src/event/index.js';
import { EventTail } from '../../src/event/event-tail.js';
import { sequenceInbox } from '../../src/event/sequence-inbox.js';
import { HubError } from '../../src/values/index.js';
import { countStatements } from '../setup/count-statements.js';
import { cursorAt } from '../setup/cursor-at.js';
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
    const tail = new EventTail({
      ...{ db, place: { position: 0n }, pollMs: 60_000, onTailed: quiet, onError: quiet },
      onUnknown: () => Promise.resolve(),
    });

    const pushed = new Promise<void>((resolve) => {
      tail.wake(1n);
      tail.sourceOf({}).attach({ push: () => resolve(), end: quiet }, { position: 0n });
    });
    await pushed;
    // Whoever reads again does so in this turn of the loop.
    await new Promise(setImmediate);
    await tail.stop();

    expect(reads).toBe(1);
  });

  it('takes from hand to hand what its own process moved into the log, and reads what is too much for that', async () => {
    await events.stop();
    const patient = await openEvents({ pool: database.pool, pollMs: 60_000 });
    const stream = (await patient.subscribe()).one();
    const readsFor = async (count: number): Promise<number> => {
      const texts = await countStatements(async () => {
        await appendThings(database.pool, count);
        await patient.flush();
        for (let index = 0; index < count; index += 1) await stream.next();
      });
      return texts.filter((text) => text.includes('FROM event.log WHERE position >= $1')).length;
    };

    // What came before its first reader, it looks for.
    await readsFor(1);
    const reads = [await readsFor(1), await readsFor(250), await readsFor(251)];
    await patient.stop();

    expect(reads).toEqual([0, 0, 2]);
  });

  it('is told of a whole round or of nothing', async () => {
    await events.stop();
    const told = async (count: number, toldMax: number): Promise<readonly number[]> => {
      await appendThings(database.pool, count);
      return (await sequenceInbox(database.pool, { toldMax })).events.map(({ position }) => Number(position));
    };

    expect(await told(2, 2)).toEqual(range(1, 2));
    expect(await told(3, 2)).toEqual([]);
    expect(await told(1, 0)).toEqual([]);
    expect(await told(0, 2)).toEqual([]);
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
    expect((fault as HubError).extensions).toMatchObject({
      cursor: await cursorAt(database.pool, events, 3n),
    });
  });
});
