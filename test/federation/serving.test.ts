/** The graph behind Apollo Server, one subgraph behind somebody else's router, and what is refused before anything runs. */
import { ApolloServer } from '@apollo/server';
import { describe, expect, it } from '@jest/globals';
import { execute, isObjectType, parse, validateSchema } from 'graphql';
import {
  composeSupergraph,
  createHubGateway,
  executeSupergraph,
  serveSubgraph,
} from '../../src/federation/index.js';
import { link, subgraph } from './subgraph-builder.js';
import { createWorld } from './world.js';

describe('behind Apollo Server', () => {
  it('operations run through the gateway interface with their variables and context', async () => {
    const graph = await executeSupergraph({
      subgraphs: [
        subgraph('a', 'type Query { echo(text: String): String }', {
          Query: {
            echo: (_: unknown, { text }: { text: string }, { who }: { who: string }) => `${text} for ${who}`,
          },
        }),
      ],
    });
    const server = new ApolloServer({ gateway: createHubGateway(graph) });
    await server.start();

    const { body } = await server.executeOperation(
      {
        query: 'query A($t: String) { echo(text: $t) } query B { __typename }',
        operationName: 'A',
        variables: { t: 'hi' },
      },
      { contextValue: { who: 'An' } },
    );
    await server.stop();

    expect(body).toMatchObject({ singleResult: { data: { echo: 'hi for An' } } });
  });

  it('Apollo gets a schema without resolvers', async () => {
    const { publicSchema } = await createWorld();
    const fields = Object.values(publicSchema.getTypeMap())
      .filter((type) => isObjectType(type) && !type.name.startsWith('__'))
      .flatMap((type) => (isObjectType(type) ? Object.values(type.getFields()) : []));

    expect(fields.every((field) => field.resolve === undefined)).toBe(true);
    expect(validateSchema(publicSchema)).toEqual([]);
  });
});

describe('one subgraph alone', () => {
  const definition = subgraph(
    'people',
    `type Query { me: Person } interface Named @key(fields: "id") { id: ID! name: String }
     type Person implements Named @key(fields: "id") { id: ID! name: String } type Place @key(fields: "code", resolvable: false) { code: ID! }`,
    {
      Named: { __resolveType: () => 'Person', __resolveReference: ({ id }: { id: string }) => ({ id }) },
      Person: {
        __resolveReference: ({ id }: { id: string }) =>
          id === '0' ? null : id === '9' ? Promise.reject(new Error('down')) : Promise.resolve({ id }),
        name: ({ id }: { id: string }) => `name ${id}`,
      },
    },
  );
  const ask = async (representations: readonly object[]) =>
    JSON.parse(
      JSON.stringify(
        await execute({
          schema: serveSubgraph(definition),
          document: parse(
            'query ($r: [_Any!]!) { _entities(representations: $r) { __typename ... on Person { id name } } }',
          ),
          variableValues: { r: representations },
        }),
      ),
    ) as { data: { _entities: unknown }; errors?: { message: string; path: unknown }[] };

  it('says its SDL', async () => {
    const result = await execute({
      schema: serveSubgraph(definition),
      document: parse('{ _service { sdl } me { id } }'),
    });

    expect(result.data).toMatchObject({ _service: { sdl: definition.typeDefs }, me: null });
  });

  it('finds the entities of references, in their order', async () => {
    const { data } = await ask([
      { __typename: 'Person', id: '2' },
      { __typename: 'Person', id: '0' },
      { __typename: 'Named', id: '3' },
    ]);

    expect(data._entities).toEqual([
      { __typename: 'Person', id: '2', name: 'name 2' },
      null,
      { __typename: 'Person', id: '3', name: 'name 3' },
    ]);
  });

  it('reports what fails, entity by entity', async () => {
    const { data, errors } = await ask([
      { __typename: 'Person', id: '9' },
      { __typename: 'Nobody' },
      { __typename: 'Person', id: '1' },
    ]);

    expect(data._entities).toEqual([null, null, { __typename: 'Person', id: '1', name: 'name 1' }]);
    expect(errors?.map(({ path }) => path)).toEqual(
      expect.arrayContaining([
        ['_entities', 0],
        ['_entities', 1],
      ]),
    );
  });

  it('can be asked by any router: stubs are not entities, and the schema is valid', () => {
    const schema = serveSubgraph(definition);

    expect(schema.getType('_Entity')?.astNode).toMatchObject({ types: [{ name: { value: 'Person' } }] });
    expect(serveSubgraph({ ...definition, schema })).toBe(schema);
  });
});

describe('what cannot run is refused with the reason', () => {
  const base = subgraph('a', 'type Query { p: P } type P @key(fields: "id") { id: ID! name: String }');

  it.each([
    [
      'a field that two subgraphs own',
      'type P @key(fields: "id") { id: ID! name: String }',
      'INVALID_FIELD_SHARING',
    ],
    ['text that is no SDL', 'type P {', '[b] Syntax Error'],
    ['an unknown key', 'type P @key(fields: "nope") { id: ID! }', 'KEY_INVALID_FIELDS'],
  ])('%s', (_title, sdl, reason) => {
    const compose = () => composeSupergraph([base, { name: 'b', typeDefs: link + sdl }]);

    expect(compose).toThrow(reason);
  });

  it('a field that no executable schema has', async () => {
    const { typeDefs } = subgraph('b', 'type P @key(fields: "id") { id: ID! extra: Int }');
    const { schema } = subgraph('b', 'type P @key(fields: "id") { id: ID! }');

    await expect(executeSupergraph({ subgraphs: [base, { name: 'b', typeDefs, schema }] })).rejects.toThrow(
      'P.extra: no schema of b can resolve it.',
    );
  });

  it.each([
    [
      'an unknown operation',
      { document: parse('{ p { id } }'), operationName: 'X' },
      'Unknown operation named "X".',
    ],
    [
      'two operations without a name',
      { document: parse('query A { p { id } } query B { p { id } }') },
      'Must provide operation name if query contains multiple operations.',
    ],
    ['an invalid document', { document: parse('{ nope }') }, 'Cannot query field "nope" on type "Query".'],
    [
      'a mutation where there is none',
      { document: parse('mutation { x }') },
      'Schema is not configured to execute mutation operation.',
    ],
  ])('%s', async (_title, options, message) => {
    const graph = await executeSupergraph({ subgraphs: [base] });

    expect(await graph.execute(options)).toMatchObject({ errors: [{ message }] });
  });
});
