/** Fields that move from one subgraph to another for some requests only. */
import { describe, expect, it } from '@jest/globals';
import { execute, parse } from 'graphql';
import type { SupergraphOptions } from '../../src/federation/index.js';
import { executeSupergraph } from '../../src/federation/index.js';
import { link, subgraph } from './subgraph-builder.js';

const newer = link.replace('v2.6', 'v2.9');
const from = subgraph(
  'old',
  `${newer} type Query { p: P root: String } type P @key(fields: "id") { id: ID! name: String size: Int }`,
  {
    Query: { p: () => ({ id: '1' }), root: () => 'old' },
    P: { __resolveReference: (reference: object) => reference, name: () => 'old', size: () => 1 },
  },
);

function graphOf(label: string, options: Partial<SupergraphOptions> = {}) {
  const to = subgraph(
    'new',
    `${newer} type Query { root: String @override(from: "old", label: "${label}") }
      type P @key(fields: "id") { id: ID! name: String @override(from: "old", label: "${label}") size: Int @override(from: "old") }`,
    {
      Query: { root: () => 'new' },
      P: { __resolveReference: (reference: object) => reference, name: () => 'new', size: () => 2 },
    },
  );
  return executeSupergraph({ subgraphs: [from, to], ...options });
}

const document = parse('{ p { name size } root }');
const answerOf = (where: string) => ({ p: { name: where, size: 2 }, root: where });

describe('an overridden field with a label', () => {
  it('stays where it was while the label is off', async () => {
    const graph = await graphOf('moved');

    expect((await graph.execute({ document })).data).toEqual(answerOf('old'));
    expect((await execute({ schema: graph.schema, document })).data).toEqual(answerOf('old'));
  });

  it('is where it goes to once the label is on', async () => {
    const graph = await graphOf('moved', { overrideLabels: new Set(['moved']) });

    expect((await graph.execute({ document })).data).toEqual(answerOf('new'));
    expect((await execute({ schema: graph.schema, document })).data).toEqual(answerOf('new'));
  });

  it('is decided by the request, with the same compiled document', async () => {
    const overrideLabels = (_label: string, context: unknown) => (context as { isNew: boolean }).isNew;
    const graph = await graphOf('moved', { overrideLabels });
    const ask = async (isNew: boolean) => (await graph.execute({ document, contextValue: { isNew } })).data;

    expect([await ask(false), await ask(true), await ask(false)]).toEqual(
      ['old', 'new', 'old'].map(answerOf),
    );
  });

  it('moves for a share of the requests, each of them whole', async () => {
    const draws = [0.1, 0.3, 0.2, 0.1999];
    const graph = await graphOf('percent(20)', { random: () => draws.shift() ?? 1 });

    const found: unknown[] = [];
    for (let request = 0; request < 4; request++) found.push((await graph.execute({ document })).data);

    expect(found).toEqual(['new', 'old', 'old', 'new'].map(answerOf));
  });

  it('is drawn once for a request that graphql-js executes field by field', async () => {
    const draws = [0.1, 0.9];
    const graph = await graphOf('percent(50)', { random: () => draws.shift() ?? 1 });

    expect((await execute({ schema: graph.schema, document })).data).toEqual(answerOf('new'));
    expect((await execute({ schema: graph.schema, document })).data).toEqual(answerOf('old'));
  });
});
