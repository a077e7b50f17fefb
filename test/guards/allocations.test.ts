/** What one execution in process allocates and keeps, counted by the garbage collector itself. */
import { GCProfiler, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { executeSupergraph, type ExecutableSupergraph } from '../../src/federation/index.js';
import { subgraph } from '../federation/subgraph-builder.js';

/** About twice what Node 20 was seen to allocate. */
const VIEW_BYTES_MAX = 10_500;
const LIST_BYTES_MAX = 300_000;
/** Over all runs: what the engine compiles meanwhile is kept once, a leak of a hundred bytes ten thousand times. */
const KEPT_BYTES_MAX = 1_000_000;
const RUNS = 10_000;

const FIFTY = Array.from({ length: 50 }, (_, index) => ({ id: `p${index}` }));
const view = parse('{ person(id: "p1") { id name accounts { id bank } } }');
const list = parse('{ people { id name accounts { id bank } } }');

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

let graph: ExecutableSupergraph;
beforeAll(async () => {
  const answer = <T>(value: T) => Promise.resolve(value);
  graph = await executeSupergraph({
    subgraphs: [
      subgraph(
        'list',
        'type Query { people: [Person!]! person(id: ID!): Person } type Person @key(fields: "id") { id: ID! }',
        { Query: { people: () => FIFTY, person: (_: unknown, { id }: { id: string }) => ({ id }) } },
      ),
      subgraph('registry', 'type Person @key(fields: "id") { id: ID! name: String! }', {
        Person: { __resolveReference: ({ id }: { id: string }) => answer({ id, name: 'A' }) },
      }),
      subgraph(
        'account',
        'type Person @key(fields: "id") { id: ID! accounts: [Account!]! } type Account { id: ID! bank: String }',
        {
          Person: {
            __resolveReference: ({ id }: { id: string }) => answer({ id, accounts: [{ id, bank: 'B' }] }),
          },
        },
      ),
    ],
  });
});

describe('one execution in process', () => {
  it.each([
    ['a view that two other subgraphs join', view, VIEW_BYTES_MAX, RUNS],
    ['a list of fifty that two other subgraphs join', list, LIST_BYTES_MAX, RUNS / 5],
  ])('of %s allocates little and keeps nothing', async (_title, document, bytesMax, runs) => {
    const run = async (times: number): Promise<void> => {
      for (let at = 0; at < times; at += 1) await graph.execute({ document, contextValue: {} });
    };
    await run(runs);

    const { allocated, kept } = await bytesOf(() => run(runs));

    expect(allocated / runs).toBeLessThan(bytesMax);
    expect(allocated / runs).toBeGreaterThan(bytesMax / 10);
    expect(kept).toBeLessThan(KEPT_BYTES_MAX);
  });
});

/** What was freed by collections meanwhile and what is there more than before, together, are what was allocated. */
async function bytesOf(
  work: () => Promise<void>,
): Promise<{ readonly allocated: number; readonly kept: number }> {
  collect();
  const before = process.memoryUsage().heapUsed;
  const profiler = new GCProfiler();
  profiler.start();
  await work();
  const { statistics } = profiler.stop();
  const grown = process.memoryUsage().heapUsed - before;
  const freed = statistics.reduce(
    (sum, { beforeGC, afterGC }) =>
      sum + beforeGC.heapStatistics.usedHeapSize - afterGC.heapStatistics.usedHeapSize,
    0,
  );
  collect();
  return { allocated: grown + freed, kept: process.memoryUsage().heapUsed - before };
}
