/** Runs the hub until it is told to stop: serves the API, ends leases that ran out, runs bundled adapters, and as a demo
 *  brings sign-in, simulators and people along. Stopping goes the other way round, the database last. */
import type { Logger } from 'pino';
import type { RunningAdapter } from '../../adapters/kit/index.js';
import { askAgainAboutAccounts, lapseAccountLeases, openRails } from '../account/index.js';
import { createDemoIssuer, demoClients, type DemoIssuer } from '../demo/issuer/index.js';
import { lapsePaymentLeases, stopDeceased } from '../payment/index.js';
import { askAgainAboutCitizens, lapseCitizenLeases } from '../population/index.js';
import { runProjector } from '../report/index.js';
import { announceReady } from './announce-ready.js';
import { BUNDLED_ADAPTERS, chooseAdapters, type BundledAdapter } from './bundled-adapters.js';
import { ConfigError, type HubConfig } from './config.js';
import { awaitEverybody, DEMO_AREAS, importPeople, makePeople, welcome } from './demo.js';
import { lockFolder } from './hub-lock.js';
import { openHub, type OpenHub } from './open-hub.js';
import { openServer } from './open-server.js';
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
  const simulators = isDemo ? await prepareDemo(hub, config, closers) : [];
  await openRails(hub.database.pool, railsOf(isDemo ? 'all' : (config.adapters ?? [])));
  const projector = runProjector(hub.domains.report);
  closers.push(() => projector.stop());

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

/** The simulators start while the list is imported: neither waits for the other. */
async function prepareDemo(
  hub: OpenHub,
  config: HubConfig,
  closers: (() => unknown)[],
): Promise<readonly SimulatorProcess[]> {
  const list = await makePeople(hub, config);
  const starting = runSimulators(config.dataDir, [...BUNDLED_ADAPTERS.keys()]);
  closers.push(async () => stopSimulators(await starting.catch(() => [])));
  const [simulators] = await Promise.all([starting, importPeople(hub, list)]);
  return simulators;
}

function openIssuer({ dataDir }: HubConfig): Promise<DemoIssuer> {
  const adapters = [...BUNDLED_ADAPTERS.values()].map(({ adapter }) => adapter);
  const clients = demoClients({ ...DEMO_AREAS, adapters });
  return createDemoIssuer({ dataDir, clients });
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
