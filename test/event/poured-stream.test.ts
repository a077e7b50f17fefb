import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Events, type ItemStream, openEvents } from '../../src/event/index.js';
import { emptyLog } from '../setup/empty-log.js';
import type { TestDatabase } from '../setup/test-database.js';
import { appendThings, createEventDatabase } from './event-database.js';
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

async function record(count: number): Promise<void> {
  await appendThings(database.pool, count);
  events.wake();
}

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
    const streams = run.share();
    const readers = [];
    for (let index = 0; index < 3; index += 1) readers.push(poured(await streams.join(run.joining())));

    await record(20);
    await Promise.all(readers.map(({ until }) => until(20)));

    const [first, ...others] = readers;
    expect(run.executions).toBe(20);
    for (const { runs } of others) {
      expect(runs).toHaveLength(first!.runs.length);
      runs.forEach((run, place) => expect(run).toBe(first!.runs[place]));
    }
    for (const { flow } of readers) flow.close();
  });

  it('hands over what was missed in arrays of many, not one by one', async () => {
    await record(200);
    await events.flush();
    const reader = poured(await run.share().join(run.joining(0n)));

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
    const flow = (await run.share({ bufferMax: 5 }).join(run.joining())).pour({
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
