import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';

import { openPool } from '../../src/database/index.js';
import {
  appendEvents,
  type Events,
  type EventsOptions,
  type HubEvent,
  openEvents,
  openWakeListener,
} from '../../src/event/index.js';
import type { HubError } from '../../src/values/index.js';
import { cursorAt } from '../setup/cursor-at.js';
import { emptyLog } from '../setup/empty-log.js';
import type { TestDatabase } from '../setup/test-database.js';
import { anEvent, createEventDatabase, takeEvents } from './event-database.js';

let database: TestDatabase;
let pool: pg.Pool;
const running: Events[] = [];
beforeAll(async () => {
  database = await createEventDatabase();
  pool = database.pool;
});
afterAll(() => database.drop());
beforeEach(() => emptyLog(pool));
afterEach(async () => {
  await Promise.all(running.splice(0).map((events) => events.stop()));
});

async function startEvents(options: Partial<EventsOptions> = {}): Promise<Events> {
  const events = await openEvents({ pool, pollMs: 50, ...options });
  running.push(events);
  return events;
}

/** Records events numbered by their reason. */
async function record(events: Events, from: number, count: number, change = {}): Promise<void> {
  const numbered = Array.from({ length: count }, (_, place) =>
    anEvent({ reason: String(from + place), ...change }),
  );
  await appendEvents(pool, numbered);
  events.wake();
}

const numbers = (events: readonly HubEvent[]): number[] => events.map(({ reason }) => Number(reason));
const range = (from: number, count: number): number[] =>
  Array.from({ length: count }, (_, place) => from + place);

describe('a stream of events', () => {
  it('begins now when it has no cursor: nothing that commits after its acknowledgement is missed', async () => {
    const events = await startEvents();
    await record(events, 1, 3);
    await events.flush();

    const stream = await events.subscribe();
    await record(events, 4, 3);

    expect(numbers(await takeEvents(stream.one(), 3))).toEqual([4, 5, 6]);
  });

  it('that begins now sees nothing older, also while the tail of its process is behind', async () => {
    const [writing, reading] = [await startEvents(), await startEvents({ pollMs: 600_000 })];
    const early = await reading.subscribe({ filter: { kinds: ['payment'] } });
    const first = early.next();
    await untilTrue(() => reading.stats().groups === 1);
    await record(writing, 1, 3);
    await writing.flush();

    const late = await reading.subscribe();
    const next = takeEvents(late.one(), 2);
    await record(reading, 4, 2);

    expect(numbers(await next)).toEqual([4, 5]);
    expect(numbers((await first).value as HubEvent[])[0]).toBe(1);
  });

  it('replays from a cursor and goes on live, without gap or duplicate, under constant writes', async () => {
    const events = await startEvents();
    await record(events, 1, 700);
    await events.flush();
    let isWriting = true;
    let written = 700;
    const writer = (async () => {
      while (isWriting) {
        await record(events, written + 1, 7);
        written += 7;
      }
    })();

    for (let round = 0; round < 20; round += 1) {
      const from = round * 30;
      const stream = await events.subscribe({ after: await cursorAt(pool, events, BigInt(from)) });
      const target = Math.max(written + 50, 900) - from;
      expect(numbers(await takeEvents(stream.one(), target))).toEqual(range(from + 1, target));
      await stream.return();
    }

    isWriting = false;
    await writer;
  });

  it('goes on exactly where it was cut, a hundred times', async () => {
    const events = await startEvents();
    const seen: HubEvent[] = [];
    let cursor = await cursorAt(pool, events, 0n);
    let written = 0;

    for (let cut = 0; cut < 100; cut += 1) {
      const stream = await events.subscribe({ after: cursor, batchMax: 1 + (cut % 9) });
      await record(events, written + 1, cut % 13);
      written += cut % 13;
      const wanted = seen.length + Math.ceil((written - seen.length) / 2);
      while (seen.length < wanted) {
        const { value } = await stream.next();
        seen.push(...(value as HubEvent[]));
      }
      const last = seen.at(-1);
      if (last !== undefined) cursor = events.cursorAt(last);
      await stream.return();
    }
    const rest = await events.subscribe({ after: cursor });
    seen.push(...(await takeEvents(rest.one(), written - seen.length)));

    expect(numbers(seen)).toEqual(range(1, written));
  });

  it('brings a burst far beyond its buffer to a reader that drains', async () => {
    const events = await startEvents({ bufferEventsMax: 100, lagGraceMs: 5_000 });
    const stream = await events.subscribe();
    await record(events, 1, 1);
    await takeEvents(stream.one(), 1);

    await record(events, 2, 5_000);
    await events.flush();

    expect(numbers(await takeEvents(stream.one(), 5_000))).toEqual(range(2, 5_000));
    const waiting = stream.next();
    await untilTrue(() => events.stats().behind === 0);
    await record(events, 5_002, 1);
    expect(numbers((await waiting).value as HubEvent[])).toEqual([5_002]);
  });

  it('is closed with LAGGED and the cursor of what its reader took, when the reader stops reading', async () => {
    let tailed = 0n;
    const events = await startEvents({
      bufferEventsMax: 300,
      lagGraceMs: 20,
      hooks: { onTailed: ({ position }) => (tailed = position) },
    });
    const witness = (await events.subscribe()).one();
    const stream = (await events.subscribe()).one();
    await record(events, 1, 20);
    const taken = await takeEvents(stream, 20);

    await record(events, 21, 2_000);
    await takeEvents(witness, 2_020);
    await untilTrue(() => tailed === 2_020n && events.stats().behind === 0);
    const error = (await stream.next().catch((failure: unknown) => failure)) as HubError;

    expect(error).toMatchObject({
      code: 'LAGGED',
      extensions: { cursor: await cursorAt(pool, events, 20n) },
    });
    expect(taken).toHaveLength(20);
    expect(await stream.next()).toEqual({ done: true, value: undefined });
    const again = await events.subscribe({ after: String(error.extensions['cursor']) });
    expect(numbers(await takeEvents(again.one(), 2_000))).toEqual(range(21, 2_000));
  });

  it('is closed the moment its buffer is full where no grace is given', async () => {
    const events = await startEvents({ bufferEventsMax: 50, lagGraceMs: 0 });
    const stream = await events.subscribe();
    const first = stream.next();
    await record(events, 1, 1);
    await first;

    await record(events, 2, 200);
    await untilTrue(() => events.stats().position === 201n);

    await expect(stream.next()).rejects.toMatchObject({ code: 'LAGGED' });
  });

  it('can be left at any moment, also while it waits', async () => {
    const events = await startEvents();
    const stream = await events.subscribe();
    const waiting = stream.next();

    await stream.return();

    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(events.stats()).toMatchObject({ subscribers: 0, groups: 0 });
  });

  it('ends when the hub stops', async () => {
    const events = await startEvents();
    const stream = await events.subscribe();
    const waiting = stream.next();

    await events.stop();

    expect(await waiting).toEqual({ done: true, value: undefined });
  });

  it('shares one group with every other of the same filter', async () => {
    const events = await startEvents();
    const filter = { kinds: ['payment', 'batch'], areaIds: new Set(['b', 'a']) } as const;
    const same = { areaIds: new Set(['a', 'b']), kinds: ['batch', 'payment'] } as const;

    const streams = await Promise.all(
      [filter, same, { kinds: ['survey'] } as const].map((each) => events.subscribe({ filter: each })),
    );
    const waiting = streams.map((stream) => stream.next());
    await untilTrue(() => events.stats().groups > 0);

    expect(events.stats()).toMatchObject({ subscribers: 3, groups: 2 });
    await Promise.all([...streams.map((stream) => stream.return()), ...waiting]);
  });

  it('survives that PostgreSQL drops every connection', async () => {
    const own = openPool({ url: database.url });
    const listener = await openWakeListener({ pool: own });
    const errors: unknown[] = [];
    const events = await startEvents({
      pool: own,
      listener,
      hooks: { onError: (error) => errors.push(error) },
    });
    const stream = (await events.subscribe()).one();
    await record(events, 1, 10);
    await takeEvents(stream, 5);

    await pool.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    );
    await record(events, 11, 10);

    expect(numbers(await takeEvents(stream, 15))).toEqual(range(6, 15));
    await events.stop();
    await listener.close();
    await own.end();
  });

  it('hears of other processes again after its listening connection was lost', async () => {
    const listening = openPool({ url: database.url, applicationName: 'listening' });
    const listener = await openWakeListener({ pool: listening });
    const [writing, reading] = [await startEvents(), await startEvents({ listener, pollMs: 600_000 })];
    const stream = (await reading.subscribe()).one();
    const first = takeEvents(stream, 2);
    await record(writing, 1, 2);
    await first;

    await pool.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'listening'",
    );
    await record(writing, 3, 2);

    expect(numbers(await takeEvents(stream, 2))).toEqual([3, 4]);
    await listener.close();
    await listening.end();
  });

  it('hears at once of events that another process records and sequences', async () => {
    const listener = await openWakeListener({ pool });
    const [writing, reading] = [await startEvents(), await startEvents({ listener, pollMs: 600_000 })];
    const stream = await reading.subscribe();

    await record(writing, 1, 5);

    expect(numbers(await takeEvents(stream.one(), 5))).toEqual([1, 2, 3, 4, 5]);
    await listener.close();
  });
});

/** Waits for a state that only other work brings about; the test's own time-out is the only limit. */
async function untilTrue(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setImmediate(resolve));
}
