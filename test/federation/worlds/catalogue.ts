/** Goods, their stock, their reviews and who wrote these: keys of every kind, @requires, @provides, @override. */
import type { MergedWorld } from '../answers.js';
import type { Resolvers } from '../subgraph-builder.js';
import { merged, subgraph } from '../subgraph-builder.js';

interface Ref {
  readonly id: string;
}
const goods: Record<string, { sku: string | null; brand: string; weight: number | null; name: string }> = {
  g1: { sku: 's1', brand: 'b1', weight: 2, name: 'Rice' },
  g2: { sku: null, brand: 'b2', weight: null, name: 'Tea' },
  g3: { sku: 's3', brand: 'b1', weight: 5, name: 'Salt' },
};
const users: Record<string, { name: string; email: string | null }> = {
  u1: { name: 'An', email: 'an@x' },
  u2: { name: 'Bình', email: null },
};
const reviews = [
  { id: 'r1', good: 'g1', author: 'u1', text: 'good' },
  { id: 'r2', good: 'g1', author: 'u2', text: 'fine' },
  { id: 'r3', good: 'g3', author: 'u9', text: 'salty' },
];
const later = <T>(value: T): Promise<T> => Promise.resolve(value);
const ids = Object.keys(goods).map((id) => ({ id }));
const grams = (id: string) => {
  const weight = goods[id]?.weight ?? null;
  return weight === null ? null : weight * 1_000;
};
const shipping = (weight: number | null, w: number) => (weight === null ? 'unknown' : `${weight * w}`);
const skuOf = (id: string) => goods[id]?.sku ?? null;
const idOfSku = (sku: string) => Object.keys(goods).find((id) => goods[id]?.sku === sku);
const stockOf = (sku: string | null) => (sku === 's3' ? null : 40);
const reviewsOf = (id: string) => reviews.filter(({ good }) => good === id);
const fail = (what: string) => () => {
  throw new Error(`${what} failed`);
};

const product: Resolvers = {
  Query: {
    good: (_: unknown, { id }: Ref) => (goods[id] ? { id } : null),
    goods: () => later(ids),
    sure: (_: unknown, { id }: Ref) => (goods[id] ? { id } : null),
  },
  Good: {
    __resolveReference: (r: { id?: string; sku?: string }) => {
      const id = r.id ?? idOfSku(r.sku ?? '');
      return later(id !== undefined && goods[id] ? { id } : null);
    },
    sku: ({ id }: Ref) => skuOf(id),
    brand: ({ id }: Ref) => ({ code: goods[id]?.brand }),
    name: ({ id }: Ref) => goods[id]?.name,
    weight: ({ id }: Ref, { unit }: { unit: string }) => later(unit === 'G' ? grams(id) : goods[id]?.weight),
    size: () => ({ w: 3, h: later(4) }),
    old: fail('old'),
    broken: fail('broken'),
  },
};
const review: Resolvers = {
  Query: { reviews: () => reviews },
  Review: {
    good: (r: { good: string }) => ({ id: r.good }),
    author: (r: { author: string }) => ({ id: r.author, name: users[r.author]?.name }),
    writer: (r: { author: string }) => ({ id: r.author }),
  },
  Good: { reviews: ({ id }: Ref) => later(reviewsOf(id)), rating: ({ id }: Ref) => reviewsOf(id).length },
};
const enumUnit = 'enum Unit { KG G }';

export const catalogue: MergedWorld = {
  title: 'a catalogue',
  subgraphs: [
    subgraph(
      'product',
      `${enumUnit} type Query { good(id: ID!): Good goods: [Good!]! sure(id: ID!): Good! }
       type Good @key(fields: "id") @key(fields: "sku") { id: ID! sku: String brand: Brand! name: String weight(unit: Unit = KG): Int size: Size old: String broken: Int! }
       type Brand @key(fields: "code") { code: ID! } type Size { w: Int! h: Int! }`,
      product,
    ),
    subgraph(
      'stock',
      `${enumUnit} type Good @key(fields: "sku") { sku: String weight(unit: Unit = KG): Int @external size: Size @external
         inStock: Int shipping: String @requires(fields: "weight(unit: G) size { w }") old: String @override(from: "product") }
       type Size { w: Int! @external }
       type Brand @key(fields: "code") { code: ID! title: String! country: String }`,
      {
        Good: {
          inStock: ({ sku }: { sku: string }) => stockOf(sku),
          shipping: (g: { weight: number | null; size: { w: number } }) =>
            later(shipping(g.weight, g.size.w)),
          old: ({ sku }: { sku: string }) => `new ${sku}`,
        },
        Brand: {
          __resolveReference: ({ code }: { code: string }) => later(code === 'b2' ? null : { code }),
          title: ({ code }: { code: string }) => `Brand ${code}`,
          country: () => 'VN',
        },
      },
    ),
    subgraph(
      'review',
      `type Query { reviews: [Review!]! } type Review { id: ID! text: String good: Good author: User @provides(fields: "name") writer: User }
       type Good @key(fields: "id") { id: ID! reviews: [Review!]! rating: Int! } type User @key(fields: "id") { id: ID! name: String @external }`,
      review,
    ),
    subgraph(
      'user',
      'type User @key(fields: "id") { id: ID! name: String @shareable email: String strict: String! }',
      {
        User: {
          __resolveReference: ({ id }: Ref) => (users[id] ? { id } : null),
          name: ({ id }: Ref) => users[id]?.name,
          email: ({ id }: Ref) => later(users[id]?.email),
          strict: ({ id }: Ref) => users[id]?.email,
        },
      },
    ),
  ],
  merged: merged(
    `${enumUnit} type Query { good(id: ID!): Good goods: [Good!]! sure(id: ID!): Good! reviews: [Review!]! }
     type Good { id: ID! sku: String brand: Brand! name: String weight(unit: Unit = KG): Int size: Size old: String broken: Int! inStock: Int shipping: String reviews: [Review!]! rating: Int! }
     type Brand { code: ID! title: String! country: String } type Size { w: Int! h: Int! }
     type Review { id: ID! text: String good: Good author: User writer: User } type User { id: ID! name: String email: String strict: String! }`,
    {
      Query: { ...product['Query'], ...review['Query'] },
      Good: {
        ...product['Good'],
        ...review['Good'],
        // What lies behind the sku is not known of a good that has none.
        inStock: ({ id }: Ref) => (skuOf(id) === null ? null : stockOf(skuOf(id))),
        shipping: ({ id }: Ref) => (skuOf(id) === null ? null : shipping(grams(id), 3)),
        old: ({ id }: Ref) => (skuOf(id) === null ? null : `new ${skuOf(id)}`),
      },
      Brand: {
        title: ({ code }: { code: string }) => (code === 'b2' ? null : `Brand ${code}`),
        country: ({ code }: { code: string }) => (code === 'b2' ? null : 'VN'),
      },
      Review: review['Review'] ?? {},
      User: {
        name: ({ id }: Ref) => users[id]?.name,
        email: ({ id }: Ref) => later(users[id]?.email),
        strict: ({ id }: Ref) => users[id]?.email,
      },
    },
  ),
  rows: [
    ['a second key', '{ goods { id inStock } }'],
    ['a key that is null', '{ good(id: "g2") { name inStock old shipping } }'],
    ['an overridden field', '{ goods { old } }'],
    ['a required field with an argument', '{ goods { shipping } }'],
    ['the required field beside it', '{ goods { weight shipping kg: weight(unit: KG) g: weight(unit: G) } }'],
    ['a required object beside it', '{ good(id: "g1") { size { h } shipping size { w } } }'],
    [
      'a required field by variable',
      'query ($u: Unit) { good(id: "g1") { weight(unit: $u) shipping } }',
      { u: 'G' },
    ],
    ['a key of another type', '{ goods { brand { code title } } }'],
    ['an entity that its owner does not know', '{ good(id: "g2") { brand { code country } } }'],
    ['the same with a required field', '{ good(id: "g2") { brand { code title } } }'],
    ['a list joined twice', '{ goods { rating reviews { id good { id name } } } }'],
    ['a provided field', '{ reviews { author { id name } } }'],
    ['a provided field and one that is not', '{ reviews { author { name email } } }'],
    ['the same without what is provided', '{ reviews { writer { name email } } }'],
    ['a user whom nobody knows', '{ reviews { id writer { id email } } }'],
    ['a required field of a user whom nobody knows', '{ reviews { id writer { id strict } } }'],
    ['from review to good to stock', '{ reviews { good { inStock shipping } } }'],
    ['round and round', '{ reviews { good { reviews { good { rating brand { title } } } } } }'],
    ['a failure that takes a list along', '{ goods { id broken } }'],
    ['a failure that takes an object along', '{ good(id: "g1") { id broken } }'],
    ['a required root that is null', '{ sure(id: "none") { id } }'],
    ['a required root that takes all along', '{ good(id: "g1") { id } sure(id: "none") { id } }'],
    [
      'a failure beside a join',
      '{ good(id: "g1") { inStock broken rating } other: good(id: "g3") { inStock } }',
    ],
    ['aliases across a hop', '{ good(id: "g1") { a: inStock b: inStock c: rating d: rating } }'],
    [
      'names across hops',
      '{ reviews { __typename good { __typename brand { __typename } } writer { __typename } } }',
    ],
    [
      'conditions across hops',
      'query ($on: Boolean!) { goods { inStock @include(if: $on) rating @skip(if: $on) } }',
      { on: true },
    ],
    [
      'the same turned',
      'query ($on: Boolean!) { goods { inStock @include(if: $on) rating @skip(if: $on) } }',
      { on: false },
    ],
    [
      'fragments across hops',
      '{ goods { ...G } } fragment G on Good { inStock ...R } fragment R on Good { rating reviews { text } }',
    ],
  ],
};
