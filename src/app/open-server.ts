/** The API over what the hub has opened: tokens, access log, metrics and health put together with the HTTP server. */
import type { Logger } from 'pino';
import { createTokenVerifier, findArea, type TokenVerifier } from '../access/index.js';
import type { DemoIssuer } from '../demo/issuer/index.js';
import { createSharedStreams } from '../event/index.js';
import {
  createHttpServer,
  executableOf,
  RATE_LIMIT,
  type HttpServer,
  type HttpServerDeps,
  type SharedEvent,
  type SubscriptionSharing,
} from '../http/index.js';
import { calendarDateOf, type UnitId } from '../values/index.js';
import type { HubConfig } from './config.js';
import { createHubMetrics } from './hub-metrics.js';
import type { KeptSimulators } from './keep-simulators.js';
import type { OpenHub } from './open-hub.js';

export interface OpenServer {
  readonly server: HttpServer;
  /** Lets what is under way finish, then writes the rest of the access log. */
  readonly stop: () => Promise<void>;
}

export interface OpenServerOptions {
  readonly config: HubConfig;
  readonly logger: Logger;
  /** The demo's sign-in; without it, tokens of `OIDC_ISSUER` are trusted. */
  readonly issuer: DemoIssuer | undefined;
  /** The demo's outside world: without it the demo can do nothing. */
  readonly simulators?: KeptSimulators;
}

export async function openServer(
  hub: OpenHub,
  { config, logger, issuer, simulators }: OpenServerOptions,
): Promise<OpenServer> {
  const { pool } = hub.database;
  const verifier = verifierOf(config, issuer);
  const server = await createHttpServer({
    executable: executableOf(hub.graph),
    ...{ verifier, logger, accessLog: hub.accessLog },
    metrics: createHubMetrics(hub),
    sharing: sharingOf(hub),
    ...limitsOf(config),
    locateArea: (code) =>
      findArea(pool, code, calendarDateOf(new Date()), { kind: 'COUNTRY' }) as Promise<UnitId | undefined>,
    isRecovering: () => hub.domains.payment.recovery.isOn(),
    checks: {
      database: () => pool.query('SELECT 1').then(() => undefined),
      events: () => hub.events.lastPosition().then(() => undefined),
      issuer: () => verifier.ready(),
      ...(simulators && { simulators: () => requireRunning(simulators) }),
    },
    mounts: issuer ? { '/oidc': (request, response) => issuer.handle(request, response) } : {},
  });
  const stop = async (): Promise<void> => {
    await server.close();
    await hub.accessLog.flush();
  };
  return { server, stop };
}

function limitsOf({ limits }: HubConfig): Pick<HttpServerDeps, 'rateLimit' | 'socketLimits'> {
  const { operations, operationsWithoutToken: anonymousMax = RATE_LIMIT.anonymousMax } = limits;
  return {
    rateLimit: { ...RATE_LIMIT, byRole: { ...RATE_LIMIT.byRole, ...operations }, anonymousMax },
    socketLimits: {
      socketsOfClientMax: limits.socketsOfClient,
      socketsWithoutTokenMax: limits.socketsWithoutToken,
    },
  };
}

async function requireRunning(simulators: KeptSimulators): Promise<void> {
  if (!simulators.areRunning()) throw new Error('The simulators are being started again.');
  await Promise.resolve();
}

/** Subscribers of the same document, variables and scope share one execution and one serialisation of each event. */
function sharingOf({ events }: OpenHub): SubscriptionSharing {
  const streams = createSharedStreams<SharedEvent>({
    end: () => events.end(),
    laggedError: (place) => events.laggedError(place),
    onRenewed: (listener) => events.onRenewed(listener),
  });
  return {
    join: (options) => streams.join(options),
    placeOf: (cursor) => events.placeOf(cursor),
    cursorAt: (place) => events.cursorAt(place),
  };
}

function verifierOf({ oidcIssuer }: HubConfig, issuer: DemoIssuer | undefined): TokenVerifier {
  if (issuer) return createTokenVerifier({ issuer: (name) => issuer.isOwnName(name), jwks: issuer.jwks });
  return createTokenVerifier({ issuer: oidcIssuer ?? '' });
}
