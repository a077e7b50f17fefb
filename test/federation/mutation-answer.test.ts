/** What a mutation has done it says: reading its result may be slow or fail, and its answer arrives all the same. */
import { describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { executeSupergraph } from '../../src/federation/index.js';
import { subgraph } from './subgraph-builder.js';

const SDL = `
  type Query { batch: Batch }
  type Mutation { create: Created! }
  union Created = Success | Nothing
  type Success { batch: Batch! }
  type Nothing { code: String! }
  type Batch @key(fields: "id") { id: ID! owner: Owner totals: Int! note: String area: Area lines: [Line!]! }
  type Area { name: String! }
  type Line { amount: Int! }
  type Owner @key(fields: "id", resolvable: false) { id: ID! }`;
const OTHER = `
  type Batch @key(fields: "id") { id: ID! figures: Figures! remark: String }
  type Figures { sum: Int! }
  type Owner @key(fields: "id") { id: ID! name: String! }`;

interface Sources {
  readonly totals?: () => unknown;
  readonly note?: () => unknown;
  readonly areaName?: () => unknown;
  readonly amount?: () => unknown;
  readonly figures?: () => unknown;
  readonly owner?: () => unknown;
}

const batch = { id: '1', owner: { id: '7' }, area: {}, lines: [{}] };

/** A graph whose sources are given as functions, with limits of milliseconds. */
async function graphOf(sources: Sources) {
  let tell = (): void => undefined;
  /** Resolves once some source has been given up, so that the limit has certainly passed. */
  const limitPassed = new Promise<void>((resolve) => (tell = resolve));
  const made: string[] = [];
  const give = (source: (() => unknown) | undefined, otherwise: unknown) => () =>
    source === undefined ? otherwise : source();
  const graph = await executeSupergraph({
    subgraphs: [
      subgraph('payment', SDL, {
        Query: { batch: () => batch },
        Mutation: {
          create: () => {
            made.push('batch');
            return Promise.resolve({ __typename: 'Success', batch });
          },
        },
        Batch: { totals: give(sources.totals, 1), note: give(sources.note, 'n') },
        Area: { name: give(sources.areaName, 'a') },
        Line: { amount: give(sources.amount, 5) },
      }),
      subgraph('other', OTHER, {
        Batch: { __resolveReference: give(sources.figures, { id: '1', figures: { sum: 3 }, remark: 'r' }) },
        Owner: { __resolveReference: give(sources.owner, { id: '7', name: 'o' }) },
      }),
    ],
    sourceGuard: { timeoutMs: 20, readAgainAfterMs: [1, 1, 1], onFailure: () => tell() },
  });
  const run = async (selection: string, operation = 'mutation') => {
    const field =
      operation === 'mutation'
        ? `create { ... on Success { batch { ${selection} } } }`
        : `batch { ${selection} }`;
    const { data, errors = [] } = await graph.execute({ document: parse(`${operation} { ${field} }`) });
    const plain = JSON.parse(JSON.stringify(data)) as { create: { batch: unknown } } | null;
    return {
      batch: operation === 'mutation' ? plain?.create.batch : plain,
      errors: errors.map(({ path, message, extensions }) => [path?.join('.'), extensions['code'], message]),
    };
  };
  return { run, limitPassed, made };
}

const never = (): Promise<never> => new Promise(() => undefined);

describe('the answer of a mutation', () => {
  it('waits for what must not be null, and does without what may be', async () => {
    const late: { resolve?: (value: number) => void } = {};
    const totals = () => new Promise<number>((resolve) => (late.resolve = resolve));
    const graph = await graphOf({ totals, note: never });
    void graph.limitPassed.then(() => late.resolve?.(9));

    const { batch: answered, errors } = await graph.run('id totals note');

    expect(answered).toEqual({ id: '1', totals: 9, note: null });
    expect(errors.map(([path, code]) => [path, code])).toEqual([['create.batch.note', 'SOURCE_UNAVAILABLE']]);
  });

  it('waits for an entity of which something must not be null, whoever else could do without it', async () => {
    const late: ((value: object) => void)[] = [];
    const figures = () => new Promise((resolve) => late.push(resolve));
    const graph = await graphOf({ figures, note: never });
    void graph.limitPassed.then(() => late.forEach((give) => give({ figures: { sum: 4 }, remark: 'late' })));

    const { batch: answered, errors } = await graph.run('id note figures { sum } remark');

    expect(answered).toEqual({ id: '1', note: null, figures: { sum: 4 }, remark: 'late' });
    expect(errors.map(([path]) => path)).toEqual(['create.batch.note']);
  });

  it('loses only the nearest object that may be null', async () => {
    const graph = await graphOf({ areaName: never, owner: never });

    const { batch: answered, errors } = await graph.run('id area { name } owner { name }');

    expect(answered).toEqual({ id: '1', area: null, owner: null });
    expect(errors.map(([path]) => path)).toEqual(['create.batch.area.name', 'create.batch.owner.name']);
  });

  const failures = [
    ['a field', 'totals', { totals: 1 }, (source: () => unknown) => ({ totals: source })],
    [
      'a field of a list',
      'lines { amount }',
      { lines: [{ amount: 1 }] },
      (source: () => unknown) => ({ amount: source }),
    ],
    [
      'an entity',
      'figures { sum }',
      { figures: { sum: 1 } },
      (source: () => unknown) => ({ figures: source }),
    ],
  ] as const;

  it.each(failures)(
    'reads again what failed and must not be null: %s',
    async (title, selection, expected, place) => {
      let tries = 0;
      const value = title === 'an entity' ? { figures: { sum: 1 } } : 1;
      const source = () =>
        ++tries < 4 ? Promise.reject(new Error('connection lost')) : Promise.resolve(value);
      const graph = await graphOf(place(source));

      const answered = await graph.run(selection);

      expect(answered).toEqual({ batch: expected, errors: [] });
      expect(tries).toBe(4);
      expect(graph.made).toEqual(['batch']);
    },
  );

  it('says that the change is made where it cannot be read', async () => {
    const graph = await graphOf({ totals: () => Promise.reject(new Error('gone')) });

    const { errors } = await graph.run('id totals');

    expect(errors).toEqual([
      [
        'create.batch.totals',
        'SOURCE_UNAVAILABLE',
        'The source of Batch.totals is unavailable. What create did is done: read it anew.',
      ],
    ]);
    expect(graph.made).toEqual(['batch']);
  });

  it('takes a source’s own word at once', async () => {
    let tries = 0;
    const refusal = Object.assign(new Error('no'), { extensions: { code: 'FORBIDDEN' } });
    const graph = await graphOf({ totals: () => (tries++, Promise.reject(refusal)) });

    const { errors } = await graph.run('totals');

    expect(errors).toEqual([['create.batch.totals', 'FORBIDDEN', 'no']]);
    expect(tries).toBe(1);
  });
});

describe('the answer of a query', () => {
  it('does without whatever is late, and reads nothing twice', async () => {
    let tries = 0;
    const graph = await graphOf({
      totals: never,
      figures: () => (tries++, Promise.reject(new Error('gone'))),
    });

    const { batch: answered, errors } = await graph.run('id totals', 'query');
    await graph.run('figures { sum }', 'query');

    expect(answered).toEqual({ batch: null });
    expect(errors).toEqual([
      ['batch.totals', 'SOURCE_UNAVAILABLE', 'The source of Batch.totals is unavailable.'],
    ]);
    expect(tries).toBe(1);
  });
});
