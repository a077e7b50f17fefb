/** Fields that need, bring or take over fields of other subgraphs. */
import { describe, expect, it } from '@jest/globals';
import { executeSupergraph } from '../../src/federation/index.js';
import type { Scenario } from './answers.js';
import { dataOf } from './answers.js';
import { subgraph } from './subgraph-builder.js';

type Any = Readonly<Record<string, never>>;

const scenarios: Scenario[] = [
  {
    title: '@requires',
    subgraphs: [
      subgraph(
        'a',
        'type Query { product: Product products: [Product!] } type Product @key(fields: "id") { id: ID! price(currency: String): Int weight: Int size: Size } type Size { w: Int h: Int }',
        {
          Query: { product: () => ({ id: '1' }), products: () => [{ id: '1' }, { id: '2' }] },
          Product: {
            __resolveReference: (r: Any) => r,
            price: (_: unknown, { currency }: { currency?: string }) => (currency === 'VND' ? 26_000 : 1),
            weight: ({ id }: { id: string }) => (id === '2' ? null : Promise.resolve(5)),
            size: () => ({ w: 2, h: async () => Promise.resolve(3) }),
          },
        },
      ),
      subgraph(
        'b',
        `type Query { first: Product } type Product @key(fields: "id") { id: ID! price(currency: String): Int @external weight: Int @external size: Size @external
          shipping: String @requires(fields: "price(currency: \\"VND\\") weight") dollars: Int @requires(fields: "price(currency: \\"USD\\")") area: Int @requires(fields: "size { w h }") plain: Int }
        type Size { w: Int @external h: Int @external }`,
        {
          Query: { first: () => ({ id: '1' }) },
          Product: {
            shipping: (p: Any) => `${p['price']}*${p['weight']}`,
            dollars: (p: Any) => p['price'],
            area: (p: { size: { w: number; h: number } }) => p.size.w * p.size.h,
            plain: () => 7,
          },
        },
      ),
      subgraph(
        'c',
        `type Product @key(fields: "id") { id: ID! shipping: String @external area: Int @external label: String @requires(fields: "shipping area") }`,
        {
          Product: { label: (p: Any) => `${p['shipping']} ${p['area']}` },
        },
      ),
    ],
    rows: [
      ['reads what the field needs', '{ product { shipping } }', { product: { shipping: '26000*5' } }],
      [
        'keeps fields with other arguments apart',
        '{ product { shipping dollars price } }',
        { product: { shipping: '26000*5', dollars: 1, price: 1 } },
      ],
      ['reads objects', '{ product { area plain } }', { product: { area: 6, plain: 7 } }],
      ['is chained', '{ product { label } }', { product: { label: '26000*5 6' } }],
      [
        'works from its own subgraph',
        '{ first { shipping plain label } }',
        { first: { shipping: '26000*5', plain: 7, label: '26000*5 6' } },
      ],
      [
        'hands null on',
        '{ products { id shipping } }',
        {
          products: [
            { id: '1', shipping: '26000*5' },
            { id: '2', shipping: '26000*null' },
          ],
        },
      ],
    ],
  },
  {
    title: '@provides',
    subgraphs: [
      subgraph(
        'a',
        'type Query { user(id: ID): User } type User @key(fields: "id") { id: ID! name: String @shareable home: Home } type Home @key(fields: "id") { id: ID! city: String @shareable }',
        {
          Query: { user: (_: unknown, { id }: { id: string }) => ({ id }) },
          User: { name: () => 'from a' },
          Home: { city: () => 'a city' },
        },
      ),
      subgraph(
        'b',
        'type Query { reviews: [Review] search: [Hit] } type Review { id: ID author: User @provides(fields: "name home { city }") other: User } type User @key(fields: "id") { id: ID! name: String @external home: Home @external } type Home @key(fields: "id") { id: ID! city: String @external } union Hit = Review | User',
        {
          Query: {
            reviews: () => [
              {
                id: 'r',
                author: { id: '1', name: 'from b', home: { id: 'h', city: 'b city' } },
                other: { id: '1' },
              },
            ],
            search: () => [],
          },
        },
      ),
    ],
    rows: [
      [
        'saves a hop where it is given',
        '{ reviews { author { id name home { city } } } }',
        { reviews: [{ author: { id: '1', name: 'from b', home: { city: 'b city' } } }] },
      ],
      [
        'counts on that path only',
        '{ reviews { other { name } } }',
        { reviews: [{ other: { name: 'from a' } }] },
      ],
    ],
  },
  {
    title: 'a field that is provided here and required there',
    subgraphs: [
      subgraph(
        'a',
        'type Query { a: Int } type Item @key(fields: "id") { id: ID! rank: String @shareable }',
        {
          Item: { rank: () => 'from a' },
        },
      ),
      subgraph(
        'b',
        `type Query { best: Item @provides(fields: "rank") all: [Item] }
         type Item @key(fields: "id") { id: ID! rank: String @external badge: String @requires(fields: "rank") }`,
        {
          Query: { best: () => ({ id: '1', rank: 'from b' }), all: () => [{ id: '2' }] },
          Item: { badge: (item: Any) => `badge ${item['rank']}` },
        },
      ),
    ],
    rows: [
      [
        'is fetched where it is not provided, whichever was planned first',
        '{ best { badge } all { badge } }',
        { best: { badge: 'badge from b' }, all: [{ badge: 'badge from a' }] },
      ],
    ],
  },
  {
    title: '@override',
    subgraphs: [
      subgraph(
        'a',
        'type Query { p: Product } type Product @key(fields: "id") { id: ID! old: String kept: String }',
        {
          Query: { p: () => ({ id: '1' }) },
          Product: { old: () => 'a', kept: () => 'a' },
        },
      ),
      subgraph('b', 'type Product @key(fields: "id") { id: ID! old: String @override(from: "a") }', {
        Product: { old: () => 'b' },
      }),
    ],
    rows: [['moves one field', '{ p { old kept } }', { p: { old: 'b', kept: 'a' } }]],
  },
  {
    title: '@requires with fragments',
    subgraphs: [
      subgraph(
        'a',
        `type Query { e: Entity } type Entity @key(fields: "id") { id: ID! data: Data } interface Data { foo: String } type Bar implements Data { foo: String bar: String } type Baz implements Data { foo: String baz: String }`,
        {
          Query: { e: () => ({ id: '1', data: { __typename: 'Bar', foo: 'f', bar: 'b' } }) },
        },
      ),
      subgraph(
        'b',
        `type Entity @key(fields: "id") { id: ID! data: Data @external summary: String @requires(fields: "data { foo ... on Bar { bar } ... on Baz { baz } }") }
        interface Data { foo: String } type Bar implements Data { foo: String @external bar: String @external } type Baz implements Data { foo: String @external baz: String @external }`,
        {
          Entity: { summary: (e: { data: Any }) => JSON.stringify(e.data) },
        },
      ),
    ],
    rows: [
      [
        'hands on the type too',
        '{ e { summary } }',
        { e: { summary: '{"__typename":"Bar","foo":"f","bar":"b"}' } },
      ],
    ],
  },
  {
    title: 'required entities of other subgraphs',
    subgraphs: [
      subgraph(
        'a',
        'type Query { post: Post } type Post @key(fields: "id") { id: ID! author: Author } type Author @key(fields: "id") { id: ID! }',
        {
          Query: { post: () => ({ id: 'p', author: { id: 'x' } }) },
        },
      ),
      subgraph('b', 'type Author @key(fields: "id") { id: ID! name: String years: [Int] }', {
        Author: { name: ({ id }: Any) => `author ${id}`, years: () => [1, null, 2] },
      }),
      subgraph(
        'c',
        `type Post @key(fields: "id") { id: ID! author: Author @external byline: String @requires(fields: "author { name years }") }
         type Author @key(fields: "id", resolvable: false) { id: ID! name: String @external years: [Int] @external }`,
        {
          Post: { byline: (p: { author: Any }) => JSON.stringify(p.author) },
        },
      ),
    ],
    rows: [
      [
        'are read through their own hop',
        '{ post { byline } }',
        { post: { byline: '{"name":"author x","years":[1,null,2]}' } },
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
