/** The hub's HTTP side put together: GraphQL over HTTP and WebSocket, GraphiQL, health, metrics, and an orderly end. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Express, type RequestHandler, type Response } from 'express';
import type { Logger } from 'pino';
import type { AccessLog, TokenVerifier } from '../access/index.js';
import { createAdmitRequest, pathOf } from './admit-request.js';
import { createApolloServer } from './apollo-server.js';
import { createAuthenticate, type LocateArea } from './authenticate.js';
import type { Executable, OperationContext } from './executable.js';
import { graphiqlRouter, type GraphiqlOptions } from './graphiql.js';
import { createGraphqlDoor } from './graphql-door.js';
import { healthRouter, type ReadinessChecks } from './health.js';
import { KnownDocuments } from './known-documents.js';
import { createMetrics, type Metrics } from './metrics.js';
import type { CostLimits } from './operation-cost.js';
import { createOperationObserver } from './operation-observer.js';
import { createRateLimit, type RateLimitOptions } from './rate-limit.js';
import { admittedOf, handleFailure, handOver, notFound } from './request-middleware.js';
import { StandardIntrospection } from './standard-introspection.js';
import { stopServer } from './stop-server.js';
import { createSocketOperations } from './socket-operations.js';
import type { SocketLimits } from './socket-counts.js';
import type { PulseLimits } from './socket-pulse.js';
import type { SubscriptionSharing } from './shared-subscription.js';
import { createSocketServer } from './socket-server.js';

export interface HttpServerDeps {
  readonly executable: Executable;
  readonly verifier: TokenVerifier;
  readonly logger: Logger;
  /** Makes what resolvers are handed. Default: the `OperationContext` itself. */
  readonly createContext?: (context: OperationContext) => unknown;
  /** The unit that the area code of a token means today; left out, callers carry the code only. */
  readonly locateArea?: LocateArea;
  readonly accessLog?: AccessLog;
  readonly metrics?: Metrics;
  readonly checks?: ReadinessChecks;
  /** Whether the hub recovers after a restore: told with its health. */
  readonly isRecovering?: () => boolean;
  /** Handlers of other paths, such as the demo's sign-in under `/oidc`. */
  readonly mounts?: Readonly<Record<string, RequestHandler>>;
  readonly graphiql?: GraphiqlOptions;
  readonly rateLimit?: RateLimitOptions;
  readonly costLimits?: CostLimits;
  readonly socketConnectionsMax?: number;
  readonly socketLimits?: SocketLimits;
  readonly socketPulse?: PulseLimits;
  /** Lets subscribers who ask for the same share one execution and one serialisation of each event. */
  readonly sharing?: SubscriptionSharing;
}

export interface HttpServer {
  /** @param port 0 picks a free one   @param host default 127.0.0.1 */
  listen(options: {
    readonly port: number;
    readonly host?: string;
  }): Promise<{ readonly url: string; readonly port: number }>;
  /** Stops accepting, lets what is under way finish for at most `timeoutMs` (default 10 000), closes every socket with a code
   *  that tells clients to come back, then resolves. Safe to repeat. */
  close(options?: { readonly timeoutMs?: number }): Promise<void>;
}

/** Bytes of a request body, and of a WebSocket message. */
export const BODY_BYTES_MAX = 1_048_576;

export async function createHttpServer(deps: HttpServerDeps): Promise<HttpServer> {
  const { executable, logger, accessLog, costLimits } = deps;
  const metrics = deps.metrics ?? createMetrics();
  const observer = createOperationObserver({ metrics, logger, accessLog });
  const authenticate = createAuthenticate(deps.verifier, deps.locateArea);
  const rateLimit = createRateLimit(deps.rateLimit);
  const createContext = deps.createContext ?? ((context: OperationContext) => context);
  const introspection = new StandardIntrospection(async (document) =>
    executable.execute({ document, contextValue: {} }),
  );
  const operationDeps = {
    ...{ executable, introspection },
    schema: executable.schema,
    observer,
    createContext,
    accessLog,
    costLimits,
  };
  const documents = new KnownDocuments();
  const apollo = createApolloServer({ ...operationDeps, documents, rateLimit });
  const sockets = createSocketServer({
    ...{ authenticate, rateLimit, metrics, logger, messageBytesMax: BODY_BYTES_MAX },
    operations: createSocketOperations({ ...operationDeps, sharing: deps.sharing }),
    connectionsMax: deps.socketConnectionsMax,
    ...deps.socketLimits,
    pulse: deps.socketPulse,
  });
  await apollo.start();
  const answerGraphql = createGraphqlDoor({
    ...{ ...operationDeps, apollo, documents, authenticate, rateLimit, logger },
    bodyBytesMax: BODY_BYTES_MAX,
  });

  let closing: Promise<void> | undefined;
  const app: Express = express();
  app.disable('x-powered-by');
  app.use(
    '/health',
    healthRouter({
      ...{ checks: deps.checks ?? {}, logger, isDraining: () => closing !== undefined },
      ...(deps.isRecovering ? { isRecovering: deps.isRecovering } : {}),
    }),
  );
  app.get('/metrics', async (_request, response) => {
    response.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
  for (const [path, handler] of Object.entries(deps.mounts ?? {})) app.use(path, handler);
  app.get('/', (_request, response) => response.redirect('/graphql'));
  app.use('/graphql', graphiqlRouter(deps.graphiql), (request, response) =>
    answerGraphql(request, response, admittedOf(response)),
  );
  app.use(notFound);
  app.use(handleFailure(logger, observer));

  const admit = createAdmitRequest(metrics, () => closing !== undefined);
  const server = createServer((request, response) => {
    const admitted = admit(request, response);
    if (isPlainGraphql(request)) return void answerGraphql(request, response, admitted);
    handOver(response as Response, admitted);
    app(request, response);
  });
  sockets.attach(server);

  return {
    listen: ({ port, host = '127.0.0.1' }) =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, () => {
          server.removeListener('error', reject);
          const bound = (server.address() as AddressInfo).port;
          const name = host === '127.0.0.1' || host === '0.0.0.0' || host === '::' ? 'localhost' : host;
          resolve({ url: `http://${name}:${bound}`, port: bound });
        });
      }),
    close({ timeoutMs = 10_000 } = {}) {
      closing ??= Promise.all([stopServer(server, timeoutMs), sockets.close(timeoutMs)]).then(() =>
        apollo.stop(),
      );
      return closing;
    },
  };
}

/** Of what is asked for at `/graphql`, all but the page for a browser. */
function isPlainGraphql(request: IncomingMessage): boolean {
  return pathOf(request) === '/graphql' && request.headers.accept?.includes('text/html') !== true;
}
