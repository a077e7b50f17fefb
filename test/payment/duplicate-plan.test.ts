/** How the duplicate guard is answered: what a large batch costs must not be a look-up a line, nor a small one a pass over all. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createBatch } from '../../src/payment/create-batch.js';
import { COMMUNE, OTHER_COMMUNE, seedPeople, seedReferenceData } from '../setup/payable-people.js';
import { officer, openPaymentBench, PERIOD, type PaymentBench } from './payment-bench.js';

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly Plans?: readonly PlanNode[];
}

let bench: PaymentBench;
beforeAll(async () => {
  bench = await openPaymentBench();
  await seedReferenceData(bench.database.pool);
});
afterAll(() => bench.database.drop());

/** Makes a batch, and says by which steps PostgreSQL meant to answer the guard inside of it. */
async function stepsFor(area: string): Promise<readonly string[]> {
  let steps: readonly string[] = [];
  const deps: typeof bench.deps = {
    ...bench.deps,
    transact: (work) =>
      bench.deps.transact((db, waking) => {
        const explaining = new Proxy(db, {
          get: (target, name) =>
            name !== 'query'
              ? (Reflect.get(target, name) as unknown)
              : async (config: { name?: string; text: string; values: unknown[] }, ...rest: unknown[]) => {
                  if (config.name === 'payment.find-duplicates') {
                    const text = `EXPLAIN (FORMAT JSON) ${config.text}`;
                    const { rows } = await target.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
                      text,
                      config.values,
                    );
                    steps = rows.flatMap((row) => stepsOf(row['QUERY PLAN'][0].Plan));
                  }
                  return target.query(config as never, ...(rest as []));
                },
        });
        return work(explaining, waking);
      }),
  };
  const result = await createBatch(deps, officer, { area, period: PERIOD, kind: 'REGULAR' });
  expect(result.kind).toBe('CREATED');
  return steps;
}

function stepsOf(node: PlanNode): readonly string[] {
  const step = [node['Node Type'], node['Relation Name']].filter((part) => part !== undefined).join(' ');
  return [step, ...(node.Plans ?? []).flatMap(stepsOf)];
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
