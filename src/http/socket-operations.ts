/** Runs the operations of WebSocket clients: the same guard, errors and accounts as over HTTP. */
import {
  getOperationAST,
  OperationTypeNode,
  type ExecutionResult,
  type GraphQLError,
  type GraphQLFormattedError,
} from 'graphql';
import type { SubscribePayload } from 'graphql-ws';
import type { Caller } from '../access/index.js';
import { ERRORS_MAX } from './apollo-server.js';
import { createDocumentStore } from './document-store.js';
import type { Executable, OperationContext } from './executable.js';
import { codeOfError, formatError } from './format-error.js';
import { guardOperation, type GuardDeps } from './operation-guard.js';
import type { OperationObserver } from './operation-observer.js';
import { newOperationState, type OperationState } from './operation-state.js';
import { asGraphQLError } from './request-error.js';
import { shareSubscription, type SharedStream, type SubscriptionSharing } from './shared-subscription.js';

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

/** One answer, answers one by one, or a stream that others share. */
export type OperationResults = ExecutionResult | AsyncIterable<ExecutionResult> | SharedStream;

export interface PreparedOperation {
  /** As estimated. */
  readonly cost: number | undefined;
  readonly isSubscription: boolean;
  /** Never rejects: a failure is an answer with errors. */
  run(): Promise<OperationResults>;
}

export interface SocketOperations {
  /** What is to be run, or the errors that it is refused with. */
  prepare(payload: SubscribePayload, start: OperationStart): PreparedOperation | readonly GraphQLError[];
  /** The errors as they are sent. */
  format(errors: readonly GraphQLError[], traceId: string): readonly GraphQLFormattedError[];
}

export function createSocketOperations(deps: SocketOperationDeps): SocketOperations {
  const { executable, observer, createContext, sharing } = deps;
  const readDocument = createDocumentStore(executable.schema);

  function refused(state: OperationState, errors: readonly unknown[]): readonly GraphQLError[] {
    observer.finished(state, errors.map(codeOfError));
    return errors.map(asGraphQLError);
  }

  async function account(
    state: OperationState,
    run: () => Promise<OperationResults> | ExecutionResult,
  ): Promise<OperationResults> {
    try {
      const results = await run();
      observer.finished(state, 'errors' in results ? (results.errors ?? []).map(codeOfError) : []);
      return results;
    } catch (error) {
      observer.finished(state, [codeOfError(error)]);
      return { errors: [asGraphQLError(error)] };
    }
  }

  return {
    prepare(payload, { caller, requestId, unsentBytes }) {
      const state = newOperationState(requestId, caller);
      try {
        const document = readDocument(payload.query);
        if (!('kind' in document)) return refused(state, document);
        const variables = payload.variables ?? {};
        const { operationName } = payload;
        const operation = getOperationAST(document, operationName);
        guardOperation(deps, { document, operation, variables }, state);
        if (!operation) throw new Error('The guard admitted no operation.');
        const newContext = () => createContext({ caller, requestId, unsentBytes });
        const { valuesMax } = state;
        const asked = { document, operationName, variableValues: variables, valuesMax };
        const isSubscription = operation.operation === OperationTypeNode.SUBSCRIPTION;
        const request = { document, operation, variables, caller, requestId, valuesMax };
        const subscribe = () =>
          (sharing && shareSubscription({ executable, createContext, sharing }, request)) ??
          executable.subscribe({ ...asked, contextValue: newContext(), contextForEvent: newContext });
        const execute = () => executable.execute({ ...asked, contextValue: newContext() });
        return {
          cost: state.cost,
          isSubscription,
          run: () => account(state, isSubscription ? subscribe : execute),
        };
      } catch (error) {
        return refused(state, [error]);
      }
    },
    format: (errors, traceId) =>
      errors.slice(0, ERRORS_MAX).map((error) => {
        observer.sent(codeOfError(error));
        return formatError(error, traceId, (fault) => observer.fault(traceId, fault));
      }),
  };
}
