/** A batch's progress as a subscriber sees it. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openEvents, type Events } from '../../src/event/index.js';
import { createPaymentSubgraph } from '../../src/payment/index.js';
import type { WorkSignal } from '../../src/work/index.js';
import { formatId } from '../../src/values/index.js';
import { askingOf } from '../account/subgraph-world.js';
import { officer, openPaymentBench, type PaymentBench } from './payment-bench.js';

let bench: PaymentBench;
let events: Events;
beforeAll(async () => {
  bench = await openPaymentBench();
  events = await openEvents({ pool: bench.database.pool });
});
afterAll(async () => {
  await events.stop();
  await bench.database.drop();
});
beforeEach(() => bench.reset());

const PROGRESS = `finishesAt waitingForPeople totals { count }
  byInstitution { institution { code } open waitingForPeople ratePerSecond finishesAt finishUnknown opensAt }`;

describe('the progress of a batch', () => {
  it('says why nobody can know its finish, then when it was over', async () => {
    const batch = await bench.releasedBatch(2);
    const signal = { subscribe: () => Promise.reject(new Error('nobody')) } as unknown as WorkSignal;
    const { follow } = askingOf(
      createPaymentSubgraph({ payment: bench.deps, events, signal, version: 'test' }),
    );
    const look = async () => {
      const id = formatId('bat', batch.id);
      const stream = await follow(
        officer,
        `subscription { paymentBatchProgress(id: "${id}") { ${PROGRESS} } }`,
      );
      const { value } = await stream.next();
      await stream.return(undefined);
      return (value as { data: { paymentBatchProgress: object } }).data.paymentBatchProgress;
    };

    const first = await look();
    const tasks = await bench.claim();
    await bench.report(tasks.map(({ attempt }) => ({ reference: attempt.reference, status: 'SETTLED' })));
    const last = await look();

    expect(first).toMatchObject({
      finishesAt: null,
      byInstitution: [{ institution: { code: 'BIDV' }, open: 2, finishUnknown: 'UNREACHABLE' }],
    });
    const [completedAt] = await bench.column<Date>('SELECT completed_at AS value FROM payment.batch');
    expect(last).toMatchObject({ finishesAt: completedAt?.toISOString(), byInstitution: [{ open: 0 }] });
  });
});
