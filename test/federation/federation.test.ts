/** Federation's own rules, one small graph for each, asked through every way to execute it. */
import { describe, expect, it } from '@jest/globals';
import type { SubgraphDefinition } from '../../src/federation/index.js';
import { executeSupergraph } from '../../src/federation/index.js';
import { dataOf } from './answers.js';
import { subgraph } from './subgraph-builder.js';

type Row = readonly [title: string, query: string, data: unknown];
interface Scenario {
  readonly title: string;
  readonly subgraphs: readonly SubgraphDefinition[];
  readonly rows: readonly Row[];
}
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
        'type Query { seats: [Seat!]! } type Seat @key(fields: "row place { hall number }") { row: Int! place: Place! } type Place { hall: String! number: Int! }',
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
        'type Seat @key(fields: "row place { hall number }") { row: Int! place: Place! taken: String } type Place { hall: String! number: Int! }'.replaceAll(
          '{ hall: String! number: Int! }',
          '@shareable { hall: String! number: Int! }',
        ),
        {
          Seat: {
            taken: (seat: { row: number; place: { hall: string; number: number } }) =>
              `${seat.row}/${seat.place.hall}${seat.place.number}`,
          },
        },
      ),
    ].map((each) =>
      each.name === 'a'
        ? {
            ...each,
            typeDefs: String(each.typeDefs)
              .replace('type Place {', 'type Place @shareable {')
              .replace('place: Place! }', 'place: Place! @shareable }'),
          }
        : {
            ...each,
            typeDefs: String(each.typeDefs).replace('place: Place! taken', 'place: Place! @shareable taken'),
          },
    ),
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
    title: 'interface objects',
    subgraphs: [
      subgraph(
        'a',
        `type Query { media: [Media!]! one: Media } interface Media @key(fields: "id") { id: ID! title: String }
        type Book implements Media @key(fields: "id") { id: ID! title: String pages: Int } type Film implements Media @key(fields: "id") { id: ID! title: String }`,
        {
          Query: { media: () => [{ id: 'b1' }, { id: 'f1' }], one: () => ({ id: 'b2' }) },
          Media: {
            __resolveType: ({ id }: { id: string }) => (id.startsWith('b') ? 'Book' : 'Film'),
            __resolveReference: (r: Any) => (r['id'] === 'x' ? null : r),
          },
          Book: { title: ({ id }: { id: string }) => `Book ${id}`, pages: () => 9 },
          Film: { title: ({ id }: { id: string }) => `Film ${id}` },
        },
      ),
      subgraph(
        'b',
        `type Query { top: [Media!]! lost: Media } type Media @key(fields: "id") @interfaceObject { id: ID! title: String @external score: Int grade: String @requires(fields: "title") }`,
        {
          Query: {
            top: () => [
              { id: 'b1', score: 5 },
              { id: 'f2', score: 4 },
            ],
            lost: () => ({ id: 'x', score: 0 }),
          },
          Media: {
            __resolveReference: async (r: Any) => Promise.resolve({ ...r, score: 1 }),
            grade: (m: Any) => `grade of ${m['title']}`,
          },
        },
      ),
    ],
    rows: [
      [
        'add a field to each implementation',
        '{ media { id title score } }',
        {
          media: [
            { id: 'b1', title: 'Book b1', score: 1 },
            { id: 'f1', title: 'Film f1', score: 1 },
          ],
        },
      ],
      [
        'inside a fragment',
        '{ one { __typename ... on Book { pages score } } }',
        { one: { __typename: 'Book', pages: 9, score: 1 } },
      ],
      [
        'are read in place where the type does not matter',
        '{ top { id score } }',
        {
          top: [
            { id: 'b1', score: 5 },
            { id: 'f2', score: 4 },
          ],
        },
      ],
      [
        'learn their type where it does',
        '{ top { __typename id score } }',
        {
          top: [
            { __typename: 'Book', id: 'b1', score: 5 },
            { __typename: 'Film', id: 'f2', score: 4 },
          ],
        },
      ],
      [
        'get fields from the interface',
        '{ top { title score ... on Book { pages } } }',
        {
          top: [
            { title: 'Book b1', score: 5, pages: 9 },
            { title: 'Film f2', score: 4 },
          ],
        },
      ],
      [
        'require fields of the implementations',
        '{ media { grade } top { grade } }',
        {
          media: [{ grade: 'grade of Book b1' }, { grade: 'grade of Film f1' }],
          top: [{ grade: 'grade of Book b1' }, { grade: 'grade of Film f2' }],
        },
      ],
      [
        'that nobody knows',
        '{ lost { score } l: lost { __typename score } }',
        { lost: { score: 0 }, l: null },
      ],
    ],
  },
  {
    title: 'interfaces and unions that differ between subgraphs',
    subgraphs: [
      subgraph(
        'a',
        `type Query { media: Media hits: [Media] } union Media = Book | Song interface HasId { id: ID! } type Book implements HasId @key(fields: "id") { id: ID! } type Song implements HasId @key(fields: "id") { id: ID! }`,
        {
          Query: {
            media: () => ({ __typename: 'Book', id: 'b' }),
            hits: () => [
              { __typename: 'Song', id: 's' },
              { __typename: 'Book', id: 'b' },
            ],
          },
        },
      ),
      subgraph(
        'b',
        `union Media = Book | Movie type Book @key(fields: "id") { id: ID! title: String related: [Media] } type Movie @key(fields: "id") { id: ID! title: String }`,
        {
          Book: {
            title: () => 'T',
            related: () => [
              { __typename: 'Movie', id: 'm', title: 'M' },
              { __typename: 'Book', id: 'b' },
            ],
          },
        },
      ),
    ],
    rows: [
      [
        'members of either',
        '{ media { ... on Book { title related { __typename ... on Movie { title } ... on Book { id } } } } }',
        {
          media: {
            title: 'T',
            related: [
              { __typename: 'Movie', title: 'M' },
              { __typename: 'Book', id: 'b' },
            ],
          },
        },
      ],
      [
        'an interface inside a union',
        '{ hits { ... on HasId { id } ... on Book { title } } }',
        { hits: [{ id: 's' }, { id: 'b', title: 'T' }] },
      ],
    ],
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

for (const { title, subgraphs, rows } of scenarios) {
  describe(title, () => {
    it.each(rows)('%s', async (_title, query, data) => {
      const graph = await executeSupergraph({ subgraphs });

      expect(await dataOf(graph, query)).toEqual(data);
    });
  });
}
