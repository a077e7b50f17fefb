/** Runs the hub until it is told to stop: serves the API, ends leases that ran out, runs bundled adapters, and as a demo
 *  brings sign-in, simulators and people along. Stopping goes the other way round, the database last. */
import type { Logger } from 'pino';
import type { RunningAdapter } from '../../adapters/kit/index.js';
import {
  appendAccessEntries,
  createAccessLog,
  createTokenVerifier,
  findArea,
  type TokenVerifier,
} from '../access/index.js';
import { askAgainAboutAccounts, lapseAccountLeases, openRails } from '../account/index.js';
import { createDemoIssuer, demoClients, type DemoIssuer } from '../demo/issuer/index.js';
import { createSharedStreams } from '../event/index.js';
import { createHttpServer, executableOf, type SharedEvent, type SubscriptionSharing } from '../http/index.js';
import { lapsePaymentLeases, stopDeceased } from '../payment/index.js';
import { askAgainAboutCitizens, lapseCitizenLeases } from '../population/index.js';
import { runProjector } from '../report/index.js';
import { calendarDateOf, type UnitId } from '../values/index.js';
import { announceReady } from './announce-ready.js';
import { BUNDLED_ADAPTERS, chooseAdapters, type BundledAdapter } from './bundled-adapters.js';
import { ConfigError, type HubConfig } from './config.js';
import { awaitEverybody, DEMO_AREAS, seedDemo, welcome } from './demo.js';
import { lockFolder } from './hub-lock.js';
import { createHubMetrics } from './hub-metrics.js';
import { openHub, type OpenHub } from './open-hub.js';
import { runAdapters, type AdapterToRun } from './run-adapters.js';
import { runSimulators, stopSimulators, type SimulatorProcess } from './run-simulators.js';
import { runTimers } from './run-timers.js';

export interface RunHubOptions {
  readonly config: HubConfig;
  readonly logger: Logger;
  /** A demo has its own sign-in, simulators and people. */
  readonly isDemo: boolean;
}

export interface RunningHub {
  readonly url: string;
  /** Stops accepting, finishes what is under way, gives leases back, then stops the database. Safe to repeat. */
  stop(): Promise<void>;
}

const LAPSE_EVERY_MS = 1_000;

/** Everything is opened in order, and what was opened is closed again when a later step fails.
 *  @throws ConfigError, FolderInUse */
export async function runHub({ config, logger, isDemo }: RunHubOptions): Promise<RunningHub> {
  if (!isDemo && config.oidcIssuer === undefined) {
    throw new ConfigError(
      'OIDC_ISSUER is not set: `serve` trusts the tokens of an issuer, and needs its URL.',
    );
  }
  const closers: (() => unknown)[] = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const lock = lockFolder(config.dataDir);
    closers.push(() => lock.release());
    return await open(closers, close, { config, logger, isDemo });
  } catch (error) {
    await close();
    throw error;
  }
}

async function open(
  closers: (() => unknown)[],
  close: () => Promise<void>,
  { config, logger, isDemo }: RunHubOptions,
): Promise<RunningHub> {
  const hub = await openHub({ config, logger, stopsAdopted: true });
  closers.push(() => hub.close());
  const simulators = isDemo ? await prepareDemo(hub, config) : [];
  await openRails(hub.database.pool, railsOf(isDemo ? 'all' : (config.adapters ?? [])));
  const projector = runProjector(hub.domains.report);
  closers.push(() => projector.stop());
  closers.push(() => stopSimulators(simulators));

  const issuer = isDemo && config.oidcIssuer === undefined ? await openIssuer(config) : undefined;
  const { server, stop: stopServer } = await openServer(hub, { config, logger, issuer });
  closers.push(stopServer);
  const { url } = await server.listen({ port: config.port, host: config.host });

  const timers = runTimers(jobsOf(hub), { everyMs: LAPSE_EVERY_MS, logger });
  closers.push(() => timers.stop());
  const adapters = await startAdapters(hub, { config, logger, isDemo, simulators });
  closers.push(() => Promise.all(adapters.map((adapter) => adapter.stop())));
  if (isDemo) await awaitEverybody(hub, config);
  announceReady({ url, dataDir: config.dataDir });
  if (issuer) await welcome(url, config.demoPeople);
  return { url, stop: close };
}

/** Institutions that adapters of this hub pay at. */
function railsOf(wanted: 'all' | readonly string[]): readonly string[] {
  return chooseAdapters(wanted).flatMap(({ adapter }) =>
    adapter.capabilities.payment ? [adapter.institution] : [],
  );
}

async function prepareDemo(hub: OpenHub, config: HubConfig): Promise<readonly SimulatorProcess[]> {
  await seedDemo(hub, config);
  return runSimulators(config.dataDir, [...BUNDLED_ADAPTERS.keys()]);
}

function openIssuer({ dataDir }: HubConfig): Promise<DemoIssuer> {
  const adapters = [...BUNDLED_ADAPTERS.values()].map(({ adapter }) => adapter);
  const clients = demoClients({ ...DEMO_AREAS, adapters });
  return createDemoIssuer({ dataDir, clients });
}

async function openServer(
  hub: OpenHub,
  { config, logger, issuer }: { config: HubConfig; logger: Logger; issuer: DemoIssuer | undefined },
) {
  const { pool } = hub.database;
  const verifier = verifierOf(config, issuer);
  const accessLog = createAccessLog({
    write: (entries) => appendAccessEntries(pool, entries),
    onWriteFailed: (error, waiting) =>
      logger.error({ err: error, waiting }, 'the access log cannot be written'),
  });
  const server = await createHttpServer({
    executable: executableOf(hub.graph),
    ...{ verifier, logger, accessLog },
    metrics: createHubMetrics(hub),
    sharing: sharingOf(hub),
    locateArea: (code) =>
      findArea(pool, code, calendarDateOf(new Date()), { kind: 'COUNTRY' }) as Promise<UnitId | undefined>,
    checks: {
      database: () => pool.query('SELECT 1').then(() => undefined),
      events: () => hub.events.lastPosition().then(() => undefined),
      issuer: () => verifier.ready(),
    },
    mounts: issuer ? { '/oidc': (request, response) => issuer.handle(request, response) } : {},
  });
  const stop = async (): Promise<void> => {
    await server.close();
    await accessLog.stop();
  };
  return { server, stop };
}

/** Subscribers of the same document, variables and scope share one execution and one serialisation of each event. */
function sharingOf({ events }: OpenHub): SubscriptionSharing {
  const streams = createSharedStreams<SharedEvent>({
    lastPosition: () => events.lastPosition(),
    laggedError: (position) => events.laggedError(position),
  });
  return {
    join: (options) => streams.join(options),
    positionOf: (cursor) => events.positionOf(cursor),
    cursorAt: (position) => events.cursorAt(position),
  };
}

function verifierOf({ oidcIssuer }: HubConfig, issuer: DemoIssuer | undefined): TokenVerifier {
  if (issuer) return createTokenVerifier({ issuer: (name) => issuer.isOwnName(name), jwks: issuer.jwks });
  return createTokenVerifier({ issuer: oidcIssuer ?? '' });
}

function jobsOf({ domains }: OpenHub): Record<string, () => Promise<unknown>> {
  return {
    lapsePaymentLeases: () => lapsePaymentLeases(domains.payment),
    stopDeceased: () => stopDeceased(domains.payment),
    lapseAccountLeases: () => lapseAccountLeases(domains.account),
    lapseCitizenLeases: () => lapseCitizenLeases(domains.population),
    askAgainAboutAccounts: () => askAgainAboutAccounts(domains.account),
    askAgainAboutCitizens: () => askAgainAboutCitizens(domains.population),
  };
}

interface AdapterChoice {
  readonly config: HubConfig;
  readonly logger: Logger;
  readonly isDemo: boolean;
  readonly simulators: readonly SimulatorProcess[];
}

async function startAdapters(hub: OpenHub, choice: AdapterChoice): Promise<readonly RunningAdapter[]> {
  const { config, logger, isDemo } = choice;
  const chosen = chooseAdapters(config.adapters ?? (isDemo ? 'all' : []));
  const adapters = chosen.map((bundled) => withConfig(bundled, choice));
  return runAdapters({ adapters, graph: hub.graph, dataDir: config.dataDir, logger });
}

/** A demo's adapter speaks to its simulator; what the configuration file says comes on top, another host included. */
function withConfig(
  { adapter, demoConfig }: BundledAdapter,
  { config, simulators }: AdapterChoice,
): AdapterToRun {
  const configured = config.adapterConfigs[adapter.name];
  const simulator = simulators.find(({ name }) => name === adapter.name);
  if (simulator) {
    const ofDemo = demoConfig(simulator.dataDir, simulator.url) as object;
    return { adapter, config: { ...ofDemo, ...(configured as object | undefined) } };
  }
  if (configured !== undefined) return { adapter, config: configured };
  throw new ConfigError(
    `HUB_CONFIG has no adapters.${adapter.name}: see adapters/${adapter.name}/README.md for what it needs.`,
  );
}
