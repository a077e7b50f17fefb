import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';

import { openWakeListener } from '../../src/event/index.js';
import {
  announceWork,
  enqueueTasks,
  openWorkSignal,
  type WorkSignal,
  type WorkSignalOptions,
} from '../../src/work/index.js';
import { createTestDatabase, type TestDatabase } from '../setup/test-database.js';
import { tasks } from './work-database.js';

let database: TestDatabase;
let pool: pg.Pool;
const running: WorkSignal[] = [];
beforeAll(async () => {
  database = await createTestDatabase();
  pool = database.pool;
});
afterAll(() => database.drop());
beforeEach(() => pool.query('TRUNCATE work.task'));
afterEach(() => Promise.all(running.splice(0).map((signal) => signal.stop())));

function startSignal(options: Partial<WorkSignalOptions> = {}): WorkSignal {
  const signal = openWorkSignal({ pool, pollMs: 600_000, coalesceMs: 5, ...options });
  running.push(signal);
  return signal;
}

async function enqueue(count: number, institutionCode: string): Promise<void> {
  await enqueueTasks(pool, tasks(count, { institutionCode }));
}

describe('an adapter that waits for work', () => {
  it('is told at once of what waits already', async () => {
    await enqueue(3, 'BIDV');

    const stream = startSignal().subscribe({ institution: 'BIDV' });

    expect((await stream.next()).value).toEqual({ kind: 'PAYMENT', waiting: 3 });
  });

  it('is woken when work for its institution is committed, and not for another’s', async () => {
    const signal = startSignal();
    const stream = signal.subscribe({ institution: 'NAPAS' });
    const next = stream.next();

    await enqueue(1, 'BIDV');
    signal.wake([{ kind: 'PAYMENT', institutionCode: 'BIDV' }]);
    await enqueue(2, 'NAPAS:970436');
    signal.wake([{ kind: 'PAYMENT', institutionCode: 'NAPAS:970436' }]);

    expect((await next).value).toEqual({ kind: 'PAYMENT', waiting: 2 });
  });

  it('is woken by another process', async () => {
    const listener = await openWakeListener({ pool });
    const stream = startSignal({ listener }).subscribe({ institution: 'MOMO' });
    const next = stream.next();

    await enqueue(4, 'MOMO');
    await announceWork(pool, [{ kind: 'PAYMENT', institutionCode: 'MOMO' }]);

    expect((await next).value).toEqual({ kind: 'PAYMENT', waiting: 4 });
    await listener.close();
  });

  it('hears of work whose time has come by polling', async () => {
    const stream = startSignal({ pollMs: 10 }).subscribe({ institution: 'BIDV' });
    const next = stream.next();

    await enqueueTasks(pool, tasks(1, { availableAt: new Date(Date.now() + 60) }));

    expect((await next).value).toEqual({ kind: 'PAYMENT', waiting: 1 });
  });

  it('gets one wake for many changes when it does not read', async () => {
    const signal = startSignal();
    const stream = signal.subscribe({ institution: 'BIDV', kinds: ['PAYMENT'] });
    for (let time = 0; time < 100; time += 1) {
      await enqueue(1, 'BIDV');
      signal.wake([{ kind: 'PAYMENT', institutionCode: 'BIDV' }]);
    }

    expect((await stream.next()).value).toEqual({ kind: 'PAYMENT', waiting: 100 });
  });

  it('can leave while it waits, and is let go when the hub stops', async () => {
    const signal = startSignal();
    const [leaving, staying] = [
      signal.subscribe({ institution: 'BIDV' }),
      signal.subscribe({ institution: 'BIDV' }),
    ];
    const waiting = [leaving.next(), staying.next()];

    await leaving.return?.();
    await signal.stop();

    expect(await Promise.all(waiting)).toEqual([
      { done: true, value: undefined },
      { done: true, value: undefined },
    ]);
    expect(await signal.subscribe({ institution: 'BIDV' }).next()).toEqual({ done: true, value: undefined });
  });
});
