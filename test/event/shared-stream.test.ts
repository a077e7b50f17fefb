import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Events, type HubEvent, openEvents } from '../../src/event/index.js';
import { cursorAt } from '../setup/cursor-at.js';
import { emptyLog } from '../setup/empty-log.js';
import type { TestDatabase } from '../setup/test-database.js';
import { appendThings, createEventDatabase, range } from './event-database.js';
import { type Frame, SharedExecution } from './shared-execution.js';

let database: TestDatabase;
let events: Events;
let run: SharedExecution;
beforeAll(async () => {
  database = await createEventDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await emptyLog(database.pool);
  events = await openEvents({ pool: database.pool, pollMs: 50 });
  run = new SharedExecution(events);
});
afterEach(() => events.stop());

async function* afterGate(
  gate: Promise<void>,
  source: AsyncIterable<HubEvent>,
): AsyncGenerator<HubEvent, void, void> {
  await gate;
  yield* source;
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
    const shared = run.share();
    const streams = await Promise.all(range(0, 50).map(async () => (await shared.join(run.joining())).one()));

    const reading = streams.map((stream) => take(stream, 20));
    await record(20);

    for (const positions of await Promise.all(reading)) expect(positions).toEqual(range(1, 20));
    expect({ executions: run.executions, opened: run.opened, size: shared.size }).toEqual({
      executions: 20,
      opened: 1,
      size: 1,
    });
  });

  it('each begin at their own cursor and meet without gap or duplicate, under constant writes', async () => {
    const shared = run.share();
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
      const stream = await shared.join(run.joining(from));
      const count = Math.max(written + 100, 800) - Number(from);
      const positions = await take(stream.one(), count);
      await stream.return();
      expect(positions).toEqual(range(Number(from) + 1, count));
    });

    await Promise.all(readers);
    isWriting = false;
    await writer;
    expect({ opened: run.opened, size: shared.size }).toEqual({ opened: 1, size: 0 });
  });

  it('who begin now miss nothing that commits after they were acknowledged, and see nothing older', async () => {
    const shared = run.share();
    const first = await shared.join(run.joining());
    await record(100);
    await events.flush();

    const second = await shared.join(run.joining());
    await record(5);

    const [older, newer] = await Promise.all([take(first.one(), 105), take(second.one(), 5)]);
    expect(older).toEqual(range(1, 105));
    expect(newer).toEqual(range(101, 5));
  });

  it('who begin now see nothing older, also where the shared execution is slow', async () => {
    const shared = run.share();
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const first = await shared.join({
      ...run.joining(),
      openLive: async (start) =>
        run.execute(afterGate(gate, (await events.subscribe({ from: start.position })).one())),
    });
    await record(30);
    await events.flush();
    const second = await shared.join(run.joining());
    const third = await shared.join(run.joining(12n));
    const reading = Promise.all([take(first.one(), 32), take(second.one(), 2), take(third.one(), 20)]);
    await record(2);

    release();

    expect(await reading).toEqual([range(1, 32), range(31, 2), range(13, 20)]);
  });

  it('do not suffer from one who stops reading: that one is closed with LAGGED and its own cursor', async () => {
    const shared = run.share({ bufferMax: 100, lagGraceMs: 0 });
    const quick = (await shared.join(run.joining())).one();
    const stalled = (await shared.join(run.joining())).one();
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
    const shared = run.share({ bufferMax: 50 });
    const stream = (await shared.join(run.joining())).one();
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
    const shared = run.share();
    const streams = await Promise.all([shared.join(run.joining()), shared.join(run.joining())]);
    for (const stream of streams) await stream.return();
    expect(shared.size).toBe(0);

    const later = await shared.join(run.joining());
    const reading = take(later.one(), 2);
    await record(2);

    expect(await reading).toEqual([1, 2]);
    expect(run.opened).toBe(2);
  });

  it('all hear of it when the upstream cannot be opened, and the next one tries again', async () => {
    const shared = run.share();
    const broken = { ...run.joining(), openLive: () => Promise.reject(new Error('refused')) };

    await expect(Promise.all([shared.join(broken), shared.join(broken)])).rejects.toThrow('refused');

    expect(shared.size).toBe(0);
    await (await shared.join(run.joining())).return();
  });

  it('end when the upstream ends', async () => {
    const shared = run.share();
    const stream = await shared.join(run.joining());
    const waiting = stream.next();

    await events.stop();

    expect(await waiting).toEqual({ done: true, value: undefined });
  });
});
