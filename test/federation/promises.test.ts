/** What a hop costs, as far as it does not depend on the machine's mood: the promises that an operation makes. */
import { createHook } from 'node:async_hooks';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { executeSupergraph } from '../../src/federation/index.js';
import { subgraph } from './subgraph-builder.js';

const FIFTY = 50;
const ids = Array.from({ length: FIFTY }, (_, index) => ({ id: `p${index}` }));
const document = parse('{ people { id name accounts { id bank } } }');

/** A list of fifty whose names and accounts lie in two other subgraphs, which answer at once or later. */
async function graphOf(answer: (value: object) => object | Promise<object>) {
  return executeSupergraph({
    subgraphs: [
      subgraph('list', 'type Query { people: [Person!]! } type Person @key(fields: "id") { id: ID! }', {
        Query: { people: () => ids },
      }),
      subgraph('registry', 'type Person @key(fields: "id") { id: ID! name: String! }', {
        Person: { __resolveReference: ({ id }: { id: string }) => answer({ id, name: `n${id}` }) },
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
}

async function countPromises(run: () => unknown): Promise<number> {
  let promises = 0;
  const hook = createHook({ init: (_id, type) => (promises += type === 'PROMISE' ? 1 : 0) });
  hook.enable();
  const running = run();
  const atOnce = promises;
  if (!(running instanceof Promise)) {
    hook.disable();
    return atOnce;
  }
  await running;
  hook.disable();
  return promises;
}

describe('a list of fifty that two other subgraphs join', () => {
  it('makes no promise when its subgraphs answer at once', async () => {
    const graph = await graphOf((value) => value);
    await graph.execute({ document });

    expect(await countPromises(() => graph.execute({ document }))).toBe(0);
  });

  it('makes one promise for each that a subgraph makes, and a few for the whole', async () => {
    const graph = await graphOf((value) => Promise.resolve(value));
    await graph.execute({ document });

    const promises = await countPromises(() => graph.execute({ document }));

    const bySubgraphs = 2 * FIFTY;
    expect(promises).toBeGreaterThanOrEqual(bySubgraphs);
    expect(promises).toBeLessThanOrEqual(2 * bySubgraphs + 5);
  });
});
