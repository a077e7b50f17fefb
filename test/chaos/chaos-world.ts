/** Everything that is attacked: two hubs on one database, each behind a gate that counts its statements, the database itself, and
 *  every bundled adapter with the simulator that it speaks to over TLS. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { demoAuthority } from '../../adapters/kit/simulator/index.js';
import { BUNDLED_ADAPTERS } from '../../src/app/bundled-adapters.js';
import { findCluster } from '../../src/database/cluster.js';
import { startEmbeddedPostgres } from '../../src/database/embedded-postgres.js';
import { findPostmaster } from '../../src/database/postmaster.js';
import { HubClient } from '../setup/hub-client.js';
import { removeHubFolder } from '../setup/hub-folder.js';
import { RunningHub } from '../setup/running-hub.js';
import { SimulatedWorld } from '../setup/simulated-world.js';
import { chaosConfig } from './chaos-config.js';
import { SimulatorKeeper } from './simulator-keeper.js';
import { StatementGate } from './statement-gate.js';
import type { StrikeBook } from './strike-book.js';

export interface ChaosWorldOptions {
  readonly seed: number;
  readonly people: number;
  readonly ratePerSecond: number;
  readonly strikes: StrikeBook;
}

const PROJECT_ROOT = join(import.meta.dirname, '../..');
const POLL_MS = 50;
const INSIST_MS = 120_000;
const LAST_WORDS = 3_000;

export class ChaosWorld {
  /** The demo: sign-in, people, Treasury, and an adapter for everything. */
  readonly hub: RunningHub;
  /** Another hub on the same database, with the same adapters of its own. */
  readonly second: RunningHub;
  readonly simulators: SimulatorKeeper;
  readonly books: SimulatedWorld;
  readonly gate = new StatementGate(() => this.databaseUrl);
  readonly secondGate = new StatementGate(() => this.databaseUrl);
  /** Adapters that pay, by name: those that are bundled, whichever they are. */
  readonly rails = [...BUNDLED_ADAPTERS.values()]
    .map(({ adapter }) => adapter)
    .filter(({ capabilities }) => capabilities.payment !== undefined);
  /** Adapters that bring the money for batches. */
  readonly funders = [...BUNDLED_ADAPTERS.values()]
    .map(({ adapter }) => adapter)
    .filter(({ capabilities }) => capabilities.funding !== undefined);
  /** Rails whose institution books a repeated reference again, and says so. */
  readonly bookingAgain: readonly string[];
  isHubUp = false;
  isSecondUp = false;
  private databaseUrl = new URL('postgresql://127.0.0.1');
  private readonly settings: { adapters: Record<string, unknown>; readonly policy: object } = {
    adapters: {},
    // Every batch is a month of its own, and more are made than there are months in a policy.
    policy: { periodsAheadMax: 1_200 },
  };
  private readonly hubEnvironment: NodeJS.ProcessEnv = {};
  private readonly secondEnvironment: NodeJS.ProcessEnv = {};
  private readonly tokens = new Map<string, string>();
  private readonly lone = new Set<ChildProcess>();

  constructor(private readonly options: ChaosWorldOptions) {
    const shared = { logLevel: 'warn', settings: this.settings } as const;
    this.hub = new RunningHub({ ...shared, people: options.people, environment: this.hubEnvironment });
    this.second = new RunningHub({ ...shared, command: 'serve', environment: this.secondEnvironment });
    this.simulators = new SimulatorKeeper(this.hub.dataDir, options.seed, options.strikes);
    this.books = new SimulatedWorld(this.hub.dataDir);
    const { length } = this.rails;
    // One in four, beginning anywhere.
    this.bookingAgain = this.rails.map(({ name }) => name).filter((_, at) => (at + options.seed) % 4 === 0);
    if (length === 0) throw new Error('No bundled adapter pays.');
  }

  /** A first start brings database, people and simulators; then everything starts again as it is to be attacked. */
  async begin(): Promise<void> {
    const { dataDir } = this.hub;
    await this.startDatabase();
    await this.gate.open();
    await this.secondGate.open();
    const authority = join(dataDir, 'authority.pem');
    writeFileSync(authority, demoAuthority);
    const trust = { NODE_EXTRA_CA_CERTS: authority };
    Object.assign(this.hubEnvironment, trust, {
      DATABASE_URL: this.gate.url,
      PORT: String(await freePort()),
      HUB_ADAPTERS: 'none',
    });
    await this.hub.start();
    await this.hub.kill();
    await this.simulators.takeApart();
    this.settings.adapters = chaosConfig(dataDir, this.simulators.all, {
      bookingAgain: this.bookingAgain,
      ratePerSecond: this.options.ratePerSecond,
    });
    Object.assign(this.secondEnvironment, trust, {
      DATABASE_URL: this.secondGate.url,
      OIDC_ISSUER: `http://127.0.0.1:${this.hubEnvironment['PORT']}/oidc`,
      HUB_ADAPTERS: [...BUNDLED_ADAPTERS.keys()].join(','),
    });
    await this.startHub();
    for (const name of this.bookingAgain)
      await this.simulators.misbehave(name, { repeatedReference: 'book-again' });
  }

  /** @param options.without an adapter that runs elsewhere this time */
  async startHub({ without }: { readonly without?: string } = {}): Promise<void> {
    const adapters = [...BUNDLED_ADAPTERS.keys()].filter((name) => name !== without);
    this.hubEnvironment['HUB_ADAPTERS'] = adapters.join(',');
    await this.hub.start();
    this.isHubUp = true;
  }

  async startSecond(): Promise<void> {
    await this.second.start();
    this.isSecondUp = true;
    this.options.strikes.note('secondHubStarted');
  }

  /** @param isStruck a trap has killed it already */
  async killHub(isStruck = false): Promise<void> {
    if (this.isHubUp && !isStruck) this.requireAlive(this.hub);
    this.isHubUp = false;
    await this.hub.kill();
  }

  async killSecond(isStruck = false): Promise<void> {
    if (this.isSecondUp && !isStruck) this.requireAlive(this.second);
    this.isSecondUp = false;
    await this.second.kill();
  }

  /** A hub outlives everything but its own death. @throws Error with the last words of one that has ended by itself */
  requireAlive(hub: RunningHub): void {
    try {
      process.kill(hub.pid ?? 0, 0);
    } catch (error) {
      throw new Error(`A hub has died by itself:\n${hub.output.slice(-LAST_WORDS)}`, { cause: error });
    }
  }

  /** Hubs that should answer now. */
  get urls(): readonly string[] {
    return [...(this.isHubUp ? [this.hub.url] : []), ...(this.isSecondUp ? [this.second.url] : [])];
  }

  /** The sign-in dies with the first hub; a token that was given lives on. */
  async token(client: string): Promise<string> {
    const token = await this.hub.token(client).catch(() => this.tokens.get(client));
    if (token === undefined) throw new Error(`Nobody gives a token for ${client} at the moment.`);
    this.tokens.set(client, token);
    return token;
  }

  /** The first hub, as an adapter sees it. */
  async adapterClient(name: string): Promise<HubClient> {
    return new HubClient(this.hub.url, await this.token(`adapter-${name}`));
  }

  /** Rows of the database, which may be restarting. */
  rows<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return insist('the database answers', () => this.hub.rows<Row>(text, values));
  }

  /** Stops the server and starts it again: `fast` ends sessions and writes everything down, `immediate` is a crash. */
  async restartDatabase(how: 'fast' | 'immediate'): Promise<void> {
    await this.stopDatabase(how);
    await this.startDatabase();
  }

  async stopDatabase(how: 'fast' | 'immediate' = 'fast'): Promise<void> {
    const folder = findCluster(this.hub.dataDir)?.folder ?? '';
    const pid = findPostmaster(folder)?.pid;
    if (pid === undefined) throw new Error('The database does not run.');
    process.kill(pid, how === 'fast' ? 'SIGINT' : 'SIGQUIT');
    while (findPostmaster(folder)?.pid === pid) await delay(POLL_MS);
  }

  async startDatabase(): Promise<void> {
    this.databaseUrl = new URL((await startEmbeddedPostgres({ dataDir: this.hub.dataDir })).url);
  }

  /** `hub adapter NAME`: a process of its own, which may be stopped and go on. */
  startAdapter(name: string, leaseSeconds: number): ChildProcess {
    const dataDir = join(this.hub.dataDir, 'alone');
    const settings = join(this.hub.dataDir, 'alone.yaml');
    writeFileSync(settings, JSON.stringify(this.settings));
    const { NODE_OPTIONS: _ofJest, ...inherited } = process.env;
    const child = spawn(
      process.execPath,
      [
        join(PROJECT_ROOT, 'scripts/hub.mjs'),
        'adapter',
        name,
        '--hub',
        this.hub.url,
        '--lease',
        `${leaseSeconds}`,
      ],
      {
        cwd: PROJECT_ROOT,
        env: { ...inherited, ...this.hubEnvironment, HUB_DATA_DIR: dataDir, HUB_CONFIG: settings },
      },
    );
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (this.hub.output += text));
    this.lone.add(child);
    child.once('exit', () => this.lone.delete(child));
    return child;
  }

  async remove(): Promise<void> {
    for (const child of this.lone) child.kill('SIGKILL');
    this.isHubUp = false;
    if (existsSync(this.second.dataDir)) await this.second.remove();
    await this.killHub();
    await this.gate.close();
    await this.secondGate.close();
    await this.hub.remove();
    await removeHubFolder(this.hub.dataDir);
  }
}

/** Does it again until it succeeds: hubs and database come and go.
 *  @throws what it failed with last, after two minutes */
export async function insist<Result>(what: string, act: () => Promise<Result>): Promise<Result> {
  const until = Date.now() + INSIST_MS;
  for (;;) {
    try {
      return await act();
    } catch (error) {
      if (Date.now() > until) throw new Error(`Not in time: ${what}`, { cause: error });
      await delay(4 * POLL_MS);
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
