/** What the HTTP layer serves: one schema and the two ways to run an operation of it. `src/federation` makes one of the
 *  whole supergraph; a single subgraph can be served in the same way. */
import type { DocumentNode, ExecutionResult, GraphQLSchema } from 'graphql';
import type { Caller } from '../access/index.js';

export interface OperationContext {
  readonly caller: Caller;
  readonly requestId: string;
  /** Over WebSocket: bytes that the client has not taken yet. */
  readonly unsentBytes?: () => number;
}

export interface OperationArgs {
  readonly document: DocumentNode;
  readonly operationName?: string | null;
  readonly variableValues?: Readonly<Record<string, unknown>> | null;
  readonly contextValue: unknown;
}

export interface Executable {
  /** The public schema, without resolvers: documents are validated against it and introspection shows it. */
  readonly schema: GraphQLSchema;
  /** Runs a validated query or mutation. Variables are coerced here; failures come as `errors`. */
  execute(args: OperationArgs): Promise<ExecutionResult> | ExecutionResult;
  /** Starts a validated subscription: results one by one, or a single result with `errors` where it cannot start. A reader
   *  that stops is told by `return()`. */
  subscribe(args: OperationArgs): Promise<AsyncIterable<ExecutionResult> | ExecutionResult>;
}
