/** How the duplicate guard is answered: what a large batch costs must not be a look-up a line, nor a small one a pass over all. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createBatch } from '../../src/payment/create-batch.js';
import { COMMUNE, OTHER_COMMUNE, seedPeople, seedReferenceData } from '../setup/payable-people.js';
import { explaining, stepsOf } from './explaining.js';
import { officer, openPaymentBench, PERIOD, type PaymentBench } from './payment-bench.js';

let bench: PaymentBench;
beforeAll(async () => {
  bench = await openPaymentBench();
  await seedReferenceData(bench.database.pool);
});
afterAll(() => bench.database.drop());

/** Makes a batch, and says by which steps PostgreSQL meant to answer the guard inside of it. */
async function stepsFor(area: string): Promise<readonly string[]> {
  const { deps, plans } = explaining(bench.deps, 'payment.find-duplicates');
  const result = await createBatch(deps, officer, { area, period: PERIOD, kind: 'REGULAR' });
  expect(result.kind).toBe('CREATED');
  return plans.flatMap(stepsOf);
}

describe('the duplicate guard', () => {
  it('of a large batch, written a moment ago, is answered in passes and not line by line', async () => {
    await seedPeople(bench.database.pool, { count: 12_000 });

    const steps = await stepsFor(COMMUNE);

    expect(steps.filter((step) => /^(Hash|Merge) Join/.test(step))).toHaveLength(3);
    expect(steps).not.toContain('Nested Loop');
  });

  it('of a small batch beside it looks up its lines and passes over nothing', async () => {
    await seedPeople(bench.database.pool, { from: 20_000, count: 20, commune: OTHER_COMMUNE });

    const steps = await stepsFor(OTHER_COMMUNE);

    expect(steps.filter((step) => step === 'Nested Loop')).toHaveLength(3);
    expect(steps).not.toContain('Seq Scan payment');
  });
});
