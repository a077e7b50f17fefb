/** The server process of one cluster: started detached so that it outlives a killed hub, adopted where it runs already, stopped the
 *  clean way. Whoever started it, there is one server a cluster: PostgreSQL itself refuses a second. */
import { spawn } from 'node:child_process';
import { chownSync, closeSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import pg from 'pg';

import { type Cluster, readClusterSettings, superuser, writeClusterSettings } from './cluster.js';
import { findPostgresBinaries } from './postgres-binaries.js';
import { findPostmaster, stopPostmaster } from './postmaster.js';
import { serverSettings } from './server-settings.js';

export interface StartServerOptions {
  readonly isDurable: boolean;
  /** Ends the waiting; what was started by then runs on, for `stopServer`. */
  readonly signal?: AbortSignal;
}

export interface StartedServer {
  /** Connects to the database `postgres` as the cluster's owner; contains the password. */
  readonly url: string;
  readonly wasRunning: boolean;
}

const startAttemptsMax = 5;
const retryDelayMs = 500;
const readyTimeoutMs = 120_000;
const pollMs = 25;
const logBytesMax = 5_000_000;
const lastLinesMax = 10;

/** Resolves when the server answers. Safe to repeat, also from two processes at once.
 *  @throws Error saying what PostgreSQL said when it cannot start; the signal's reason */
export async function startServer(cluster: Cluster, options: StartServerOptions): Promise<StartedServer> {
  const { signal } = options;
  for (let attempt = 1; ; attempt += 1) {
    signal?.throwIfAborted();
    const running = findPostmaster(cluster.folder);
    if (running === undefined) await launch(cluster, options);
    const ready = await waitUntilReady(cluster.folder, signal);
    const url = ready && urlOf(cluster.folder, ready.port);
    if (url !== undefined && (await answers(url))) return { url, wasRunning: running !== undefined };
    signal?.throwIfAborted();
    if (attempt === startAttemptsMax)
      throw new Error(`The embedded PostgreSQL does not start: ${lastWords(cluster.folder)}`);
    // The children of a killed server need a moment to notice; until then a new one refuses to start.
    await delay(retryDelayMs, undefined, { signal });
  }
}

/** The address of the cluster's server if it runs and is ready; never starts one. */
export function findServer({ folder }: Cluster): string | undefined {
  const postmaster = findPostmaster(folder);
  return postmaster?.isReady ? urlOf(folder, postmaster.port) : undefined;
}

/** Stops the server that runs on the cluster now, whoever started it. Safe to repeat. */
export async function stopServer({ folder }: Cluster): Promise<void> {
  const postmaster = findPostmaster(folder);
  if (postmaster) await stopPostmaster(folder, postmaster.pid);
}

/** Runs one statement in a session of its own. @returns how many rows it gave or changed */
export async function ask(url: string, text: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  // One that is ended by the server between two of its messages tells twice: the statement's failure is enough.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(text)).rowCount ?? 0;
  } finally {
    await client.end();
  }
}

async function launch(cluster: Cluster, options: StartServerOptions): Promise<void> {
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

/** Undefined when the server ended before it was ready, or nobody waits any more. Crash recovery may take a while. */
async function waitUntilReady(
  folder: string,
  signal: AbortSignal | undefined,
): Promise<{ pid: number; port: number } | undefined> {
  for (let waitedMs = 0; waitedMs < readyTimeoutMs && !signal?.aborted; waitedMs += pollMs) {
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

function urlOf(folder: string, port: number): string {
  const { password } = readClusterSettings(folder);
  return `postgresql://${superuser}:${password}@127.0.0.1:${String(port)}/postgres`;
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

/** Why it ended, where the server says it; otherwise whatever it said last. */
function lastWords(folder: string): string {
  const lines = readFileSync(logPathOf(folder), 'utf8').trimEnd().split('\n').slice(-lastLinesMax);
  const telling = lines.filter((line) => /\b(PANIC|FATAL|HINT)\b|could not/.test(line));
  return (telling.length > 0 ? telling : lines).slice(-3).join(' | ');
}
