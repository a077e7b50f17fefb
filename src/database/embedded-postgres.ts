/** The PostgreSQL that comes with the hub: started detached so that it outlives a killed hub, adopted by the next
 *  start, stopped last. We use the packages' programs directly because their JavaScript wrapper stops the server
 *  before the hub has finished and cannot adopt one. */
import { spawn } from 'node:child_process';
import { chownSync, closeSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import pg from 'pg';

import {
  type Cluster,
  createCluster,
  deleteCluster,
  findCluster,
  readClusterSettings,
  superuser,
  writeClusterSettings,
} from './cluster.js';
import { findPostgresBinaries } from './postgres-binaries.js';
import { findPostmaster, stopPostmaster } from './postmaster.js';
import { serverSettings } from './server-settings.js';

export interface EmbeddedPostgres {
  /** Connects to the hub's own database as its owner; contains the password. */
  readonly url: string;
  /** True when a server of an earlier hub was still running and was adopted. */
  readonly wasRunning: boolean;
  /** Stops the server cleanly. Call it last; safe to repeat. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** Folder for the cluster; made when absent. */
  readonly dataDir: string;
  /** False trades safety of a crash for speed: for tests only. Default true. */
  readonly isDurable?: boolean;
}

const databaseName = 'ansinh_hub';
const startAttemptsMax = 5;
const retryDelayMs = 500;
const readyTimeoutMs = 120_000;
const pollMs = 25;
const logBytesMax = 5_000_000;

/** Starts the server of this data folder, or adopts the one that runs. Recovers by itself after a crash.
 *  Safe to repeat, also from two processes at once: both get the same server.
 *  @throws Error saying what PostgreSQL said when it cannot start */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const isDurable = options.isDurable ?? true;
  const cluster =
    findCluster(options.dataDir) ??
    (await createCluster(options.dataDir, findPostgresBinaries, { isDurable }));
  for (let attempt = 1; ; attempt += 1) {
    const running = findPostmaster(cluster.folder);
    if (running === undefined) await launch(cluster, { isDurable });
    const ready = await waitUntilReady(cluster.folder);
    const url = ready && urlOf(cluster.folder, ready.port);
    if (ready && url && (await answers(url))) {
      await ensureDatabase(url);
      return {
        url,
        wasRunning: running !== undefined,
        stop: () => stopPostmaster(cluster.folder, ready.pid),
      };
    }
    if (attempt === startAttemptsMax)
      throw new Error(`The embedded PostgreSQL does not start: ${lastWords(cluster.folder)}`);
    // The children of a killed server need a moment to notice; until then a new one refuses to start.
    await delay(retryDelayMs);
  }
}

/** The address of the server of this data folder if it runs now; never starts one. */
export function findEmbeddedPostgres(dataDir: string): string | undefined {
  const cluster = findCluster(dataDir);
  const postmaster = cluster && findPostmaster(cluster.folder);
  return cluster && postmaster?.isReady ? urlOf(cluster.folder, postmaster.port) : undefined;
}

/** Stops the server of this data folder if it runs, and deletes its data. */
export async function removeEmbeddedPostgres(dataDir: string): Promise<void> {
  const cluster = findCluster(dataDir);
  const postmaster = cluster && findPostmaster(cluster.folder);
  if (cluster && postmaster) await stopPostmaster(cluster.folder, postmaster.pid);
  deleteCluster(dataDir);
}

async function launch(cluster: Cluster, options: { readonly isDurable: boolean }): Promise<void> {
  const { folder, account } = cluster;
  const settings = readClusterSettings(folder);
  const port = await freePort(settings.port);
  if (port !== settings.port) writeClusterSettings(folder, { ...settings, port });

  const logPath = logPathOf(folder);
  const log = openSync(logPath, 'a', 0o600);
  if (statSync(logPath).size > logBytesMax) truncateSync(logPath);
  if (account !== undefined) chownSync(logPath, account.uid, account.gid);
  const { postgres } = findPostgresBinaries(account);
  const flags = serverSettings(options).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  // Detached means a session of its own: Ctrl-C reaches the hub, which stops its server last.
  const child = spawn(postgres, ['-D', folder, '-p', String(port), ...flags], {
    ...account,
    cwd: folder,
    detached: true,
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  await new Promise<void>((settle, fail) => {
    child.once('spawn', settle);
    child.once('error', fail);
  });
  child.unref();
  await appeared(folder, child.pid ?? 0, () => child.exitCode !== null || child.signalCode !== null);
}

/** The server writes postmaster.pid a moment after it is spawned. */
async function appeared(folder: string, pid: number, hasExited: () => boolean): Promise<void> {
  while (!hasExited() && findPostmaster(folder)?.pid !== pid) await delay(pollMs);
}

/** Undefined when the server ended before it was ready. Crash recovery may take a while. */
async function waitUntilReady(folder: string): Promise<{ pid: number; port: number } | undefined> {
  for (let waitedMs = 0; waitedMs < readyTimeoutMs; waitedMs += pollMs) {
    const postmaster = findPostmaster(folder);
    if (postmaster === undefined) return undefined;
    if (postmaster.isReady) return postmaster;
    await delay(pollMs);
  }
  return undefined;
}

/** A server that is just being killed still looks alive for a moment; only an answer tells. */
async function answers(url: string): Promise<boolean> {
  try {
    await ask(url, 'SELECT 1');
    return true;
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
}

/** Whether the server went away or is going: its own words begin with 57P (shutting down, starting up). */
function isGone(error: unknown): boolean {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  return (
    ['ECONNREFUSED', 'ECONNRESET', 'EPIPE'].includes(code) ||
    code.startsWith('57P') ||
    message.includes('terminated')
  );
}

async function ensureDatabase(url: string): Promise<void> {
  try {
    const rows = await ask(url, `SELECT 1 FROM pg_database WHERE datname = '${databaseName}'`);
    if (rows === 0) await ask(url, `CREATE DATABASE ${databaseName}`);
  } catch (error) {
    // Two hubs may make it at once.
    if (!['42P04', '23505'].includes((error as { code?: string }).code ?? '')) throw error;
  }
}

async function ask(url: string, text: string): Promise<number> {
  const admin = new URL(url);
  admin.pathname = '/postgres';
  const client = new pg.Client({ connectionString: admin.href });
  await client.connect();
  try {
    return (await client.query(text)).rowCount ?? 0;
  } finally {
    await client.end();
  }
}

function urlOf(folder: string, port: number): string {
  const { password } = readClusterSettings(folder);
  return `postgresql://${superuser}:${password}@127.0.0.1:${String(port)}/${databaseName}`;
}

/** The port of the last time when it is free, so that the address stays; any free one otherwise. */
async function freePort(preferred: number): Promise<number> {
  const listen = (port: number): Promise<number | undefined> =>
    new Promise((settle) => {
      const server = createServer();
      server.once('error', () => {
        settle(undefined);
      });
      server.listen(port, '127.0.0.1', () => {
        const address = server.address();
        server.close(() => {
          settle(typeof address === 'object' && address !== null ? address.port : undefined);
        });
      });
    });
  const port = (preferred > 0 ? await listen(preferred) : undefined) ?? (await listen(0));
  if (port === undefined) throw new Error('No free port on 127.0.0.1 for the embedded PostgreSQL');
  return port;
}

function logPathOf(folder: string): string {
  return join(folder, 'server.log');
}

function lastWords(folder: string): string {
  return readFileSync(logPathOf(folder), 'utf8').trimEnd().split('\n').slice(-3).join(' | ');
}
