/** The hooks by which graphql-ws asks us: who is this, what may run, how do errors look. */
import { randomUUID } from 'node:crypto';
import {
  getOperationAST,
  OperationTypeNode,
  GraphQLError,
  type ExecutionArgs,
  type FormattedExecutionResult,
} from 'graphql';
import type { Context, ServerOptions } from 'graphql-ws';
import type { Caller } from '../access/index.js';
import { HubError } from '../values/index.js';
import type { Metrics } from './metrics.js';
import { asGraphQLError } from './request-error.js';
import type { RateLimit } from './rate-limit.js';
import type { SocketConnection } from './socket-connection.js';
import type { SocketOperations } from './socket-operations.js';
import { sharedText } from './shared-subscription.js';
import { signIn, type SignInDeps } from './socket-sign-in.js';

export interface SocketProtocolDeps extends SignInDeps {
  readonly operations: SocketOperations;
  readonly metrics: Metrics;
}

type Parameters = Record<string, unknown> | undefined;
type ConnectionContext = Context<Parameters, SocketConnection>;

/** Operations under way on one connection. */
const OPERATIONS_PER_CONNECTION_MAX = 100;

/** @param onAnswered is told when an operation of a connection has ended */
export function socketProtocol(
  deps: SocketProtocolDeps,
  onAnswered: (connection: SocketConnection) => void,
): ServerOptions<Parameters, SocketConnection> {
  const { operations, metrics } = deps;
  return {
    connectionInitWaitTimeout: 5_000,
    onConnect: ({ extra, connectionParams }) => signIn(extra, connectionParams, deps),
    async onSubscribe(context, id, payload) {
      const { extra: connection } = context;
      const requestId = randomUUID();
      connection.requestIds.set(id, requestId);
      const admitted = await admit(context, deps.rateLimit);
      if (admitted instanceof GraphQLError) return [admitted];
      const unsentBytes = () => connection.socket.bufferedAmount;
      const prepared = operations.prepare(payload, { caller: admitted, requestId, unsentBytes });
      if (!('document' in prepared)) return prepared;
      const kind = getOperationAST(prepared.document, prepared.operationName)?.operation;
      if (kind !== OperationTypeNode.SUBSCRIPTION) connection.answering.add(id);
      metrics.socketOperations.inc();
      return prepared;
    },
    execute: (args: ExecutionArgs) => operations.execute(args),
    subscribe: (args: ExecutionArgs) => operations.subscribe(args),
    onNext({ extra }, id, _payload, _args, result) {
      const text = sharedText(result);
      if (text !== undefined) return extra.frames.hold(text) as FormattedExecutionResult;
      if (result.errors === undefined) return undefined;
      return { ...result, errors: operations.format(result.errors, extra.requestIds.get(id) ?? extra.id) };
    },
    onError({ extra }, id, _payload, errors) {
      const traceId = extra.requestIds.get(id) ?? extra.id;
      extra.requestIds.delete(id);
      return operations.format(errors, traceId);
    },
    onComplete({ extra }, id) {
      extra.requestIds.delete(id);
      extra.answering.delete(id);
      metrics.socketOperations.dec();
      // The last frame of the operation goes out after this hook.
      setImmediate(() => onAnswered(extra));
    },
  };
}

async function admit(
  { extra, subscriptions }: ConnectionContext,
  rateLimit: RateLimit,
): Promise<Caller | GraphQLError> {
  try {
    if (extra.signedIn === undefined) throw new HubError('UNAUTHENTICATED', 'Sign in first.');
    if (Object.keys(subscriptions).length > OPERATIONS_PER_CONNECTION_MAX) {
      throw new HubError(
        'RATE_LIMITED',
        `A connection has at most ${OPERATIONS_PER_CONNECTION_MAX} operations at once.`,
      );
    }
    await rateLimit.admitClient(extra.signedIn.caller.clientId);
    return extra.signedIn.caller;
  } catch (error) {
    return asGraphQLError(error);
  }
}
