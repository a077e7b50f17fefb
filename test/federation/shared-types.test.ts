/** Values, inputs and roots that several subgraphs know, each in its own way. */
import { describe, expect, it } from '@jest/globals';
import { executeSupergraph } from '../../src/federation/index.js';
import type { Scenario } from './answers.js';
import { answer, dataOf } from './answers.js';
import { subgraph } from './subgraph-builder.js';

type Any = Readonly<Record<string, never>>;

const scenarios: Scenario[] = [
  {
    title: 'shared roots and values',
    subgraphs: [
      subgraph(
        'a',
        'type Query { shop: Shop @shareable now: Stamp @shareable } type Shop @shareable { id: ID name: Name } type Name @shareable { short: String } type Stamp @shareable { at: Int }',
        {
          Query: { shop: () => ({ id: 's', name: { short: 'S' } }), now: () => ({ at: 1 }) },
        },
      ),
      subgraph(
        'b',
        'type Query { shop: Shop @shareable now: Stamp @shareable } type Shop @shareable { id: ID price: Int name: Name } type Name @shareable { long: String } type Stamp @shareable { at: Int }',
        {
          Query: {
            shop: async () => Promise.resolve({ id: 's', price: 3, name: { long: 'Shop' } }),
            now: () => ({ at: 1 }),
          },
        },
      ),
    ],
    rows: [
      [
        'one subgraph serves alone where it can',
        '{ now { at } shop { id name { short } } }',
        { now: { at: 1 }, shop: { id: 's', name: { short: 'S' } } },
      ],
      [
        'two serve one object together',
        '{ shop { id price name { short long } } }',
        { shop: { id: 's', price: 3, name: { short: 'S', long: 'Shop' } } },
      ],
    ],
  },
  {
    title: 'a value whose parent is an entity',
    subgraphs: [
      subgraph(
        'a',
        'type Query { items: [Item!]! } type Item @key(fields: "id") { id: ID! category: Category @shareable } type Category @shareable { id: ID! }',
        {
          Query: {
            items: () => [
              { id: '1', category: { id: 'c1' } },
              { id: '2', category: null },
            ],
          },
        },
      ),
      subgraph(
        'b',
        'type Item @key(fields: "id") { id: ID! category: Category @shareable } type Category @shareable { id: ID! title: String }',
        {
          Item: {
            __resolveReference: (r: Any) => r,
            category: ({ id }: { id: string }) => (id === '1' ? { id: 'c1', title: 'C' } : null),
          },
        },
      ),
    ],
    rows: [
      [
        'is read where it is whole',
        '{ items { category { id title } } }',
        { items: [{ category: { id: 'c1', title: 'C' } }, { category: null }] },
      ],
    ],
  },
  {
    title: 'enums and scalars that subgraphs read in their own way',
    subgraphs: [
      subgraph(
        'a',
        'enum Level { LOW HIGH } type Query { a(level: Level, levels: [Level!]): String echoA(level: Level = HIGH): Level }',
        {
          Level: { LOW: 1, HIGH: 2 },
          Query: {
            a: (_: unknown, { level, levels }: { level: number; levels?: number[] }) =>
              `${level} ${levels?.join('') ?? ''}`,
            echoA: (_: unknown, { level }: { level: number }) => level,
          },
        },
      ),
      subgraph(
        'b',
        'enum Level { LOW HIGH } type Query { b(level: Level): String echoB(level: Level = HIGH): Level }',
        {
          Level: { LOW: 'low', HIGH: 'high' },
          Query: {
            b: (_: unknown, { level }: { level: string }) => level,
            echoB: (_: unknown, { level }: { level: string }) => level,
          },
        },
      ),
    ],
    rows: [
      [
        'as literals',
        '{ a(level: LOW, levels: [HIGH]) b(level: LOW) echoA echoB }',
        { a: '1 2', b: 'low', echoA: 'HIGH', echoB: 'HIGH' },
      ],
      [
        'as variables',
        'query ($l: Level = LOW) { a(level: $l, levels: [$l]) b(level: $l) echoA(level: $l) echoB(level: $l) }',
        { a: '1 1', b: 'low', echoA: 'LOW', echoB: 'LOW' },
      ],
    ],
  },
];

describe.each(scenarios)('$title', ({ subgraphs, rows }) => {
  it.each(rows)('%s', async (_title, query, data) => {
    const graph = await executeSupergraph({ subgraphs });

    expect(await dataOf(graph, query)).toEqual(data);
  });
});

describe('a value in parts', () => {
  const parts = (title: () => unknown) =>
    executeSupergraph({
      subgraphs: [
        subgraph(
          'a',
          'type Query { shop: Shop @shareable } type Shop @shareable { id: ID rooms: [Room!] } type Room @shareable { no: Int }',
          {
            Query: { shop: () => ({ id: 's', rooms: [{ no: 1 }, { no: 2 }] }) },
          },
        ),
        subgraph(
          'b',
          'type Query { shop: Shop @shareable } type Shop @shareable { title: String rooms: [Room!] } type Room @shareable { beds: Int doors: Int! }',
          {
            Query: { shop: title },
          },
        ),
      ],
    });
  const whole = () =>
    Promise.resolve({
      title: 't',
      rooms: [
        { beds: 3, doors: 1 },
        { beds: 4, doors: 2 },
      ],
    });

  it('has its fields in the order in which they were selected', async () => {
    const graph = await parts(whole);

    const data = await dataOf(graph, '{ shop { title rooms { beds no doors } id } }');

    expect(JSON.stringify(data)).toBe(
      '{"shop":{"title":"t","rooms":[{"beds":3,"no":1,"doors":1},{"beds":4,"no":2,"doors":2}],"id":"s"}}',
    );
  });

  it('that one subgraph fails to give has the others’ fields, and an error for each of its own', async () => {
    const graph = await parts(() => Promise.reject(new Error('down')));

    const found = await answer(graph, '{ shop { title id rooms { no beds } } }');

    expect(found.data).toEqual({
      shop: { title: null, id: 's', rooms: [1, 2].map((no) => ({ no, beds: null })) },
    });
    expect(found.errors.map(({ path }) => path)).toEqual([
      ...['shop.rooms.0.beds', 'shop.rooms.1.beds', 'shop.title'],
    ]);
  });

  it('is null where a part is missing that may not be', async () => {
    const failing = await parts(() => Promise.resolve({ title: 't', rooms: new Error('down') }));
    const absent = await parts(() => null);
    const query = '{ shop { id title rooms { no doors } } }';

    expect(await answer(failing, query)).toEqual({
      data: { shop: { id: 's', title: 't', rooms: null } },
      errors: [{ path: 'shop.rooms', message: 'down' }],
    });
    expect((await answer(absent, query)).data).toEqual({ shop: null });
  });

  const belowEntity = (resolveReference: () => unknown) =>
    executeSupergraph({
      subgraphs: [
        subgraph(
          'a',
          'type Query { shop: Shop } type Shop @key(fields: "id") { id: ID! hours: Hours @shareable } type Hours @shareable { from: Int }',
          { Query: { shop: () => ({ id: 's', hours: { from: 8 } }) } },
        ),
        subgraph(
          'b',
          'type Shop @key(fields: "id") { id: ID! hours: Hours @shareable } type Hours @shareable { to: Int sundays: Int! }',
          { Shop: { __resolveReference: resolveReference } },
        ),
      ],
    });
  const down = () => Promise.reject(new Error('down'));

  it('of an entity that one subgraph does not know, or fails to find, has null for that part', async () => {
    const query = '{ shop { hours { to from } } }';
    const data = { shop: { hours: { to: null, from: 8 } } };

    expect(await answer(await belowEntity(() => null), query)).toEqual({ data, errors: [] });
    expect(await answer(await belowEntity(down), query)).toEqual({
      data,
      errors: [{ path: 'shop.hours.to', message: 'down' }],
    });
  });

  it('of an entity that one subgraph fails to find is null where that part may not be', async () => {
    expect(await answer(await belowEntity(down), '{ shop { id hours { from sundays } } }')).toEqual({
      data: { shop: { id: 's', hours: null } },
      errors: [{ path: 'shop.hours', message: 'down' }],
    });
  });
});
