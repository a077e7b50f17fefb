/** When an institution is asked what became of a payment is told by the database's clock, which all hubs share. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { reportStatuses } from '../../src/payment/report-statuses.js';
import { bidv, openPaymentBench, type PaymentBench } from './payment-bench.js';

let bench: PaymentBench;
beforeAll(async () => {
  bench = await openPaymentBench();
});
afterAll(() => bench.database.drop());
beforeEach(() => bench.reset());

const HOUR_MS = 3_600_000;

describe('the next inquiry', () => {
  it.each([
    ['that is right', 0],
    ['that has jumped a day ahead', 24 * HOUR_MS],
    ['that has jumped a day back', -24 * HOUR_MS],
  ])('comes when it should from a hub with a clock %s', async (_what, aheadMs) => {
    await bench.releasedBatch(1);
    const [task] = await bench.claim();
    const clock = (): Date => new Date(Date.now() + aheadMs);
    const said = { status: 'ACCEPTED', evidence: 'REPLY', occurredAt: new Date() } as const;
    const { reference } = task!.attempt;

    await reportStatuses({ ...bench.deps, clock }, bidv, [{ ...said, reportId: 'r1', reference }]);

    // Five seconds for a payment that the institution has taken, doubled as often as it was handed out.
    const [waitMs] = await bench.column<number>(
      'SELECT (extract(epoch FROM available_at - updated_at) * 1000)::int AS value FROM work.task, payment.attempt',
    );
    expect(waitMs).toBeGreaterThanOrEqual(10_000);
    expect(waitMs).toBeLessThan(HOUR_MS);
  });
});
