/** The PostgreSQL that comes with the hub: a cluster of each data folder, its server, and the hub's database in it. We use the
 *  packages' programs directly because their JavaScript wrapper stops the server before the hub has finished and cannot
 *  adopt one. */
import { settleKilledRestore } from './backup/restore-journal.js';
import { createCluster, deleteCluster, findCluster } from './cluster.js';
import { findPostgresBinaries } from './postgres-binaries.js';
import { findPostmaster } from './postmaster.js';
import { ask, findServer, startServer, stopServer } from './server-process.js';

export interface EmbeddedPostgres {
  /** Connects to the hub's own database as its owner; contains the password. */
  readonly url: string;
  /** True when a server of an earlier hub was still running and was adopted. */
  readonly wasRunning: boolean;
  /** Whether a server runs on the data folder now, ready or not. Cheap. */
  isRunning(): boolean;
  /** Stops whichever server runs on the data folder, cleanly. Call it last; safe to repeat. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** Folder for the cluster; made when absent. */
  readonly dataDir: string;
  /** False trades safety of a crash for speed: for tests only. Default true. */
  readonly isDurable?: boolean;
  /** Nobody waits any more: ends with the signal's reason. `stop` ends what was started by then. */
  readonly signal?: AbortSignal;
}

const databaseName = 'ansinh_hub';

/** Starts the server of this data folder, or adopts the one that runs. Recovers by itself after a crash.
 *  Safe to repeat, also from two processes at once: both get the same server.
 *  @throws Error saying what PostgreSQL said when it cannot start, or that a backup is being restored */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { dataDir, isDurable = true, signal } = options;
  settleKilledRestore(dataDir);
  const cluster = findCluster(dataDir) ?? (await createCluster(dataDir, findPostgresBinaries, { isDurable }));
  const { url, wasRunning } = await startServer(cluster, { isDurable, signal });
  await ensureDatabase(url);
  return {
    url: hubDatabaseOf(url),
    wasRunning,
    isRunning: () => findPostmaster(cluster.folder) !== undefined,
    stop: () => stopServer(cluster),
  };
}

/** The address of the server of this data folder if it runs now; never starts one. */
export function findEmbeddedPostgres(dataDir: string): string | undefined {
  const cluster = findCluster(dataDir);
  const url = cluster && findServer(cluster);
  return url && hubDatabaseOf(url);
}

/** Whether this data folder has a cluster, running or not. */
export function hasEmbeddedPostgres(dataDir: string): boolean {
  return findCluster(dataDir) !== undefined;
}

/** Stops the server of this data folder, if one runs. */
export async function stopEmbeddedPostgres(dataDir: string): Promise<void> {
  const cluster = findCluster(dataDir);
  if (cluster) await stopServer(cluster);
}

/** Stops the server of this data folder if it runs, and deletes its data. */
export async function removeEmbeddedPostgres(dataDir: string): Promise<void> {
  await stopEmbeddedPostgres(dataDir);
  deleteCluster(dataDir);
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

/** The address of the hub's own database on a server. */
export function hubDatabaseOf(serverUrl: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${databaseName}`;
  return url.href;
}
