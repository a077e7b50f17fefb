/** The door into the federation executor. */
export { composeSupergraph, CompositionError } from './compose-supergraph.js';
export type { ComposedSupergraph } from './compose-supergraph.js';
export { executeSupergraph } from './execute-supergraph.js';
export type {
  ExecutableSupergraph,
  ExecuteOptions,
  SubscribeOptions,
  SupergraphOptions,
} from './execute-supergraph.js';
export type { SourceGuardOptions } from './source-guard.js';
export type { ReferenceResolver, SubgraphDefinition } from './subgraph.js';
export { createHubGateway } from './hub-gateway.js';
export { serveSubgraph } from './serve-subgraph.js';
