/** A PostgreSQL of a test's own whose data folder is copied and put back, as an operator does with a back-up, and of which a standby can
 *  be made that takes over its address. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { readClusterSettings, writeClusterSettings } from '../../src/database/cluster.js';
import {
  type EmbeddedPostgres,
  migrate,
  removeEmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../src/database/index.js';
import { findPostmaster } from '../../src/database/postmaster.js';

export class RestorableServer {
  readonly dataDir = mkdtempSync(join(tmpdir(), 'restorable-'));
  #server: EmbeddedPostgres | undefined;

  constructor() {
    chmodSync(this.dataDir, 0o755);
  }

  /** Runs, with every migration. Whoever kills it loses nothing that was committed; only the machine must not lose its power. */
  static async create(): Promise<RestorableServer> {
    const server = new RestorableServer();
    server.#server = await startEmbeddedPostgres({ dataDir: server.dataDir, isDurable: false });
    await server.query('ALTER SYSTEM SET fsync = off');
    await migrate(server.url);
    await server.stop();
    await server.start();
    return server;
  }

  get url(): string {
    if (this.#server === undefined) throw new Error('The server does not run.');
    return this.#server.url;
  }

  /** At the address of before. */
  async start(): Promise<void> {
    this.#server = await startEmbeddedPostgres({ dataDir: this.dataDir });
  }

  async stop(): Promise<void> {
    await this.#server?.stop();
    this.#server = undefined;
  }

  /** Ends without a word, as when its machine does. Resolves when its address is free. */
  async kill(): Promise<void> {
    process.kill(findPostmaster(this.#folder)!.pid, 'SIGKILL');
    this.#server = undefined;
    while (!(await isFree(this.port))) await new Promise(setImmediate);
  }

  /** A copy of the data as they are now, for which the server stops a moment. */
  async copy(): Promise<string> {
    await this.stop();
    const copy = mkdtempSync(join(this.dataDir, 'copy-'));
    copyFolder(this.#folder, join(copy, 'postgres'));
    await this.start();
    return copy;
  }

  /** The server stops, and comes back with what the copy holds.  @param port default: that of before */
  async putBack(copy: string, port = this.port): Promise<void> {
    await this.stop();
    copyFolder(join(copy, 'postgres'), this.#folder);
    this.#setPort(port);
    await this.start();
  }

  async moveTo(port: number): Promise<void> {
    await this.stop();
    this.#setPort(port);
    await this.start();
  }

  get port(): number {
    return readClusterSettings(this.#folder).port;
  }

  /** Repeats whatever this one writes, at an address of its own. */
  async makeStandby(): Promise<RestorableServer> {
    const standby = new RestorableServer();
    copyFolder(join(await this.copy(), 'postgres'), standby.#folder);
    const { hostname, port, username, password } = new URL(this.url);
    const primary = `host=${hostname} port=${port} user=${username} password=${password}`;
    writeFileSync(join(standby.#folder, 'standby.signal'), '');
    appendFileSync(join(standby.#folder, 'postgresql.auto.conf'), `primary_conninfo = '${primary}'\n`);
    await standby.start();
    return standby;
  }

  /** Resolves when this standby has repeated everything that the server has written. */
  async receives(primary: RestorableServer): Promise<void> {
    const [row] = await primary.query('SELECT pg_current_wal_flush_lsn()::text AS written');
    const isHere = `SELECT pg_last_wal_replay_lsn() >= '${String(row?.written)}' AS "isHere"`;
    while ((await this.query(isHere))[0]?.isHere !== true) await new Promise(setImmediate);
  }

  /** At its next start it has the address of that one, which has ended. */
  takeOver(other: RestorableServer): void {
    this.#setPort(other.port);
  }

  async query<Row extends pg.QueryResultRow>(text: string, database?: string): Promise<Row[]> {
    const url = new URL(this.url);
    if (database !== undefined) url.pathname = `/${database}`;
    const client = new pg.Client({ connectionString: url.href });
    await client.connect();
    try {
      return (await client.query<Row>(text)).rows;
    } finally {
      await client.end();
    }
  }

  async remove(): Promise<void> {
    await removeEmbeddedPostgres(this.dataDir);
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  #setPort(port: number): void {
    writeClusterSettings(this.#folder, { ...readClusterSettings(this.#folder), port });
  }

  get #folder(): string {
    return join(this.dataDir, 'postgres');
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** Owners included: PostgreSQL starts in a folder of its own only. */
function copyFolder(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  execFileSync('cp', ['-a', from, to]);
}
