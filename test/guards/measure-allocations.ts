/** Says, in a process of its own, what executions in process allocate and keep: in a test's process others' garbage would be counted too.
 *  `node --expose-gc --import ./test/setup/register-typescript.mjs test/guards/measure-allocations.ts` prints a line of JSON. */
import { GCProfiler } from 'node:v8';
import { parse } from 'graphql';
import { executeSupergraph } from '../../src/federation/index.js';
import { subgraph } from '../federation/subgraph-builder.js';

export interface Allocations {
  /** Bytes an operation. */
  readonly allocated: number;
  /** Bytes over all runs. */
  readonly kept: number;
}

const FIFTY = Array.from({ length: 50 }, (_, index) => ({ id: `p${index}` }));
const OPERATIONS = {
  view: { document: parse('{ person(id: "p1") { id name accounts { id bank } } }'), runs: 10_000 },
  list: { document: parse('{ people { id name accounts { id bank } } }'), runs: 2_000 },
};

const answer = <T>(value: T) => Promise.resolve(value);
const graph = await executeSupergraph({
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

const collect = (globalThis as unknown as { gc: () => void }).gc;
const measured: Record<string, Allocations> = {};
for (const [name, { document, runs }] of Object.entries(OPERATIONS)) {
  const run = async (times: number): Promise<void> => {
    for (let at = 0; at < times; at += 1) await graph.execute({ document, contextValue: {} });
  };
  await run(runs);
  const { allocated, kept } = await bytesOf(() => run(runs));
  measured[name] = { allocated: allocated / runs, kept };
}
console.log(JSON.stringify(measured));

/** What was freed by collections meanwhile and what is there more than before, together, are what was allocated. */
async function bytesOf(work: () => Promise<void>): Promise<Allocations> {
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
