import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  createSharedStreams,
  type Events,
  type HubEvent,
  type ItemStream,
  type JoinOptions,
  openEvents,
  type SharedStreams,
} from '../../src/event/index.js';
import { cursorAt } from '../setup/cursor-at.js';
import { emptyLog } from '../setup/empty-log.js';
import type { TestDatabase } from '../setup/test-database.js';
import { appendThings, createEventDatabase, range } from './event-database.js';

/** What an execution makes of an event, written down once for all who share it. */
interface Frame {
  readonly position: bigint;
  readonly id: string;
  readonly text: string;
}

let database: TestDatabase;
let events: Events;
let executions: number;
let opened: number;
beforeAll(async () => {
  database = await createEventDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await emptyLog(database.pool);
  events = await openEvents({ pool: database.pool, pollMs: 50 });
  executions = 0;
  opened = 0;
});
afterEach(() => events.stop());

async function* execute(source: AsyncIterable<HubEvent>): AsyncGenerator<Frame, void, void> {
  for await (const event of source) {
    executions += 1;
    yield { position: event.position, id: event.id, text: `frame ${event.position}` };
  }
}

async function* afterGate(
  gate: Promise<void>,
  source: AsyncIterable<HubEvent>,
): AsyncGenerator<HubEvent, void, void> {
  await gate;
  yield* source;
}

function share(options: { bufferMax?: number; lagGraceMs?: number } = {}): SharedStreams<Frame> {
  return createSharedStreams<Frame>({
    end: () => events.end(),
    laggedError: (place) => events.laggedError(place),
    ...options,
  });
}

function joining(from?: bigint): JoinOptions<Frame> {
  return {
    key: 'one',
    ...(from !== undefined && { from: { logId: events.logId, position: from } }),
    openLive: async (start) => {
      opened += 1;
      return execute((await events.subscribe({ from: start.position })).one());
    },
    openReplay: (start, upTo) => execute(events.replay({ from: start.position, upTo: upTo.position }).one()),
  };
}

async function record(count: number): Promise<void> {
  await appendThings(database.pool, count);
  events.wake();
}

async function take(stream: AsyncIterator<Frame>, count: number): Promise<number[]> {
  const positions: number[] = [];
  while (positions.length < count) {
    const next = await stream.next();
    if (next.done === true) break;
    positions.push(Number(next.value.position));
  }
  return positions;
}

describe('subscribers to the same', () => {
  it('share one execution of each event', async () => {
    const shared = share();
    const streams = await Promise.all(range(0, 50).map(async () => (await shared.join(joining())).one()));

    const reading = streams.map((stream) => take(stream, 20));
    await record(20);

    for (const positions of await Promise.all(reading)) expect(positions).toEqual(range(1, 20));
    expect({ executions, opened, size: shared.size }).toEqual({ executions: 20, opened: 1, size: 1 });
  });

  it('each begin at their own cursor and meet without gap or duplicate, under constant writes', async () => {
    const shared = share();
    await record(500);
    await events.flush();
    let isWriting = true;
    let written = 500;
    const writer = (async () => {
      while (isWriting) {
        await record(5);
        written += 5;
      }
    })();

    const readers = range(0, 12).map(async (place) => {
      const from = BigInt(place * 40);
      const stream = await shared.join(joining(from));
      const count = Math.max(written + 100, 800) - Number(from);
      const positions = await take(stream.one(), count);
      await stream.return();
      expect(positions).toEqual(range(Number(from) + 1, count));
    });

    await Promise.all(readers);
    isWriting = false;
    await writer;
    expect({ opened, size: shared.size }).toEqual({ opened: 1, size: 0 });
  });

  it('who begin now miss nothing that commits after they were acknowledged, and see nothing older', async () => {
    const shared = share();
    const first = await shared.join(joining());
    await record(100);
    await events.flush();

    const second = await shared.join(joining());
    await record(5);

    const [older, newer] = await Promise.all([take(first.one(), 105), take(second.one(), 5)]);
    expect(older).toEqual(range(1, 105));
    expect(newer).toEqual(range(101, 5));
  });

  it('who begin now see nothing older, also where the shared execution is slow', async () => {
    const shared = share();
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const first = await shared.join({
      ...joining(),
      openLive: async (start) =>
        execute(afterGate(gate, (await events.subscribe({ from: start.position })).one())),
    });
    await record(30);
    await events.flush();
    const second = await shared.join(joining());
    const third = await shared.join(joining(12n));
    const reading = Promise.all([take(first.one(), 32), take(second.one(), 2), take(third.one(), 20)]);
    await record(2);

    release();

    expect(await reading).toEqual([range(1, 32), range(31, 2), range(13, 20)]);
  });

  it('do not suffer from one who stops reading: that one is closed with LAGGED and its own cursor', async () => {
    const shared = share({ bufferMax: 100, lagGraceMs: 0 });
    const quick = (await shared.join(joining())).one();
    const stalled = (await shared.join(joining())).one();
    const begin = Promise.all([take(quick, 10), take(stalled, 10)]);
    await record(10);
    await begin;

    const reading = take(quick, 1_000);
    await record(1_000);
    expect(await reading).toEqual(range(11, 1_000));
    const error: unknown = await stalled.next().catch((failure: unknown) => failure);

    expect(error).toMatchObject({
      code: 'LAGGED',
      extensions: { cursor: await cursorAt(database.pool, events, 10n) },
    });
  });

  it('who fall behind in a burst read on by themselves and join again', async () => {
    const shared = share({ bufferMax: 50 });
    const stream = (await shared.join(joining())).one();
    const first = take(stream, 1);
    await record(1);
    await first;

    await record(2_000);
    await events.flush();

    expect(await take(stream, 2_000)).toEqual(range(2, 2_000));
    const last = take(stream, 1);
    await record(1);
    expect(await last).toEqual([2_002]);
  });

  it('let the upstream go when the last one leaves, and a later one opens another', async () => {
    const shared = share();
    const streams = await Promise.all([shared.join(joining()), shared.join(joining())]);
    for (const stream of streams) await stream.return();
    expect(shared.size).toBe(0);

    const later = await shared.join(joining());
    const reading = take(later.one(), 2);
    await record(2);

    expect(await reading).toEqual([1, 2]);
    expect(opened).toBe(2);
  });

  it('all hear of it when the upstream cannot be opened, and the next one tries again', async () => {
    const shared = share();
    const broken = { ...joining(), openLive: () => Promise.reject(new Error('refused')) };

    await expect(Promise.all([shared.join(broken), shared.join(broken)])).rejects.toThrow('refused');

    expect(shared.size).toBe(0);
    await (await shared.join(joining())).return();
  });

  it('end when the upstream ends', async () => {
    const shared = share();
    const stream = await shared.join(joining());
    const waiting = stream.next();

    await events.stop();

    expect(await waiting).toEqual({ done: true, value: undefined });
  });
});

describe('a stream that is poured', () => {
  /** Notes every array that it is handed. */
  function poured(stream: ItemStream<Frame>) {
    const runs: (readonly Frame[])[] = [];
    let onRun: () => void = () => undefined;
    const flow = stream.pour({
      take(items) {
        runs.push(items);
        onRun();
        return true;
      },
      end: () => onRun(),
    });
    const until = async (count: number): Promise<void> => {
      while (runs.flat().length < count) await new Promise<void>((resolve) => (onRun = resolve));
    };
    return { flow, runs, until };
  }

  it('hands all who share it the same arrays, so that frames are made once', async () => {
    const streams = share();
    const readers = [];
    for (let index = 0; index < 3; index += 1) readers.push(poured(await streams.join(joining())));

    await record(20);
    await Promise.all(readers.map(({ until }) => until(20)));

    const [first, ...others] = readers;
    expect(executions).toBe(20);
    for (const { runs } of others) {
      expect(runs).toHaveLength(first!.runs.length);
      runs.forEach((run, place) => expect(run).toBe(first!.runs[place]));
    }
    for (const { flow } of readers) flow.close();
  });

  it('hands over what was missed in arrays of many, not one by one', async () => {
    await record(200);
    await events.flush();
    const reader = poured(await share().join(joining(0n)));

    await reader.until(200);

    expect(reader.runs.flat().map(({ position }) => Number(position))).toEqual(
      Array.from({ length: 200 }, (_, index) => index + 1),
    );
    expect(reader.runs.length).toBeLessThanOrEqual(20);
    reader.flow.close();
  });

  it('waits for a reader without room, and loses nothing', async () => {
    const taken: number[] = [];
    let onTaken: () => void = () => undefined;
    const flow = (await share({ bufferMax: 5 }).join(joining())).pour({
      take(items) {
        taken.push(...items.map(({ position }) => Number(position)));
        onTaken();
        return false;
      },
      end: () => undefined,
    });
    for (let index = 0; index < 3; index += 1) await record(4);

    while (taken.length < 12) {
      const next = new Promise<void>((resolve) => (onTaken = resolve));
      flow.resume();
      if (taken.length < 12) await next;
    }

    expect(taken).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
    flow.close();
  });
});
