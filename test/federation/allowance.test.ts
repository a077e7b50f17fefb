/** What one operation may produce, and what it leaves undone once that is used up or its client has left. */
import { describe, expect, it } from '@jest/globals';
import { isObjectType, parse } from 'graphql';
import {
  executeSupergraph,
  type ExecutableSupergraph,
  type ExecuteOptions,
} from '../../src/federation/index.js';
import { ERRORS_MAX } from '../../src/federation/execution.js';
import { subgraph, type Resolvers } from './subgraph-builder.js';

const SDL = `type Query { rows(count: Int!): [Row!] later: Row words: [String!] broken: [Row] }
  type Mutation { make: Row }
  type Row { id: Int rows(count: Int!): [Row!] slow: String after: String }`;

let opened = 0;
const rowsOf = ({ count }: { count: number }) => Array.from({ length: count }, (_, id) => ({ id }));
const RESOLVERS: Resolvers = {
  Query: {
    rows: (_: unknown, args: { count: number }) => rowsOf(args),
    later: () => ({ id: 1 }),
    words: () => ['một', 'hai', 'ba', 'bốn', 'năm'],
    broken: () => rowsOf({ count: 500 }).map(() => new Error('broken')),
  },
  Mutation: { make: () => ({ id: 1 }) },
  Row: {
    rows: (_: unknown, args: { count: number }) => {
      opened += 1;
      return rowsOf(args);
    },
    slow: () => new Promise(() => undefined),
  },
};

async function graph(change: (graphs: ReturnType<typeof subgraph>) => void = () => undefined) {
  const rows = subgraph('rows', SDL, RESOLVERS);
  change(rows);
  return executeSupergraph({ subgraphs: [rows] });
}

function run(on: ExecutableSupergraph, text: string, options: Partial<ExecuteOptions> = {}) {
  return on.execute({ document: parse(text), ...options });
}

describe('an operation', () => {
  it('that stays within its allowance is answered', async () => {
    const result = await run(await graph(), '{ rows(count: 3) { id } }', { valuesMax: 6 });

    expect(result.errors).toBeUndefined();
  });

  it.each([
    ['of objects', '{ rows(count: 100) { id } }'],
    ['of lists within lists', '{ rows(count: 5) { rows(count: 5) { id } } }'],
    ['of texts', '{ words again: words third: words }'],
    ['of names of types', '{ rows(count: 100) { __typename } }'],
    ['of the schema’s own description', '{ __schema { types { name fields { name } } } }'],
  ])('ends where its answer would hold more %s', async (_name, text) => {
    const result = await run(await graph(), text, { valuesMax: 14 });

    expect(result.data).toBeNull();
    expect(result.errors).toHaveLength(1);
    expect(result.errors?.[0]?.extensions['code']).toBe('QUERY_TOO_COSTLY');
  });

  it('asks nothing more once it has ended', async () => {
    opened = 0;

    await run(await graph(), '{ rows(count: 1000) { rows(count: 10) { id } } }', { valuesMax: 1_000 });

    expect(opened).toBeLessThan(100);
  });

  it('ends when its client leaves, whatever it waits for', async () => {
    const client = new AbortController();
    const answering = run(await graph(), '{ later { slow } }', { signal: client.signal });

    client.abort();

    expect((await answering).errors).toMatchObject([{ message: 'The client has left.' }]);
  });

  it('that changes something ends too, between its fields', async () => {
    const client = new AbortController();
    const answering = run(await graph(), 'mutation { make { slow } again: make { id } }', {
      signal: client.signal,
    });

    client.abort();

    expect((await answering).data).toBeNull();
  });

  it('tells a hundred of its errors', async () => {
    const result = await run(await graph(), '{ broken { id } }');

    expect(result.errors).toHaveLength(ERRORS_MAX);
    expect(result.data?.['broken']).toHaveLength(500);
  });
});

describe('a list that says how long it may be', () => {
  const bounded = () =>
    graph(({ schema }) => {
      const query = schema.getQueryType();
      if (isObjectType(query)) query.getFields()['rows']!.extensions = { listMax: 3 };
    });

  it('is answered up to that length', async () => {
    expect((await run(await bounded(), '{ rows(count: 3) { id } }')).errors).toBeUndefined();
  });

  it('fails its field, and no other, beyond', async () => {
    const result = await run(await bounded(), '{ rows(count: 4) { id } words }');

    expect(result.data).toMatchObject({ rows: null, words: expect.any(Array) });
    expect(result.errors).toMatchObject([
      { message: 'Query.rows has more than 3 elements.', extensions: { code: 'QUERY_TOO_COSTLY' } },
    ]);
  });
});

it('a failure of many rows is reported once an operation', async () => {
  const reported: unknown[] = [];
  const rows = subgraph('rows', SDL, RESOLVERS);
  const on = await executeSupergraph({
    subgraphs: [rows],
    sourceGuard: { onFailure: (error) => reported.push(error) },
  });

  await run(on, '{ broken { id } }');
  await run(on, '{ broken { id } }');

  expect(reported).toHaveLength(2);
});
