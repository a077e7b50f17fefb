/** Subgraphs that were built with another copy of graphql-js than the executor's. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import * as ours from 'graphql';
import type { ExecutableSupergraph } from '../../src/federation/index.js';
import { executeSupergraph } from '../../src/federation/index.js';
import { link } from './subgraph-builder.js';

// The same package in its other form is a copy of its own.
const copy = 'graphql/index.mjs';
const foreign = (await import(copy)) as typeof ours;

const sdl = `
  type Query { people(kind: Kind = ADULT, filter: Filter): [Person!]! any: Any node: Node }
  type Person implements Node @key(fields: "id") { id: ID! kind: Kind name: String }
  type Place implements Node { id: ID! rooms: [[Int!]] }
  interface Node { id: ID! }
  union Any = Person | Place
  enum Kind { ADULT CHILD }
  input Filter { names: [String!] = ["An"] }
  type Subscription { told: Person }`;

function build(name: string, text: string, attach: (schema: ours.GraphQLSchema) => void) {
  const typeDefs = foreign.parse(link + text);
  const schema = foreign.buildASTSchema(foreign.parse(text.replace(/@key\(fields: "id"\)/g, '')));
  attach(schema);
  return { name, typeDefs, schema };
}

let graph: ExecutableSupergraph;
const seen: unknown[] = [];
beforeAll(async () => {
  const one = build('one', sdl, (schema) => {
    const fields = schema.getQueryType()!.getFields();
    fields['people']!.resolve = (_root, args, _context, info) => {
      seen.push(
        args,
        foreign.isSchema(info.schema),
        foreign.isListType(foreign.getNullableType(info.returnType)),
      );
      return [{ id: '1', kind: args['kind'] }];
    };
    fields['any']!.resolve = () => ({ __typename: 'Place', id: 'h', rooms: [[1], null] });
    fields['node']!.resolve = () => ({ __typename: 'Person', id: '2', kind: 'NONE' });
    const events = async function* () {
      yield await Promise.resolve({ told: { id: '3' } });
    };
    schema.getSubscriptionType()!.getFields()['told']!.subscribe = events;
  });
  const two = build(
    'two',
    'type Query { two: Int } type Person @key(fields: "id") { id: ID! age: Int }',
    (schema) => {
      const resolveReference = ({ id }: { id: string }) => ({ id, age: Number(id) * 10 });
      Object.assign(schema.getType('Person')!, { resolveReference });
    },
  );
  graph = await executeSupergraph({ subgraphs: [one, two] });
});

describe('a subgraph of another copy of graphql-js', () => {
  it('is executed, and its resolvers see the schema that they were written for', async () => {
    const document = foreign.parse('{ people { kind age } any { ... on Place { rooms } } node { id } }');

    const result = await graph.execute({ document });

    expect(result).toEqual({
      data: { people: [{ kind: 'ADULT', age: 10 }], any: { rooms: [[1], null] }, node: { id: '2' } },
    });
    expect(seen).toEqual([{ kind: 'ADULT' }, true, true]);
  });

  it('gets its executable schema in that copy', async () => {
    const document = foreign.parse(
      'query ($f: Filter) { people(filter: $f) { kind age } node { __typename id ... on Person { kind age } } __type(name: "Kind") { name } }',
    );
    const { schema } = graph;

    expect(foreign.validate(schema, document)).toEqual([]);
    expect(() => ours.validate(schema, document)).toThrow('another module or realm');
    const result = await foreign.execute({ schema, document, variableValues: { f: {} } });

    expect(result.data).toEqual({
      people: [{ kind: 'ADULT', age: 10 }],
      node: { __typename: 'Person', id: '2', kind: null, age: 20 },
      __type: { name: 'Kind' },
    });
    expect(result.errors?.map(({ path }) => path)).toEqual([['node', 'kind']]);
    expect(seen.slice(3)).toEqual([{ kind: 'ADULT', filter: { names: ['An'] } }, true, true]);
  });

  it('is subscribed to', async () => {
    const document = foreign.parse('subscription { told { id age } }');

    const events = await graph.subscribe({ document });

    for await (const event of events as AsyncIterable<unknown>)
      expect(event).toEqual({ data: { told: { id: '3', age: 30 } } });
    expect.assertions(1);
  });
});
