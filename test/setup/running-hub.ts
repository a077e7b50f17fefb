/** The real hub as a process, in a data folder of its own: started as a user starts it, killed as a power cut kills it, and
 *  cleared away with everything that it left running. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type pg from 'pg';

import { findEmbeddedPostgres, openPool } from '../../src/database/index.js';
import { HubClient } from './hub-client.js';
import { removeHubFolder } from './hub-folder.js';
import { type CommandResult, HUB_ENTRY, PROJECT_ROOT, runCommand } from './run-command.js';
import { runFolderPrefix } from './test-run.js';

export interface RunningHubOptions {
  /** Default 2 000, as for everybody. */
  readonly people?: number;
  readonly logLevel?: 'debug' | 'info' | 'warn';
  /** What the configuration file says (`HUB_CONFIG`); written anew at each start. */
  readonly settings?: object;
  /** Default `start`: the demo, with everything that it brings along. */
  readonly command?: 'start' | 'serve';
  /** On top of everything else. */
  readonly environment?: NodeJS.ProcessEnv;
}

const READY = /^READY (\{.*\})$/m;
const READY_TIMEOUT_MS = 120_000;

export class RunningHub {
  readonly dataDir = newDataDir();
  /** Everything that every process of this hub has printed so far, its log included. */
  output = '';
  url = '';
  private child: ChildProcess | undefined;
  private opened: { readonly url: string; readonly pool: pg.Pool } | undefined;
  private readonly tokens = new Map<string, string>();

  constructor(private readonly options: RunningHubOptions = {}) {}

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Starts the hub, or starts it again in the same folder. Resolves when it is ready.
   *  @throws Error with what it printed when it ends before */
  async start(): Promise<void> {
    const child = this.launch();
    const from = this.output.length;
    await new Promise<void>((resolve, reject) => {
      const fail = (why: string): void => reject(new Error(`${why}:\n${this.output.slice(from)}`));
      const timer = setTimeout(() => fail('The hub is not ready in time'), READY_TIMEOUT_MS);
      child.once('exit', () => (clearTimeout(timer), fail('The hub ended before it was ready')));
      child.stdout?.on('data', () => {
        const line = READY.exec(this.output.slice(from))?.[1];
        if (line === undefined) return;
        clearTimeout(timer);
        this.url = (JSON.parse(line) as { url: string }).url;
        resolve();
      });
    });
    this.tokens.clear();
  }

  /** Starts the process without waiting for it: it may be killed before it is ready. */
  launch(): ChildProcess {
    const child = spawn(process.execPath, [HUB_ENTRY, this.options.command ?? 'start'], {
      cwd: PROJECT_ROOT,
      env: this.env(),
    });
    this.child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    }
    return child;
  }

  /** kill -9 of the hub process alone: its PostgreSQL and its simulators live on. */
  kill(): Promise<number | null> {
    return this.end('SIGKILL');
  }

  /** Ctrl-C. Resolves with the exit code when the hub has stopped everything. */
  interrupt(): Promise<number | null> {
    return this.end('SIGINT');
  }

  /** A client with a token of the demo sign-in; without a name, one that is not signed in. */
  async client(name?: string, purpose?: string): Promise<HubClient> {
    return new HubClient(this.url, name === undefined ? undefined : await this.token(name), purpose);
  }

  async token(client: string): Promise<string> {
    const known = this.tokens.get(client);
    if (known !== undefined) return known;
    const response = await fetch(`${this.url}/oidc/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${client}:demo`).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    const { access_token: token } = (await response.json()) as { access_token?: string };
    if (token === undefined) throw new Error(`No token for ${client}: ${response.status}`);
    this.tokens.set(client, token);
    return token;
  }

  /** One of the operator's commands, `npm run hub -- …`, in this hub's folder. */
  async command(...args: readonly string[]): Promise<CommandResult> {
    const result = await runCommand(args, this.ownEnv());
    this.output += result.stdout + result.stderr;
    return result;
  }

  /** Rows of the hub's own database, which answers also while the hub is dead. */
  async rows<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    const url = findEmbeddedPostgres(this.dataDir);
    if (url === undefined) throw new Error('The PostgreSQL of this hub does not run.');
    if (this.opened?.url !== url) {
      await this.opened?.pool.end();
      this.opened = { url, pool: openPool({ url, connectionsMax: 2, applicationName: 'test' }) };
    }
    return (await this.opened.pool.query(text, [...values])).rows as Row[];
  }

  /** Ends everything that belongs to this hub and deletes its folder. Safe to repeat, and after any failure. */
  async remove(): Promise<void> {
    await this.opened?.pool.end();
    this.opened = undefined;
    if (this.child) await this.kill();
    await removeHubFolder(this.dataDir);
  }

  private async end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.child;
    if (child?.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    // Connections of the test would be cut by a server that stops, as errors of nobody.
    if (signal === 'SIGINT') await this.closePool();
    const gone = new Promise<number | null>((resolve) => child.once('close', resolve));
    child.kill(signal);
    return gone;
  }

  /** JSON is YAML too. */
  private settingsPath(): string {
    const path = join(this.dataDir, 'settings.yaml');
    writeFileSync(path, JSON.stringify(this.options.settings));
    return path;
  }

  private async closePool(): Promise<void> {
    await this.opened?.pool.end();
    this.opened = undefined;
  }

  private env(): NodeJS.ProcessEnv {
    const { NODE_OPTIONS: _ofJest, DATABASE_URL: _ofSomeone, ...inherited } = process.env;
    // As under npm, the hub stops when whoever started it is gone: a killed test run leaves no hub.
    return { ...inherited, npm_lifecycle_event: 'test', ...this.ownEnv() };
  }

  private ownEnv(): NodeJS.ProcessEnv {
    const { people, logLevel, settings, environment } = this.options;
    return {
      PORT: '0',
      HUB_DATA_DIR: this.dataDir,
      ...(people === undefined ? {} : { HUB_DEMO_PEOPLE: String(people) }),
      ...(logLevel === undefined ? {} : { HUB_LOG_LEVEL: logLevel }),
      ...(settings === undefined ? {} : { HUB_CONFIG: this.settingsPath() }),
      ...environment,
    };
  }
}

/** Named so that the next test run clears it away when this one is killed. */
function newDataDir(): string {
  const folder = mkdtempSync(join(tmpdir(), runFolderPrefix));
  chmodSync(folder, 0o755);
  writeFileSync(join(folder, 'runner.pid'), String(process.pid));
  return folder;
}
