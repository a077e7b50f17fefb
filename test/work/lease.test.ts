import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';

import {
  type Claim,
  claimTasks,
  countWaiting,
  endSession,
  enqueueTasks,
  expireLeases,
  extendLeases,
  finishTasks,
  formatHolder,
  lockTasks,
  rescheduleTasks,
  returnTasks,
  setTasksAside,
  type Task,
} from '../../src/work/index.js';
import { createTestDatabase, type TestDatabase } from '../setup/test-database.js';
import { aTask, idsOf, tasks } from './work-database.js';

const now = new Date('2026-11-22T08:00:00Z');
const at = (seconds: number): Date => new Date(now.getTime() + seconds * 1_000);
const holder = formatHolder({ clientId: 'adapter-bidv', worker: 'one' });

let database: TestDatabase;
let pool: pg.Pool;
beforeAll(async () => {
  database = await createTestDatabase();
  pool = database.pool;
});
afterAll(() => database.drop());
beforeEach(() => pool.query('TRUNCATE work.task'));

function claim(changes: Partial<Claim> = {}): Promise<Task[]> {
  return claimTasks(pool, {
    kind: 'PAYMENT',
    institutions: ['BIDV'],
    holder,
    limit: 100,
    leaseSeconds: 60,
    now,
    ...changes,
  });
}

async function enqueue(count: number, changes = {}): Promise<string[]> {
  const some = tasks(count, { availableAt: at(-1), ...changes });
  await enqueueTasks(pool, some);
  return idsOf(some);
}

describe('claiming tasks', () => {
  it('leases what waits for the institution, the longest waiting first', async () => {
    const [late, early, future] = [
      aTask({ availableAt: at(-5) }),
      aTask({ availableAt: at(-9) }),
      aTask({ availableAt: at(1) }),
    ] as const;
    await enqueueTasks(pool, [
      late,
      early,
      future,
      aTask({ institutionCode: 'AGRIBANK' }),
      aTask({ kind: 'ACCOUNT_CHECK' }),
    ]);

    const claimed = await claim();

    expect(idsOf(claimed)).toEqual([early.id, late.id]);
    expect(claimed[0]).toMatchObject({
      action: 'SUBMIT',
      leasedUntil: at(60),
      leaseHolder: holder,
      tries: 1,
    });
    expect(await claim()).toEqual([]);
  });

  it('gives NAPAS the tasks of every bank behind it, and one bank only its own', async () => {
    await enqueue(2, { institutionCode: 'NAPAS:970436' });
    await enqueue(1, { institutionCode: 'NAPAS:970407' });
    await enqueue(1, { institutionCode: 'NAPASX' });

    expect(await countWaiting(pool, { kind: 'PAYMENT', institutions: ['NAPAS'], now })).toBe(3);
    expect(await claim({ institutions: ['NAPAS:970407'] })).toHaveLength(1);
    expect(await claim({ institutions: ['NAPAS'] })).toHaveLength(2);
  });

  it('takes from several institutions up to the limit', async () => {
    await enqueue(3);
    await enqueue(3, { institutionCode: 'MOMO' });

    expect(await claim({ institutions: ['BIDV', 'MOMO'], limit: 5 })).toHaveLength(5);
  });

  it.each([
    ['more than 1,000 tasks', { limit: 1_001 }],
    ['a lease over an hour', { leaseSeconds: 3_601 }],
    ['a lease of no time', { leaseSeconds: 0 }],
    ['a negative limit', { limit: -1 }],
  ])('%s is refused and nothing is done', async (_, changes) => {
    await enqueue(1);

    await expect(claim(changes)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });

    expect(await claim()).toHaveLength(1);
  });

  it('enqueues a task once, however often it is asked to', async () => {
    const task = aTask({ availableAt: at(-1) });

    expect(await enqueueTasks(pool, [task])).toBe(1);
    expect(await enqueueTasks(pool, [{ ...task, action: 'INQUIRE' }])).toBe(0);

    expect(await claim()).toMatchObject([{ id: task.id, action: 'SUBMIT' }]);
  });

  it('never hands one task to two of sixteen workers, and leaves none', async () => {
    await enqueue(4_000);

    const work = async (worker: string): Promise<string[]> => {
      const mine: string[] = [];
      for (;;) {
        const claimed = await claim({
          holder: formatHolder({ clientId: 'adapter-bidv', worker }),
          limit: 37,
        });
        if (claimed.length === 0) return mine;
        mine.push(...idsOf(claimed));
      }
    };
    const all = (await Promise.all(Array.from({ length: 16 }, (_, worker) => work(String(worker))))).flat();

    expect(all).toHaveLength(4_000);
    expect(new Set(all).size).toBe(4_000);
  });

  it('waits for nobody: what another claim has in hand is passed over', async () => {
    await enqueue(10);
    const other = await pool.connect();
    await other.query('BEGIN');
    const theirs = await claimTasks(other, {
      kind: 'PAYMENT',
      institutions: ['BIDV'],
      holder: 'x/y',
      limit: 4,
      leaseSeconds: 60,
      now,
    });

    const ours = await claim();
    await other.query('ROLLBACK');
    other.release();

    expect(ours).toHaveLength(6);
    expect(idsOf(await claim()).sort()).toEqual(idsOf(theirs).sort());
  });
});

describe('a lease', () => {
  it('is extended by its holder while it lasts, and never shortened', async () => {
    const taskIds = await enqueue(2);
    await claim({ leaseSeconds: 60 });
    const extension = { clientId: 'adapter-bidv', taskIds };

    expect(await extendLeases(pool, { ...extension, leaseSeconds: 10, now: at(1) })).toBe(2);
    expect(await expireLeases(pool, { kind: 'PAYMENT', now: at(59) })).toEqual([]);
    expect(await extendLeases(pool, { ...extension, leaseSeconds: 60, now: at(50) })).toBe(2);
    expect(await expireLeases(pool, { kind: 'PAYMENT', now: at(109) })).toEqual([]);
    expect(await extendLeases(pool, { ...extension, leaseSeconds: 60, now: at(110) })).toBe(0);
    expect(await expireLeases(pool, { kind: 'PAYMENT', now: at(110) })).toHaveLength(2);
  });

  it('of another client is neither extended nor returned', async () => {
    const taskIds = await enqueue(1);
    await claim();

    for (const clientId of ['adapter-momo', 'adapter-bid', 'adapter-bidv/one', '']) {
      expect(await extendLeases(pool, { clientId, taskIds, leaseSeconds: 60, now })).toBe(0);
      expect(await returnTasks(pool, { clientId, taskIds, now })).toBe(0);
    }
  });

  it('given back lets the task be handed out again as it was', async () => {
    const taskIds = await enqueue(1);
    await claim();

    expect(await returnTasks(pool, { clientId: 'adapter-bidv', taskIds, now })).toBe(1);

    expect(await claim({ holder: 'adapter-bidv/two' })).toMatchObject([{ action: 'SUBMIT', tries: 1 }]);
  });

  it('taken back at once leaves what is to be sent unsent, however often it was asked about', async () => {
    const [id = ''] = await enqueue(1, { action: 'INQUIRE' });
    for (let round = 0; round < 2; round += 1) {
      await claim();
      await pool.query('UPDATE work.task SET leased_until = NULL, lease_holder = NULL');
    }
    await pool.query(`UPDATE work.task SET action = 'SUBMIT'`);
    await claim();

    await setTasksAside(pool, [id], 60);

    const { rows } = await pool.query('SELECT handed_out_at, lease_holder, tries FROM work.task');
    expect(rows).toEqual([{ handed_out_at: null, lease_holder: null, tries: 2 }]);
  });

  it('that has ended is not given back, also before anybody noticed', async () => {
    const taskIds = await enqueue(1);
    await claim({ leaseSeconds: 60 });

    expect(await returnTasks(pool, { clientId: 'adapter-bidv', taskIds, now: at(60) })).toBe(0);

    expect(await claim({ now: at(60) })).toEqual([]);
    expect(await expireLeases(pool, { kind: 'PAYMENT', now: at(60) })).toMatchObject([
      { id: taskIds[0], lapsedAction: 'SUBMIT', lapsedHolder: holder, action: 'INQUIRE', leasedUntil: null },
    ]);
    expect(await claim({ now: at(60) })).toMatchObject([{ action: 'INQUIRE', tries: 2 }]);
  });

  it('of a check ends without another action', async () => {
    await enqueue(1, { kind: 'ACCOUNT_CHECK', action: 'CHECK' });
    await claim({ kind: 'ACCOUNT_CHECK' });

    expect(await expireLeases(pool, { kind: 'PAYMENT', now: at(60) })).toEqual([]);
    expect(await expireLeases(pool, { kind: 'ACCOUNT_CHECK', now: at(60) })).toMatchObject([
      { action: 'CHECK', lapsedAction: 'CHECK' },
    ]);
  });

  it('ends at once when its worker starts anew, and no other worker’s does', async () => {
    await enqueue(2);
    const [mine] = await claim({ limit: 1 });
    await claim({ limit: 1, holder: 'adapter-bidv/two' });

    const lapsed = await endSession(pool, { kind: 'PAYMENT', holder });

    expect(lapsed).toMatchObject([{ id: mine?.id, lapsedAction: 'SUBMIT', action: 'INQUIRE' }]);
    expect(await endSession(pool, { kind: 'PAYMENT', holder })).toEqual([]);
  });

  it('ends with a rescheduling, and the task waits for its time', async () => {
    const [id = ''] = await enqueue(1);
    await claim();

    await rescheduleTasks(pool, [{ id, action: 'INQUIRE', afterMs: 30_000 }], at(0));

    expect(await claim({ now: at(29) })).toEqual([]);
    expect(await claim({ now: at(30) })).toMatchObject([{ id, action: 'INQUIRE' }]);
  });

  it('does not keep a report from finishing its task, also when it has ended', async () => {
    const taskIds = await enqueue(2);
    await claim({ limit: 1 });
    await expireLeases(pool, { kind: 'PAYMENT', now: at(60) });

    expect(idsOf(await lockTasks(pool, taskIds)).sort()).toEqual([...taskIds].sort());
    expect(await finishTasks(pool, taskIds)).toBe(2);
    expect(await finishTasks(pool, taskIds)).toBe(0);
  });
});
