/** Arguments that come from an object above: `@context` and `@fromContext`. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ExecutableSupergraph } from '../../src/federation/index.js';
import { executeSupergraph } from '../../src/federation/index.js';
import { dataOf } from './answers.js';
import { subgraph } from './subgraph-builder.js';

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@external", "@shareable", "@context", "@fromContext"])\n`;

interface Args {
  readonly word?: string;
  readonly locale?: string | null;
  readonly rate?: number | null;
}
const say = (who: string, { word, locale, rate }: Args) =>
  [who, word, locale, rate].filter((each) => each !== undefined).join('/');

const shop = subgraph(
  'shop',
  `${link}
  type Query { user: User group: Group guest: Owner }
  interface Owner { id: ID! }
  type User implements Owner @key(fields: "id") @context(name: "owner") { id: ID! locale: String @external child: Child children: [Child] group: Group }
  type Group implements Owner @key(fields: "id") @context(name: "owner") @context(name: "money") { id: ID! child: Child main: User money: Money locale: String @external }
  type Money { rate: Int }
  type Child @key(fields: "id") {
    id: ID!
    greet(word: String, locale: String @fromContext(field: "$owner { locale }")): String
    price(rate: Int @fromContext(field: "$money { money { rate } }")): String
    nested: Child
  }`,
  {
    Query: {
      user: () => ({ id: 'u1' }),
      group: () => ({ id: 'g1' }),
      guest: () => ({ __typename: 'User', id: 'u0' }),
    },
    User: {
      __resolveReference: (reference: object) => reference,
      child: () => ({ id: 'c1' }),
      children: () => [{ id: 'c1' }, { id: 'c2' }],
      group: () => ({ id: 'g1' }),
    },
    Group: {
      __resolveReference: (reference: object) => reference,
      child: () => ({ id: 'c3' }),
      main: () => ({ id: 'u2' }),
      money: () => Promise.resolve({ rate: 7 }),
    },
    Child: {
      __resolveReference: (reference: object) => reference,
      greet: ({ id }: { id: string }, args: Args) => say(id, args),
      price: ({ id }: { id: string }, args: Args) => say(id, args),
      nested: () => Promise.resolve({ id: 'n' }),
    },
  },
);

const locale = ({ id }: { id: string }) => Promise.resolve(id === 'u0' ? null : `vi-${id}`);
const people = subgraph(
  'people',
  `${link} type User @key(fields: "id") { id: ID! locale: String } type Group @key(fields: "id") { id: ID! locale: String } type Child @key(fields: "id") { id: ID! name: String }`,
  { User: { locale }, Group: { locale }, Child: { name: () => 'n' } },
);

let graph: ExecutableSupergraph;
beforeAll(async () => {
  graph = await executeSupergraph({ subgraphs: [shop, people] });
});

describe('an argument from above', () => {
  const rows: (readonly [title: string, query: string, data: unknown])[] = [
    [
      'is read from another subgraph, though nobody selected it',
      '{ user { child { greet } } }',
      { user: { child: { greet: 'c1/vi-u1' } } },
    ],
    [
      'goes beside the arguments of the client',
      '{ user { child { a: greet(word: "chào") b: greet(word: "hi") } } }',
      { user: { child: { a: 'c1/chào/vi-u1', b: 'c1/hi/vi-u1' } } },
    ],
    [
      'is the same for all items of a list',
      '{ user { children { greet } } }',
      { user: { children: [{ greet: 'c1/vi-u1' }, { greet: 'c2/vi-u1' }] } },
    ],
    [
      'comes from the nearest object that sets it',
      '{ group { main { child { nested { greet price } } } child { greet } } }',
      {
        group: {
          main: { child: { nested: { greet: 'n/vi-u2', price: 'n/7' } } },
          child: { greet: 'c3/vi-g1' },
        },
      },
    ],
    [
      'is null where its source is null',
      '{ guest { ... on User { child { greet } } } }',
      { guest: { child: { greet: 'c1/' } } },
    ],
  ];

  it.each(rows)('%s', async (_title, query, data) => {
    expect(await dataOf(graph, query)).toEqual(data);
  });

  it('is no argument of the public schema', () => {
    const fields = graph.publicSchema.getType('Child')?.toConfig() as {
      fields: Record<string, { args: object }>;
    };

    expect(Object.keys(fields.fields['greet']?.args ?? {})).toEqual(['word']);
  });
});
