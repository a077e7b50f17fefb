/** Media that two subgraphs know by their interface, one of them without their types: abstract types of every kind. */
import type { MergedWorld } from '../answers.js';
import type { Resolvers } from '../subgraph-builder.js';
import { merged, subgraph } from '../subgraph-builder.js';

interface Ref {
  readonly id: string;
}
const typeOf = ({ id }: Ref) => (id.startsWith('b') ? 'Book' : 'Film');
const exists = (id: string) => ['b1', 'b2', 'f1'].includes(id);
const titleOf = ({ id }: Ref) => `Title ${id}`;
const scoreOf = ({ id }: Ref) => (id === 'f1' ? null : id.length * 3);
const later = <T>(value: T): Promise<T> => Promise.resolve(value);
const shelf = () => [{ id: 'b1' }, null, later({ id: 'f1' }), { id: 'b2' }];
const anything = () => [{ id: 'f1' }, { __typename: 'Person', id: 'p1' }, { id: 'b1' }];
const unionType = (value: Ref & { __typename?: string }) => value.__typename ?? typeOf(value);

const home: Resolvers = {
  Query: {
    media: (_: unknown, { id }: Ref) => (exists(id) ? { id } : null),
    shelf,
    anything,
    wrong: () => ({ __typename: 'Nothing', id: 'x' }),
  },
  Media: { __resolveType: typeOf, __resolveReference: ({ id }: Ref) => later(exists(id) ? { id } : null) },
  Thing: { __resolveType: unionType },
  Book: { title: titleOf, pages: () => 9, author: () => ({ id: 'p1' }) },
  Film: { title: titleOf, minutes: () => later(90), cast: () => [{ id: 'p1' }, { id: 'p2' }] },
};
const scores: Resolvers = {
  Query: { best: () => [{ id: 'b2' }, { id: 'f1' }], lost: () => ({ id: 'zz' }) },
};
const homeSdl = `interface Media KEY { id: ID! title: String! }
  type Book implements Media KEY { id: ID! title: String! pages: Int author: Person }
  type Film implements Media KEY { id: ID! title: String! minutes: Int cast: [Person!]! }
  union Thing = Book | Film | Person`;
const federated = homeSdl.replaceAll('KEY', '@key(fields: "id")');
const favourite = ({ id }: Ref) => later({ id: id === 'p1' ? 'f1' : 'b1' });

export const library: MergedWorld = {
  title: 'a library',
  subgraphs: [
    subgraph(
      'home',
      `type Query { media(id: ID!): Media shelf: [Media] anything: [Thing!]! wrong: Media } ${federated}
       type Person @key(fields: "id") { id: ID! }`,
      home,
    ),
    subgraph(
      'score',
      `type Query { best: [Media!]! lost: Media } type Media @key(fields: "id") @interfaceObject { id: ID! title: String! @external score: Int review: String @requires(fields: "title") }`,
      {
        ...scores,
        Media: {
          __resolveReference: (reference: Ref) => reference,
          score: scoreOf,
          review: ({ title }: { title: string }) => `${title}!`,
        },
      },
    ),
    subgraph(
      'people',
      `type Person @key(fields: "id") { id: ID! name: String favourite: Media } type Media @key(fields: "id") @interfaceObject { id: ID! loans: Int! }`,
      {
        Person: { name: ({ id }: Ref) => `Person ${id}`, favourite },
        Media: { loans: ({ id }: Ref) => later(id.length) },
      },
    ),
  ],
  merged: merged(
    `type Query { media(id: ID!): Media shelf: [Media] anything: [Thing!]! wrong: Media best: [Media!]! lost: Media }
     ${homeSdl
       .replaceAll('KEY', '')
       .replaceAll('title: String!', 'title: String! score: Int review: String loans: Int!')}
     type Person { id: ID! name: String favourite: Media }`,
    {
      Query: { ...home['Query'], ...scores['Query'] },
      Media: home['Media'] ?? {},
      Thing: home['Thing'] ?? {},
      ...Object.fromEntries(
        ['Book', 'Film'].map((name) => [
          name,
          {
            ...home[name],
            score: scoreOf,
            review: (media: Ref) => `${titleOf(media)}!`,
            loans: ({ id }: Ref) => later(id.length),
          },
        ]),
      ),
      Person: { name: ({ id }: Ref) => `Person ${id}`, favourite },
    },
  ),
  rows: [
    ['an interface at home', '{ media(id: "b1") { id title } }'],
    ['a list with null and promises', '{ shelf { id title } }'],
    ['a field that an interface object adds', '{ shelf { id score } }'],
    ['one of a required field', '{ shelf { review } }'],
    ['one of each', '{ shelf { title score loans } }'],
    ['inside a fragment', '{ shelf { ... on Book { pages score } ... on Film { minutes loans } } }'],
    ['from another interface object', '{ best { id score loans } }'],
    ['whose type must be found', '{ best { __typename id score } }'],
    ['with fields of home', '{ best { title score } }'],
    ['with fields of the types', '{ best { id ... on Book { pages } ... on Film { minutes } } }'],
    ['with its own required field', '{ best { review } }'],
    [
      'with people',
      '{ best { ... on Book { author { name } } ... on Film { cast { name favourite { title } } } } }',
    ],
    ['a union', '{ anything { __typename } }'],
    ['an interface of a union', '{ anything { ... on Media { id title score } ... on Person { name } } }'],
    [
      'members of a union',
      '{ anything { ... on Film { cast { id name } } ... on Book { author { name } } } }',
    ],
    ['from person to medium', '{ anything { ... on Person { favourite { id } } } }'],
    ['and on to its type', '{ anything { ... on Person { favourite { __typename title score } } } }'],
    [
      'and round again',
      '{ media(id: "f1") { ... on Film { cast { favourite { loans ... on Film { cast { name } } } } } } }',
    ],
    ['an unknown medium', '{ media(id: "none") { id score } }'],
    ['fragments that never match', '{ best { ... on Film { minutes } } }'],
    [
      'two fragments of one type',
      '{ shelf { ... on Book { pages } ... on Book { title } ... on Media { score } } }',
    ],
    ['aliases of types', '{ shelf { kind: __typename a: score b: score } }'],
    [
      'conditions of fragments',
      'query ($on: Boolean!) { best { id ... on Book @include(if: $on) { pages } } }',
      { on: true },
    ],
    [
      'the same turned',
      'query ($on: Boolean!) { best { id ... on Book @include(if: $on) { pages } } }',
      { on: false },
    ],
    ['a type that does not exist', '{ wrong { id } }'],
  ],
};
