/** Who runs the operations: each opens once and answers `(document, variables) => result`, all in its own process's memory. */
import { buildASTSchema, execute, parse, print } from 'graphql';

/** A schema of plain graphql-js from SDL and a map of resolvers. */
function executable(schema, resolvers) {
  for (const [typeName, fields] of Object.entries(resolvers)) {
    const type = schema.getType(typeName);
    for (const [name, resolve] of Object.entries(fields)) {
      if (name === '__resolveReference') type.resolveReference = resolve;
      else type.getFields()[name].resolve = resolve;
    }
  }
  return schema;
}

async function merged() {
  const { mergedResolvers, mergedSdl } = await import('./merged.mjs');
  return executable(buildASTSchema(parse(mergedSdl)), mergedResolvers);
}

async function apolloSubgraphs() {
  const [{ buildSubgraphSchema }, { subgraphs }] = await Promise.all([
    import('@apollo/subgraph'),
    import('./subgraphs.mjs'),
  ]);
  return subgraphs.map(({ name, sdl, resolvers }) => ({
    name,
    typeDefs: parse(sdl),
    schema: buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers }]),
  }));
}

async function supergraphOf(subgraphs) {
  const { composeServices } = await import('@theguild/federation-composition');
  const composed = composeServices(
    subgraphs.map(({ name, typeDefs }) => ({ name, typeDefs, url: `http://${name}.invalid` })),
  );
  if (composed.errors) throw new Error(composed.errors.map(({ message }) => message).join('\n'));
  return composed.supergraphSdl;
}

export const contestants = {
  'merged schema, graphql-jit (the limit)': async () => {
    const { compileQuery, isCompiledQuery } = await import('graphql-jit');
    const schema = await merged();
    const compiled = new Map();
    return (document, variables) => {
      let query = compiled.get(document);
      if (!query) {
        query = compileQuery(schema, document);
        if (!isCompiledQuery(query)) throw new Error('graphql-jit did not compile');
        compiled.set(document, query);
      }
      return query.query({}, {}, variables);
    };
  },
  'merged schema, graphql-js': async () => {
    const schema = await merged();
    return (document, variableValues) => execute({ schema, document, variableValues, contextValue: {} });
  },
  'An Sinh Hub': async () => {
    const { executeSupergraph } = await import('../../dist/src/federation/index.js');
    const graph = await executeSupergraph({ subgraphs: await apolloSubgraphs() });
    return (document, variables) => graph.execute({ document, variables, contextValue: {} });
  },
  '@apollo/gateway, local data sources': async () => {
    const [{ ApolloGateway, LocalGraphQLDataSource }, subgraphs] = await Promise.all([
      import('@apollo/gateway'),
      apolloSubgraphs(),
    ]);
    const schemas = new Map(subgraphs.map(({ name, schema }) => [name, schema]));
    const gateway = new ApolloGateway({
      supergraphSdl: await supergraphOf(subgraphs),
      buildService: ({ name }) => new LocalGraphQLDataSource(schemas.get(name)),
      logger: { debug() {}, info() {}, warn() {}, error() {} },
    });
    const { executor } = await gateway.load();
    const cache = { get: async () => undefined, set: async () => undefined, delete: async () => true };
    return (document, variables) => {
      const query = sourceOf(document);
      return executor({
        request: { query, variables, http: { headers: new Map() } },
        source: query,
        document,
        queryHash: query,
        operationName: null,
        context: {},
        contextValue: {},
        metrics: {},
        cache,
      });
    };
  },
  'Hive gateway-runtime, JavaScript planner': () => hive(),
  'Hive gateway-runtime, Rust planner': async () => {
    const { unifiedGraphHandler } = await import('@graphql-hive/router-runtime');
    return hive({ unifiedGraphHandler });
  },
};

async function hive(options = {}) {
  const [{ createGatewayRuntime }, { createDefaultExecutor }, subgraphs] = await Promise.all([
    import('@graphql-hive/gateway-runtime'),
    import('@graphql-mesh/transport-common'),
    apolloSubgraphs(),
  ]);
  const schemas = new Map(subgraphs.map(({ name, schema }) => [name, schema]));
  const gateway = createGatewayRuntime({
    ...options,
    supergraph: await supergraphOf(subgraphs),
    logging: false,
    transports: () => ({
      getSubgraphExecutor: ({ subgraphName }) => createDefaultExecutor(schemas.get(subgraphName)),
    }),
  });
  // The first request makes it load its supergraph.
  await gateway.fetch('http://localhost/graphql?query={__typename}');
  return async (document, variableValues) => {
    const {
      execute: run,
      schema,
      contextFactory,
    } = gateway.getEnveloped({ request: new globalThis.Request('http://localhost/graphql') });
    return run({ schema, document, variableValues, contextValue: await contextFactory() });
  };
}

const sources = new WeakMap();
function sourceOf(document) {
  let source = sources.get(document);
  if (source === undefined) sources.set(document, (source = print(document)));
  return source;
}
