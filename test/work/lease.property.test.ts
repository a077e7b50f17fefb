import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { claimPayments } from '../../src/payment/claim-payments.js';
import { lapseLeases } from '../../src/payment/lapse-leases.js';
import { extendLeases, formatHolder, returnTasks } from '../../src/work/index.js';
import { bidv, openPaymentBench, type PaymentBench } from '../payment/payment-bench.js';

const PAYMENTS = 6;
const HOLDERS = 3;
/** What waits for its next inquiry is asked about now, so that others get it. Locks in id order, as everybody does. */
const ASK_AT_ONCE = `
  WITH idle AS MATERIALIZED (SELECT id FROM work.task WHERE leased_until IS NULL ORDER BY id FOR UPDATE)
  UPDATE work.task SET available_at = now() FROM idle WHERE task.id = idle.id`;
const RUN_OUT = `
  WITH held AS MATERIALIZED (SELECT id FROM work.task WHERE lease_holder = $1 ORDER BY id FOR UPDATE)
  UPDATE work.task SET leased_until = now() FROM held WHERE task.id = held.id`;

const step = fc.oneof(
  fc.record({ do: fc.constant('claim' as const), limit: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ do: fc.constant('claim' as const), limit: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ do: fc.constant('restart' as const) }),
  fc.record({ do: fc.constant('extend' as const) }),
  fc.record({ do: fc.constant('giveBack' as const) }),
  fc.record({ do: fc.constant('sleepPastLease' as const) }),
  fc.record({
    do: fc.constant('report' as const),
    status: fc.constantFrom(
      'SUBMITTED' as const,
      'ACCEPTED' as const,
      'UNKNOWN' as const,
      'SETTLED' as const,
    ),
  }),
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

describe('leases of payments, with several workers of one institution at the same time', () => {
  let bench: PaymentBench;
  beforeAll(async () => {
    bench = await openPaymentBench();
  });
  afterAll(() => bench.database.drop());

  it('are never two workers’ at once, and each attempt is handed out to be sent once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(step, { minLength: 4, maxLength: 14 }), { minLength: HOLDERS, maxLength: HOLDERS }),
        async (plans) => {
          await bench.reset();
          await bench.releasedBatch(PAYMENTS);
          const onlooker = new Onlooker();
          const workers = plans.map((_, at) => new Worker(`w${at}`, bench, onlooker));

          const ends = await Promise.allSettled(
            workers.map(async (worker, at) => {
              for (const each of plans[at] ?? []) await worker.take(each);
            }),
          );

          // Only when all have stopped: the next run would meet who is still at work.
          for (const end of ends) if (end.status === 'rejected') throw end.reason;
          expect(onlooker.faults).toEqual([]);
        },
      ),
      { numRuns: 25 },
    );
  }, 180_000);
});

/** Knows who believes to hold what. A belief ends before the lease does and begins after it, so that two beliefs at one time prove
 *  two leases at one time. */
class Onlooker {
  private readonly holders = new Map<string, string>();
  private readonly sent = new Map<string, number>();
  private readonly givenBack = new Map<string, number>();
  private readonly overlaps: string[] = [];

  begins(holder: string, taskId: string, action: string): void {
    const other = this.holders.get(taskId);
    if (other !== undefined) this.overlaps.push(`${taskId} is ${other}’s and ${holder}’s`);
    this.holders.set(taskId, holder);
    if (action === 'SUBMIT') this.sent.set(taskId, (this.sent.get(taskId) ?? 0) + 1);
  }

  ends(taskIds: Iterable<string>): void {
    for (const id of taskIds) this.holders.delete(id);
  }

  isGivenBack(taskId: string): void {
    this.givenBack.set(taskId, (this.givenBack.get(taskId) ?? 0) + 1);
  }

  get faults(): readonly string[] {
    const tooOften = [...this.sent].filter(([id, times]) => times > 1 + (this.givenBack.get(id) ?? 0));
    return [
      ...this.overlaps,
      ...tooOften.map(([id, times]) => `${id} was handed out to be sent ${times} times`),
    ];
  }
}

class Worker {
  private readonly held = new Map<string, { readonly reference: string; readonly action: string }>();
  private reports = 0;

  constructor(
    private readonly name: string,
    private readonly bench: PaymentBench,
    private readonly onlooker: Onlooker,
  ) {}

  async take(each: Step): Promise<void> {
    switch (each.do) {
      case 'claim':
        return this.claim(each.limit, false);
      case 'restart':
        this.forget();
        return this.claim(2, true);
      case 'extend':
        return this.extend();
      case 'giveBack':
        return this.giveBack();
      case 'sleepPastLease':
        return this.sleepPastLease();
      case 'report':
        return this.report(each.status);
    }
  }

  private async claim(limit: number, newSession: boolean): Promise<void> {
    const claimed = await claimPayments(this.bench.deps, bidv, {
      ...{ limit, newSession, leaseSeconds: 3_600 },
      worker: this.name,
    });
    for (const { task, attempt } of claimed) {
      this.onlooker.begins(this.name, task.id, task.action);
      this.held.set(task.id, { reference: attempt.reference, action: task.action });
    }
  }

  private async extend(): Promise<void> {
    const taskIds = [...this.held.keys()];
    const extended = await extendLeases(this.bench.database.pool, {
      ...{ taskIds, leaseSeconds: 3_600 },
      clientId: bidv.clientId,
    });
    // All of one institution's workers are one client: another one's tasks are not among these.
    if (extended !== taskIds.length) throw new Error(`${extended} of ${taskIds.length} leases last`);
  }

  private async giveBack(): Promise<void> {
    const [taskId] = this.held.keys();
    if (taskId === undefined) return;
    const { action } = this.held.get(taskId)!;
    this.drop(taskId);
    // Before the answer: who claims it next may be told sooner than this worker.
    if (action === 'SUBMIT') this.onlooker.isGivenBack(taskId);
    await returnTasks(this.bench.database.pool, { clientId: bidv.clientId, taskIds: [taskId] });
  }

  /** Time passes for what it holds, and the hub notices. */
  private async sleepPastLease(): Promise<void> {
    const holder = formatHolder({ clientId: bidv.clientId, worker: this.name });
    this.forget();
    await this.bench.database.pool.query(RUN_OUT, [holder]);
    await lapseLeases(this.bench.deps);
    await this.bench.database.pool.query(ASK_AT_ONCE);
  }

  private async report(status: 'SUBMITTED' | 'ACCEPTED' | 'UNKNOWN' | 'SETTLED'): Promise<void> {
    const [taskId] = this.held.keys();
    if (taskId === undefined) return;
    const { reference } = this.held.get(taskId)!;
    this.drop(taskId);
    this.reports += 1;
    const reportId = `${this.name}-${reference}-${this.reports}`;
    const evidence = status === 'UNKNOWN' ? 'NONE' : 'REPLY';
    await this.bench.report([{ reportId, reference, status, evidence }]);
    await this.bench.database.pool.query(ASK_AT_ONCE);
  }

  private forget(): void {
    this.onlooker.ends(this.held.keys());
    this.held.clear();
  }

  private drop(taskId: string): void {
    this.held.delete(taskId);
    this.onlooker.ends([taskId]);
  }
}
