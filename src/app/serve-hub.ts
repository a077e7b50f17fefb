/** Serves the hub over an open database: the API, leases that run out, bundled adapters, and as a demo sign-in, simulators and
 *  people. Stopping goes the other way round, the database last. */
import type { Logger } from 'pino';
import type { RunningAdapter } from '../../adapters/kit/index.js';
import { askAgainAboutAccounts, lapseAccountLeases, openRails } from '../account/index.js';
import type { Database } from '../database/index.js';
import { createDemoIssuer, demoClients, type DemoIssuer } from '../demo/issuer/index.js';
import { createLogger } from '../http/index.js';
import { forgetAnswers } from '../idempotency/index.js';
import { lapsePaymentLeases, recover, stopDeceased } from '../payment/index.js';
import { askAgainAboutCitizens, lapseCitizenLeases } from '../population/index.js';
import { runProjector } from '../report/index.js';
import { announceReady } from './announce-ready.js';
import { BUNDLED_ADAPTERS, chooseAdapters, type BundledAdapter } from './bundled-adapters.js';
import { ConfigError, type HubConfig } from './config.js';
import { awaitEverybody, DEMO_AREAS, importPeople, makePeople, welcome } from './demo.js';
import { keepRunning, type KeepingPolicy, type KeepRunningOptions } from './keep-running.js';
import { keepSimulators, type KeptSimulators } from './keep-simulators.js';
import { openHub, type OpenHub } from './open-hub.js';
import { openServer } from './open-server.js';
import { runAdapters, type AdapterToRun } from './run-adapters.js';
import type { SimulatorProcess } from './run-simulators.js';
import { runTimers } from './run-timers.js';

export interface ServeHubOptions {
  readonly database: Database;
  readonly config: HubConfig;
  readonly isDemo: boolean;
  /** Gets what ends each thing that was opened: the last first, also when this fails. */
  readonly closers: (() => unknown)[];
  /** Something that the hub cannot do without has died and does not come back. */
  readonly onLost: (error: Error) => void;
  readonly policy?: KeepingPolicy;
}

const LAPSE_EVERY_MS = 1_000;
const FORGET_EVERY_MS = 60_000;

/** @returns the address */
export async function serveHub(options: ServeHubOptions): Promise<string> {
  const { database, config, isDemo, closers } = options;
  const logger = createLogger({ level: config.logLevel ?? (isDemo ? 'warn' : 'info') });
  const keeping = keepingOf(options, logger);
  database.keepServer((server) => keepRunning({ name: 'the embedded PostgreSQL', ...server }, keeping));
  const opening = openHub({ config, logger, stopsAdopted: true, database, isServing: true });
  closers.push(async () => (await opening.catch(() => undefined))?.close());
  const demo = isDemo ? await openDemo(opening, { database, config, closers, keeping }) : undefined;
  const { simulators, issuer } = demo ?? {};
  const hub = await opening;
  await openRails(hub.database.pool, railsOf(isDemo ? 'all' : (config.adapters ?? [])));
  const projector = runProjector(hub.work.report);
  closers.push(() => projector.stop());

  const { server, stop: stopServer } = await openServer(hub, { config, logger, issuer, simulators });
  closers.push(stopServer);
  const { url } = await server.listen({ port: config.port, host: config.host });

  const timers = runTimers(jobsOf(hub), { everyMs: LAPSE_EVERY_MS, logger });
  closers.push(() => timers.stop());
  const forgetting = { forgetAnswers: () => forgetAnswers({ db: database.pool }) };
  const forgetters = runTimers(forgetting, { everyMs: FORGET_EVERY_MS, logger });
  closers.push(() => forgetters.stop());
  const adapters = await startAdapters(hub, { config, logger, isDemo, simulators: simulators?.all ?? [] });
  closers.push(() => Promise.all(adapters.map((adapter) => adapter.stop())));
  if (isDemo) await awaitEverybody(hub, config);
  announceReady({ url, dataDir: config.dataDir });
  // Loading Prisma takes longer than a start should, and longer than a source may take on a busy machine.
  void database
    .prisma()
    .then((prisma) => prisma.$connect())
    .catch(() => undefined);
  if (issuer) await welcome(url, config.demoPeople);
  return url;
}

function keepingOf({ onLost, policy }: ServeHubOptions, logger: Logger): KeepRunningOptions {
  return {
    ...policy,
    onTrouble: (name, { attempt, error }) =>
      logger.error({ process: name, attempt, err: error }, 'a process has died and is started again'),
    onRestarted: (name) => logger.warn({ process: name }, 'a process that had died runs again'),
    onGivenUp: onLost,
  };
}

/** Institutions that adapters of this hub pay at. */
function railsOf(wanted: 'all' | readonly string[]): readonly string[] {
  return chooseAdapters(wanted).flatMap(({ adapter }) =>
    adapter.capabilities.payment ? [adapter.institution] : [],
  );
}

interface Demo {
  readonly simulators: KeptSimulators;
  /** None where the configuration names an issuer. */
  readonly issuer: DemoIssuer | undefined;
}

/** The list is made while the hub opens and the simulators start, which read what they know when they are asked: none waits for what
 *  it does not need. */
async function openDemo(
  opening: Promise<OpenHub>,
  {
    database,
    config,
    closers,
    keeping,
  }: Pick<ServeHubOptions, 'database' | 'config' | 'closers'> & { readonly keeping: KeepRunningOptions },
): Promise<Demo> {
  const starting = keepSimulators(config.dataDir, [...BUNDLED_ADAPTERS.keys()], keeping);
  closers.push(async () => (await starting.catch(() => undefined))?.stop());
  const importing = Promise.all([opening, makePeople(database, config)]).then(([hub, list]) =>
    importPeople(hub, list),
  );
  const [simulators, issuer] = await Promise.all([
    starting,
    config.oidcIssuer === undefined ? openIssuer(config) : undefined,
    importing,
  ]);
  return { simulators, issuer };
}

function openIssuer({ dataDir }: HubConfig): Promise<DemoIssuer> {
  const adapters = [...BUNDLED_ADAPTERS.values()].map(({ adapter }) => adapter);
  const clients = demoClients({ ...DEMO_AREAS, adapters });
  return createDemoIssuer({ dataDir, clients });
}

function jobsOf({ work: domains }: OpenHub): Record<string, () => Promise<unknown>> {
  return {
    lapsePaymentLeases: () => lapsePaymentLeases(domains.payment),
    stopDeceased: () => stopDeceased(domains.payment),
    recover: () => recover(domains.payment),
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
