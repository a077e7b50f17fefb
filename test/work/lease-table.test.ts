import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type pg from 'pg';

import {
  claimTasks,
  endSession,
  enqueueTasks,
  expireLeases,
  extendLeases,
  finishTasks,
  formatHolder,
  rescheduleTasks,
  returnTasks,
} from '../../src/work/index.js';
import { createTestDatabase, type TestDatabase } from '../setup/test-database.js';
import { aTask } from './work-database.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const clients = ['adapter-bidv', 'adapter-momo'];
const start = Date.parse('2026-11-22T08:00:00Z');
const who = { client: fc.nat({ max: 1 }), worker: fc.nat({ max: 1 }) };
const task = fc.nat({ max: 5 });
const seconds = fc.integer({ min: 1, max: 30 });

const step = fc.oneof(
  fc.record({ do: fc.constant('claim' as const), ...who, limit: fc.integer({ min: 1, max: 3 }), seconds }),
  fc.record({ do: fc.constant('extend' as const), ...who, task, seconds }),
  fc.record({ do: fc.constant('return' as const), ...who, task }),
  fc.record({ do: fc.constant('newSession' as const), ...who }),
  fc.record({ do: fc.constant('reschedule' as const), task, seconds }),
  fc.record({ do: fc.constant('finish' as const), task }),
  fc.record({ do: fc.constant('wait' as const), seconds }),
  fc.record({ do: fc.constant('expire' as const) }),
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

describe('the lease table, whatever its users do in whatever order', () => {
  it('leases no task to two at once, and hands out SUBMIT once unless it was given back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60 }), async (steps) => {
        const model = await LeaseModel.start(database.pool);

        for (const each of steps) await model.take(each);

        expect(model.faults).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('also when they all act at the same time', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(step, { maxLength: 8 }), { minLength: 2, maxLength: 6 }),
        async (users) => {
          const model = await LeaseModel.start(database.pool);

          await Promise.all(
            users.map(async (steps) => {
              // Time does not move here: only claims by claims' own order can clash.
              for (const each of steps)
                if (each.do === 'claim' || each.do === 'expire') await model.take(each);
            }),
          );

          expect(model.faults).toEqual([]);
        },
      ),
      { numRuns: 40 },
    );
  });
});

/** What an onlooker knows: who was promised which task until when, and how often each was handed out to be sent. */
class LeaseModel {
  readonly faults: string[] = [];
  #now = start;
  readonly #promised = new Map<string, { holder: string; until: number; action: string }>();
  readonly #sent = new Map<string, number>();

  private constructor(
    private readonly pool: pg.Pool,
    private readonly ids: readonly string[],
  ) {}

  static async start(pool: pg.Pool): Promise<LeaseModel> {
    await pool.query('TRUNCATE work.task');
    const tasks = Array.from({ length: 6 }, () => aTask({ availableAt: new Date(start - 1_000) }));
    await enqueueTasks(pool, tasks);
    return new LeaseModel(
      pool,
      tasks.map(({ id }) => id),
    );
  }

  async take(each: Step): Promise<void> {
    const { pool } = this;
    const now = new Date(this.#now);
    const clientId = 'client' in each ? (clients[each.client] ?? '') : '';
    const holder = 'worker' in each ? formatHolder({ clientId, worker: String(each.worker) }) : '';
    const id = 'task' in each ? (this.ids[each.task] ?? '') : '';
    switch (each.do) {
      case 'claim':
        return this.#claim(holder, each.limit, each.seconds);
      case 'extend': {
        const count = await extendLeases(pool, { clientId, taskIds: [id], leaseSeconds: each.seconds, now });
        return this.#extended(id, clientId, count, each.seconds);
      }
      case 'return':
        return this.#returned(id, clientId, await returnTasks(pool, { clientId, taskIds: [id], now }));
      case 'newSession':
        return this.#lapsed(
          await endSession(pool, { kind: 'PAYMENT', holder }),
          (lease) => lease.holder === holder,
        );
      case 'expire':
        return this.#lapsed(
          await expireLeases(pool, { kind: 'PAYMENT', now }),
          ({ until }) => until <= this.#now,
        );
      case 'reschedule': {
        await rescheduleTasks(pool, [{ id, action: 'INQUIRE', afterMs: each.seconds * 1_000 }], now);
        this.#sent.set(id, 1);
        return void this.#promised.delete(id);
      }
      case 'finish':
        await finishTasks(pool, [id]);
        return void this.#promised.delete(id);
      case 'wait':
        this.#now += each.seconds * 1_000;
    }
  }

  async #claim(holder: string, limit: number, leaseSeconds: number): Promise<void> {
    const now = new Date(this.#now);
    const claimed = await claimTasks(this.pool, {
      kind: 'PAYMENT',
      institutions: ['BIDV'],
      holder,
      limit,
      leaseSeconds,
      now,
    });
    for (const { id, action } of claimed) {
      const promised = this.#promised.get(id);
      if (promised !== undefined) this.faults.push(`${id} is leased to ${promised.holder} and to ${holder}`);
      if (action === 'SUBMIT') {
        const times = (this.#sent.get(id) ?? 0) + 1;
        this.#sent.set(id, times);
        if (times > 1) this.faults.push(`${id} was handed out as SUBMIT ${times} times`);
      }
      this.#promised.set(id, { holder, until: this.#now + leaseSeconds * 1_000, action });
    }
  }

  #extended(id: string, clientId: string, count: number, leaseSeconds: number): void {
    const lease = this.#liveLease(id, clientId);
    if (count !== (lease === undefined ? 0 : 1)) this.faults.push(`${id} was extended ${count} times`);
    if (lease !== undefined) lease.until = Math.max(lease.until, this.#now + leaseSeconds * 1_000);
  }

  #returned(id: string, clientId: string, count: number): void {
    const lease = this.#liveLease(id, clientId);
    if (count !== (lease === undefined ? 0 : 1)) this.faults.push(`${id} was returned ${count} times`);
    if (lease === undefined) return;
    this.#promised.delete(id);
    if (lease.action === 'SUBMIT') this.#sent.set(id, 0);
  }

  #lapsed(
    lapsed: readonly { id: string; lapsedAction: string }[],
    isOver: (lease: { holder: string; until: number }) => boolean,
  ): void {
    const expected = [...this.#promised].filter(([, lease]) => isOver(lease));
    const found = new Map(lapsed.map(({ id, lapsedAction }) => [id, lapsedAction]));
    if (found.size !== expected.length)
      this.faults.push(`${found.size} leases lapsed, not ${expected.length}`);
    for (const [id, { action }] of expected) {
      if (found.get(id) !== action) this.faults.push(`${id} lapsed as ${found.get(id)}, not ${action}`);
      this.#promised.delete(id);
    }
  }

  #liveLease(id: string, clientId: string): { holder: string; until: number; action: string } | undefined {
    const lease = this.#promised.get(id);
    return lease !== undefined && lease.holder.startsWith(`${clientId}/`) && lease.until > this.#now
      ? lease
      : undefined;
  }
}
