/** Runs the operations of WebSocket clients: the same guard, errors and accounts as over HTTP. */
import {
  getOperationAST,
  type GraphQLError,
  type ExecutionArgs,
  type ExecutionResult,
  type GraphQLFormattedError,
  type OperationDefinitionNode,
} from 'graphql';
import type { SubscribePayload } from 'graphql-ws';
import type { Caller } from '../access/index.js';
import { createDocumentStore } from './document-store.js';
import type { Executable, OperationContext } from './executable.js';
import { codeOfError, formatError } from './format-error.js';
import { guardOperation, type GuardDeps } from './operation-guard.js';
import type { OperationObserver } from './operation-observer.js';
import { newOperationState, type OperationState } from './operation-state.js';
import { asGraphQLError } from './request-error.js';
import { shareSubscription, type SubscriptionSharing } from './shared-subscription.js';

export interface SocketOperationDeps extends GuardDeps {
  readonly executable: Executable;
  readonly observer: OperationObserver;
  readonly createContext: (context: OperationContext) => unknown;
  /** Lets subscribers who ask for the same share one execution. */
  readonly sharing?: SubscriptionSharing;
}

export interface OperationStart {
  readonly caller: Caller;
  readonly requestId: string;
  /** Bytes that the client has not taken yet. */
  readonly unsentBytes: () => number;
}

export interface SocketOperations {
  /** What is to be run, or the errors that it is refused with. */
  prepare(payload: SubscribePayload, start: OperationStart): ExecutionArgs | readonly GraphQLError[];
  execute(args: ExecutionArgs): Promise<ExecutionResult>;
  subscribe(args: ExecutionArgs): Promise<AsyncIterable<ExecutionResult> | ExecutionResult>;
  /** The errors as they are sent. */
  format(errors: readonly GraphQLError[], traceId: string): readonly GraphQLFormattedError[];
}

/** Travels as the `rootValue` that resolvers never see, because the library hands nothing else from one hook to the next. */
interface Prepared {
  readonly state: OperationState;
  readonly operation: OperationDefinitionNode;
  readonly caller: Caller;
  /** Makes another context for the same caller. */
  readonly newContext: () => unknown;
}

export function createSocketOperations(deps: SocketOperationDeps): SocketOperations {
  const { executable, observer, createContext, sharing } = deps;
  const readDocument = createDocumentStore(executable.schema);

  function refused(state: OperationState, errors: readonly unknown[]): readonly GraphQLError[] {
    observer.finished(state, errors.map(codeOfError));
    return errors.map(asGraphQLError);
  }

  async function account<T extends AsyncIterable<ExecutionResult> | ExecutionResult>(
    args: ExecutionArgs,
    run: () => Promise<T> | T,
  ): Promise<T> {
    const { state } = args.rootValue as Prepared;
    try {
      const result = await run();
      observer.finished(state, 'errors' in result ? (result.errors ?? []).map(codeOfError) : []);
      return result;
    } catch (error) {
      observer.finished(state, [codeOfError(error)]);
      return { errors: [asGraphQLError(error)] } satisfies ExecutionResult as ExecutionResult as T;
    }
  }

  return {
    prepare(payload, { caller, requestId, unsentBytes }) {
      const state = newOperationState(requestId, caller);
      try {
        const document = readDocument(payload.query);
        if (!('kind' in document)) return refused(state, document);
        const variables = payload.variables ?? {};
        const operation = getOperationAST(document, payload.operationName);
        guardOperation(deps, { document, operation, variables }, state);
        if (!operation) throw new Error('The guard admitted no operation.');
        const newContext = () => createContext({ caller, requestId, unsentBytes });
        return {
          schema: executable.schema,
          document,
          operationName: payload.operationName,
          variableValues: variables,
          contextValue: newContext(),
          rootValue: { state, operation, caller, newContext } satisfies Prepared,
        };
      } catch (error) {
        return refused(state, [error]);
      }
    },
    execute: (args) => account(args, () => executable.execute(operationArgs(args))),
    subscribe(args) {
      const { state, operation, caller, newContext } = args.rootValue as Prepared;
      const { requestId } = state;
      const request = {
        document: args.document,
        operation,
        variables: args.variableValues ?? {},
        caller,
        requestId,
      };
      return account(
        args,
        () =>
          (sharing && shareSubscription({ executable, createContext, sharing }, request)) ??
          executable.subscribe({ ...operationArgs(args), contextForEvent: newContext }),
      );
    },
    format: (errors, traceId) =>
      errors.map((error) => {
        observer.sent(codeOfError(error));
        return formatError(error, traceId, (fault) => observer.fault(traceId, fault));
      }),
  };
}

function operationArgs({ document, operationName, variableValues, contextValue }: ExecutionArgs) {
  return { document, operationName, variableValues, contextValue };
}
