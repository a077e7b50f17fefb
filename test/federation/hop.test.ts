/** What an owner is asked, how often, and what happens when it fails. */
import { describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import type { SupergraphOptions } from '../../src/federation/index.js';
import { executeSupergraph } from '../../src/federation/index.js';
import { answer } from './answers.js';
import { subgraph } from './subgraph-builder.js';

interface Reference {
  readonly __typename?: string;
  readonly id: string;
}
type Resolve = (reference: Reference, context: unknown, info: { fieldName: string }) => unknown;

const owner = `type Query { people: [Person!]! } type Person @key(fields: "id") { id: ID! friend: Person }
  type Mutation { rename: Person again: Person }`;
const other = 'type Person @key(fields: "id") { id: ID! name: String nick: String strict: String! }';

function graphOf(resolveReference: Resolve | undefined, options: Partial<SupergraphOptions> = {}) {
  const person = { id: '1', friend: { id: '2', friend: { id: '1' } } };
  return executeSupergraph({
    subgraphs: [
      subgraph('owner', owner, {
        Query: { people: () => [person, { id: '2', friend: person }, { id: '1', friend: null }] },
        Mutation: { rename: async () => Promise.resolve(person), again: () => person },
      }),
      subgraph('other', other, {
        Person: {
          ...(resolveReference && { __resolveReference: resolveReference }),
          strict: (p: Reference) => p.id,
        },
      }),
    ],
    ...options,
  });
}

describe('an owner is asked', () => {
  it('once for each entity of a request, wherever it stands', async () => {
    const asked: string[] = [];
    const graph = await graphOf(({ id }) => {
      asked.push(id);
      return Promise.resolve({ id, name: `n${id}` });
    });
    const document = parse('{ people { name friend { name friend { name nick } } } }');

    await graph.execute({ document });

    expect(asked).toEqual(['1', '2']);
  });

  it('once, by whichever of its keys each place could have asked', async () => {
    const asked: unknown[] = [];
    const keyed = (keys: string, fields: string) => `type Person ${keys} { id: ID! sku: ID ${fields} }`;
    const graph = await executeSupergraph({
      subgraphs: [
        subgraph('one', 'type Query { one: Person } type Person @key(fields: "id") { id: ID! }', {
          Query: { one: () => ({ id: '1' }) },
        }),
        subgraph(
          'two',
          `type Query { two: Person } ${keyed('@key(fields: "id", resolvable: false) @key(fields: "sku", resolvable: false)', '')}`,
          {
            Query: { two: () => ({ id: '1', sku: 's' }) },
          },
        ),
        subgraph('other', keyed('@key(fields: "id") @key(fields: "sku")', 'name: String'), {
          Person: { __resolveReference: (reference: Reference) => (asked.push(reference), { name: 'n' }) },
        }),
      ],
    });

    await graph.execute({ document: parse('{ one { name } two { name } }') });

    expect(asked).toEqual([{ __typename: 'Person', id: '1' }]);
  });

  it('for all entities of one step in one tick, so that its loaders batch them', async () => {
    const batches: string[][] = [];
    let open: string[] | undefined;
    const graph = await graphOf(({ id }) => {
      if (open === undefined) {
        const batch = (open = []);
        batches.push(batch);
        queueMicrotask(() => (open = undefined));
      }
      open.push(id);
      return Promise.resolve({ id });
    });

    await graph.execute({ document: parse('{ people { name } }') });

    expect(batches).toEqual([['1', '2']]);
  });

  it('with the type, the key and nothing else', async () => {
    const asked: unknown[] = [];
    const graph = await graphOf((reference, context, info) => {
      asked.push(reference, context, info.fieldName);
      return reference;
    });

    await graph.execute({ document: parse('{ people { friend { name } } }'), contextValue: { mine: true } });

    expect(asked.slice(0, 3)).toEqual([{ __typename: 'Person', id: '2' }, { mine: true }, '_entities']);
  });

  it('never for what is at hand', async () => {
    const graph = await graphOf(() => {
      throw new Error('nobody should ask');
    });

    const result = await graph.execute({ document: parse('{ people { __typename id friend { id } } }') });

    expect(result.errors).toBeUndefined();
  });

  it('anew after each change of a mutation', async () => {
    let count = 0;
    const graph = await graphOf(({ id }) => Promise.resolve({ id, name: `${++count}` }));

    const result = await graph.execute({ document: parse('mutation { rename { name } again { name } }') });

    expect(result.data).toEqual({ rename: { name: '1' }, again: { name: '2' } });
  });

  it('nothing when it takes references as they are', async () => {
    const graph = await graphOf(undefined);

    expect(await answer(graph, '{ people { strict } }')).toEqual({
      data: { people: [{ strict: '1' }, { strict: '2' }, { strict: '1' }] },
      errors: [],
    });
  });
});

describe('an owner that fails', () => {
  const failures: (readonly [string, Resolve])[] = [
    [
      'throws',
      () => {
        throw new Error('down');
      },
    ],
    ['rejects', () => Promise.reject(new Error('down'))],
    ['returns an error', () => new Error('down')],
    ['resolves to an error', () => Promise.resolve(new Error('down'))],
  ];

  it.each(failures)(
    '%s: its fields are null, each with its error, and all else stands',
    async (_title, resolve) => {
      const graph = await graphOf(resolve);

      const { data, errors } = await answer(graph, '{ people { id name nick } }');

      expect(data).toEqual({ people: ['1', '2', '1'].map((id) => ({ id, name: null, nick: null })) });
      expect(errors.map(({ path }) => path)).toEqual(
        [0, 1, 2].flatMap((index) => [`people.${index}.name`, `people.${index}.nick`]),
      );
      expect(new Set(errors.map(({ message }) => message))).toEqual(new Set(['down']));
    },
  );

  it.each(failures)('%s: null spreads from its required fields', async (_title, resolve) => {
    const graph = await graphOf(resolve);

    const { data, errors } = await answer(graph, '{ people { id friend { id strict } } }');

    expect(data).toEqual({ people: ['1', '2', '1'].map((id) => ({ id, friend: null })) });
    expect(errors[0]).toEqual({ path: 'people.0.friend.strict', message: 'down' });
  });

  it('for one entity leaves the others', async () => {
    const graph = await graphOf(({ id }) =>
      id === '2' ? Promise.reject(new Error('down')) : { id, name: `n${id}` },
    );

    const { data } = await answer(graph, '{ people { name } }');

    expect(data).toEqual({ people: [{ name: 'n1' }, { name: null }, { name: 'n1' }] });
  });
});

describe('a guarded source', () => {
  const codes = async (resolve: Resolve, timeoutMs?: number) => {
    const told: unknown[] = [];
    const sourceGuard = {
      timeoutMs,
      onFailure: (error: unknown, at: object) => told.push([String(error), at]),
    };
    const graph = await graphOf(resolve, { sourceGuard });
    const result = await graph.execute({ document: parse('{ people { id name } }') });
    return {
      ...{ told, data: result.data, codes: result.errors?.map(({ extensions }) => extensions['code']) },
      retryable: result.errors?.map(({ extensions }) => extensions['retryable']),
    };
  };

  it('that is down is SOURCE_UNAVAILABLE, and the original error is told', async () => {
    const found = await codes(() => Promise.reject(new Error('connect ECONNREFUSED')));

    expect(found.codes).toEqual(Array(3).fill('SOURCE_UNAVAILABLE'));
    expect(found.told[0]).toEqual([
      'Error: connect ECONNREFUSED',
      { subgraph: 'other', coordinate: 'Person.name' },
    ]);
    expect(found.data).toEqual({ people: ['1', '2', '1'].map((id) => ({ id, name: null })) });
  });

  it('that does not answer in time is SOURCE_UNAVAILABLE', async () => {
    const found = await codes(() => new Promise(() => undefined), 20);

    expect(found.codes).toEqual(Array(3).fill('SOURCE_UNAVAILABLE'));
    expect(found.retryable).toEqual([true, true, true]);
  });

  it('that says why keeps its own code', async () => {
    const refusal = Object.assign(new Error('no'), { extensions: { code: 'FORBIDDEN' } });

    const found = await codes(() => Promise.reject(refusal));

    expect(found.codes).toEqual(Array(3).fill('FORBIDDEN'));
    expect(found.told).toEqual([]);
  });
});
