/** How an object is known in another subgraph: one small graph for each kind of key. */
import { describe, expect, it } from '@jest/globals';
import { executeSupergraph } from '../../src/federation/index.js';
import type { Scenario } from './answers.js';
import { dataOf } from './answers.js';
import { subgraph } from './subgraph-builder.js';

type Any = Readonly<Record<string, never>>;

const scenarios: Scenario[] = [
  {
    title: 'several keys',
    subgraphs: [
      subgraph(
        'a',
        'type Query { byId: Product bySku: Product } type Product @key(fields: "id") @key(fields: "sku") { id: ID sku: String name: String }',
        {
          Query: { byId: () => ({ id: '1', name: 'one' }), bySku: () => ({ sku: 's1', name: 'one' }) },
        },
      ),
      subgraph('b', 'type Product @key(fields: "id") @key(fields: "sku") { id: ID sku: String price: Int }', {
        Product: { __resolveReference: (r: Any) => ({ ...r, price: r['sku'] ? 2 : 1 }) },
      }),
    ],
    rows: [
      ['the key at hand is taken', '{ byId { name price } }', { byId: { name: 'one', price: 1 } }],
      [
        'the other key, where the first is null',
        '{ bySku { name price } }',
        { bySku: { name: 'one', price: 2 } },
      ],
    ],
  },
  {
    title: 'a composite key with a nested object',
    subgraphs: [
      subgraph(
        'a',
        `type Query { seats: [Seat!]! } type Seat @key(fields: "row place { hall number }") { row: Int! place: Place! @shareable }
         type Place @shareable { hall: String! number: Int! }`,
        {
          Query: {
            seats: () =>
              [1, 2].map((row) => ({
                row,
                place: async () => Promise.resolve({ hall: 'H', number: () => row * 10 }),
              })),
          },
        },
      ),
      subgraph(
        'b',
        `type Seat @key(fields: "row place { hall number }") { row: Int! place: Place! @shareable taken: String }
         type Place @shareable { hall: String! number: Int! }`,
        {
          Seat: {
            taken: (seat: { row: number; place: { hall: string; number: number } }) =>
              `${seat.row}/${seat.place.hall}${seat.place.number}`,
          },
        },
      ),
    ],
    rows: [
      [
        'is read whole',
        '{ seats { row taken } }',
        {
          seats: [
            { row: 1, taken: '1/H10' },
            { row: 2, taken: '2/H20' },
          ],
        },
      ],
    ],
  },
  {
    title: 'a key through a third subgraph',
    subgraphs: [
      subgraph('a', 'type Query { books: [Book] } type Book @key(fields: "upc") { upc: ID! }', {
        Query: { books: () => [{ upc: 'u1' }, { upc: 'u2' }, { upc: 'u3' }] },
      }),
      subgraph('b', 'type Book @key(fields: "upc") @key(fields: "id") { upc: ID! id: ID! }', {
        Book: {
          __resolveReference: ({ upc }: { upc: string }) =>
            upc === 'u2' ? null : { upc, id: upc.replace('u', 'i') },
        },
      }),
      subgraph('c', 'type Book @key(fields: "id") { id: ID! author: String }', {
        Book: {
          __resolveReference: async ({ id }: { id: string }) => Promise.resolve(id === 'i3' ? null : { id }),
          author: ({ id }: { id: string }) => `author ${id}`,
        },
      }),
    ],
    rows: [
      [
        'is found',
        '{ books { upc author } }',
        {
          books: [
            { upc: 'u1', author: 'author i1' },
            { upc: 'u2', author: null },
            { upc: 'u3', author: null },
          ],
        },
      ],
    ],
  },
  {
    title: 'Federation 1',
    subgraphs: [
      subgraph('a', '#FED1\ntype Query { me: User } type User @key(fields: "id") { id: ID! name: String }', {
        Query: { me: () => ({ id: '1', name: 'An' }) },
        User: { __resolveReference: (r: Any) => ({ ...r, name: 'An' }) },
      }),
      subgraph(
        'b',
        '#FED1\nextend type User @key(fields: "id") { id: ID! @external name: String @external posts: [Post] greeting: String @requires(fields: "name") } type Post { title: String author: User } type Query { posts: [Post] }',
        {
          Query: { posts: () => [{ title: 't', author: { id: '1' } }] },
          User: {
            posts: () => [{ title: 't', author: { id: '1' } }],
            greeting: (u: Any) => `hi ${u['name']}`,
          },
        },
      ),
    ],
    rows: [
      [
        'extends and requires',
        '{ me { posts { author { id name greeting } } greeting } posts { author { greeting } } }',
        {
          me: { posts: [{ author: { id: '1', name: 'An', greeting: 'hi An' } }], greeting: 'hi An' },
          posts: [{ author: { greeting: 'hi An' } }],
        },
      ],
    ],
  },
  {
    title: 'hidden elements',
    subgraphs: [
      subgraph(
        'a',
        'type Query { u: User } type User @key(fields: "secret") { secret: ID! @inaccessible name: String }',
        { Query: { u: () => ({ secret: 's', name: 'n' }) } },
      ),
      subgraph('b', 'type User @key(fields: "secret") { secret: ID! @inaccessible age: Int }', {
        User: { age: (u: Any) => (u['secret'] === 's' ? 5 : 0) },
      }),
    ],
    rows: [['still serve as keys', '{ u { name age } }', { u: { name: 'n', age: 5 } }]],
  },
];

describe.each(scenarios)('$title', ({ subgraphs, rows }) => {
  it.each(rows)('%s', async (_title, query, data) => {
    const graph = await executeSupergraph({ subgraphs });

    expect(await dataOf(graph, query)).toEqual(data);
  });
});
