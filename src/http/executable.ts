/** What the HTTP layer serves: one schema and the two ways to run an operation of it. `src/federation` makes one of the
 *  whole supergraph; a single subgraph can be served in the same way. */
import { execute, subscribe, type DocumentNode, type ExecutionResult, type GraphQLSchema } from 'graphql';
import type { Caller } from '../access/index.js';
import type { ExecutableSupergraph } from '../federation/index.js';

export interface OperationContext {
  readonly caller: Caller;
  readonly requestId: string;
  /** Of a query: aborted once nobody waits for its answer. */
  readonly reader?: AbortSignal;
  /** Over WebSocket: bytes that the client has not taken yet. */
  readonly unsentBytes?: () => number;
  /** A subscription is to end at this position of the log instead of going on live. */
  readonly replayUpTo?: bigint;
}

export interface OperationArgs {
  readonly document: DocumentNode;
  readonly operationName?: string | null;
  readonly variableValues?: Readonly<Record<string, unknown>> | null;
  readonly contextValue: unknown;
  /** A name for the document's text, where it may be parsed more than once. */
  readonly queryHash?: string;
  /** Values that the answer may hold: of a subscription, each event's. */
  readonly valuesMax?: number | undefined;
  /** Ends the operation. */
  readonly signal?: AbortSignal | undefined;
}

export interface SubscriptionArgs extends OperationArgs {
  /** The context of one event, so that loaders do not remember what an earlier event saw. */
  readonly contextForEvent?: (event: unknown) => unknown;
}

export interface Executable {
  /** The public schema, without resolvers: documents are validated against it and introspection shows it. */
  readonly schema: GraphQLSchema;
  /** Runs a validated query or mutation. Variables are coerced here; failures come as `errors`. */
  execute(args: OperationArgs): Promise<ExecutionResult> | ExecutionResult;
  /** Starts a validated subscription: results one by one, or a single result with `errors` where it cannot start. A reader
   *  that stops is told by `return()`. */
  subscribe(args: SubscriptionArgs): Promise<AsyncIterable<ExecutionResult> | ExecutionResult>;
}

/** Serves a federated graph that runs in this process. */
export function executableOf(supergraph: ExecutableSupergraph): Executable {
  return {
    schema: supergraph.publicSchema,
    execute: ({ variableValues, ...args }) =>
      supergraph.execute({ ...args, variables: variableValues, isValidated: true }),
    subscribe: ({ variableValues, ...args }) =>
      supergraph.subscribe({ ...args, variables: variableValues, isValidated: true }),
  };
}

/** Serves an ordinary schema with resolvers, such as one subgraph that stands alone. */
export function executableOfSchema(schema: GraphQLSchema): Executable {
  return {
    schema,
    execute: (args) => execute({ ...args, schema }),
    subscribe: async (args) =>
      (await subscribe({ ...args, schema })) as AsyncIterable<ExecutionResult> | ExecutionResult,
  };
}
