/** Apollo Server over the executable: it parses, validates, keeps documents and speaks GraphQL over HTTP; what runs the
 *  operation is ours, handed over through its gateway interface. */
import {
  ApolloServer,
  type ApolloServerPlugin,
  type GraphQLRequest,
  type GraphQLRequestListener,
} from '@apollo/server';
import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled';
import { OperationTypeNode } from 'graphql';
import { HubError, type ErrorCode } from '../values/index.js';
import { codeOfError, formatError } from './format-error.js';
import { executeOperation, type ExecuteDeps } from './execute-operation.js';
import type { KnownDocuments } from './known-documents.js';
import { guardOperation, type GuardDeps } from './operation-guard.js';
import type { OperationObserver } from './operation-observer.js';
import type { OperationState } from './operation-state.js';
import type { RateLimit } from './rate-limit.js';
import { requestError } from './request-error.js';

export interface ApolloDeps extends GuardDeps, ExecuteDeps {
  readonly rateLimit: RateLimit;
  readonly observer: OperationObserver;
  /** Told of every document that was admitted. */
  readonly documents: KnownDocuments;
}

/** Errors that an answer says. */
export const ERRORS_MAX = 100;

/** Tokens a document may have; what is longer is not parsed further. */
export const DOCUMENT_TOKENS_MAX = 10_000;

export function createApolloServer(deps: ApolloDeps): ApolloServer<OperationState> {
  // Apollo formats errors without saying whose they are, so each is remembered with its request's id when it is met.
  const traceIds = new WeakMap<object, string>();
  return new ApolloServer<OperationState>({
    gateway: {
      load: () =>
        Promise.resolve({
          executor: ({ document, request, context, queryHash }) => {
            const state = context as OperationState;
            const { operationName, variables } = request;
            return (
              state.outcome ??
              executeOperation(deps, { document, operationName, variables, queryHash }, state)
            );
          },
        }),
      onSchemaLoadOrUpdate(callback) {
        callback({ apiSchema: deps.executable.schema, coreSupergraphSdl: '' });
        return () => undefined;
      },
      stop: () => Promise.resolve(),
    },
    // One subgraph alone would tell any caller how long each of its resolvers took.
    plugins: [operationPlugin(deps, traceIds), ApolloServerPluginInlineTraceDisabled()],
    formatError(_formatted, error) {
      const traceId = (error instanceof Error && traceIds.get(error)) || 'none';
      deps.observer.sent(codeOfError(error));
      return formatError(error, traceId, (fault) => deps.observer.fault(traceId, fault));
    },
    // The hub knows no cookies: a page of another site can send nothing that would be taken for somebody's word.
    csrfPrevention: false,
    introspection: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: DOCUMENT_TOKENS_MAX },
  });
}

function operationPlugin(
  deps: ApolloDeps,
  traceIds: WeakMap<object, string>,
): ApolloServerPlugin<OperationState> {
  return {
    requestDidStart(): Promise<GraphQLRequestListener<OperationState>> {
      let codes: readonly ErrorCode[] = [];
      return Promise.resolve({
        async didResolveOperation({ document, operation, request, contextValue, source, queryHash }) {
          try {
            guardOperation(deps, { document, operation, variables: request.variables ?? {} }, contextValue);
            refuseSubscription(contextValue);
            deps.documents.remember(source, { document, queryHash });
            if (contextValue.isCharged !== true)
              await deps.rateLimit.admitCost(contextValue.caller, contextValue.cost);
          } catch (error) {
            throw error instanceof HubError ? requestError(error) : (error as Error);
          }
        },
        didEncounterErrors({ errors, contextValue }) {
          codes = errors.map(codeOfError);
          for (const error of errors) traceIds.set(error, contextValue.requestId);
          return Promise.resolve();
        },
        willSendResponse({ contextValue, request, response }) {
          deps.observer.finished(contextValue, codes);
          if (response.body.kind === 'single') cutErrors(response.body.singleResult);
          if (isOldMediaType(request) && codes.some((code) => SENT_AS_200.includes(code)))
            response.http.status = 200;
          return Promise.resolve();
        },
      });
    },
  };
}

/** GraphQL over HTTP: in `application/json` a status tells what happened to the request, not to the document (§6.4.1). */
const SENT_AS_200: readonly ErrorCode[] = [
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
];

function isOldMediaType({ http }: GraphQLRequest): boolean {
  const accept = http?.headers.get('accept') ?? '';
  return accept.includes('application/json') && !accept.includes('application/graphql-response+json');
}

/** Validation says one more than it finds: that there are too many. */
function cutErrors(result: { errors?: readonly unknown[] }): void {
  if (result.errors !== undefined && result.errors.length > ERRORS_MAX)
    result.errors = result.errors.slice(0, ERRORS_MAX);
}

function refuseSubscription({ kind }: OperationState): void {
  if (kind !== OperationTypeNode.SUBSCRIPTION) return;
  throw new HubError(
    'BAD_REQUEST',
    'Subscriptions are served over WebSocket (graphql-transport-ws) at the same path.',
  );
}
