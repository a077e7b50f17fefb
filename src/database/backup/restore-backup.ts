/** Puts a backup in the place of the embedded PostgreSQL's cluster. Everything is tried on a copy beside it: every file against its
 *  hash, then the start of a server. Only then do the two change places, and the old one is kept. */
import { chownSync, lstatSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import {
  asidePath,
  type Cluster,
  clusterEntry,
  type ClusterInTheMaking,
  findCluster,
  makeClusterFolder,
  readClusterSettings,
  writeClusterSettings,
} from '../cluster.js';
import { hubDatabaseOf } from '../embedded-postgres.js';
import { openPool, type Queryable } from '../pool.js';
import { findPostgresMajor } from '../postgres-binaries.js';
import { findPostmaster } from '../postmaster.js';
import { startServer, stopServer } from '../server-process.js';
import { type CopiedFile, copyFile, hashFile, syncAll } from './copy-file.js';
import { BackupDamaged, type BackupFile, type BackupManifest, readManifest } from './manifest.js';
import { forgetRestore, noteRestore, settleKilledRestore } from './restore-journal.js';
import { writeRestoredMarker } from './restored-marker.js';
import { CLUSTER_FOLDER, type CopyProgress, type LogPlace } from './take-backup.js';

export interface RestoreOptions {
  readonly dataDir: string;
  /** The backup. */
  readonly folder: string;
  readonly readLog: (db: Queryable) => Promise<LogPlace>;
  readonly onProgress: (progress: CopyProgress) => void;
  readonly signal?: AbortSignal;
  /** False trades safety of a power cut for speed: for tests only. Default true. */
  readonly isDurable?: boolean;
}

export interface Restored {
  readonly manifest: BackupManifest;
  /** Where the restored log ends, as its own server said. */
  readonly log: LogPlace;
  /** The cluster that was there before; undefined when there was none. */
  readonly keptAt: string | undefined;
}

/** No hub may use the data folder meanwhile: the caller holds its lock.
 *  @throws BackupDamaged, Error while a server runs there or when the restored one does not start; nothing has changed then */
export async function restoreBackup(options: RestoreOptions): Promise<Restored> {
  const { dataDir, folder } = options;
  const manifest = readManifest(folder);
  settleKilledRestore(dataDir);
  refuseRunningServer(dataDir);
  const made = makeClusterFolder(dataDir);
  noteRestore(dataDir, { part: made.folder });
  const log = await prepare(made, manifest, options).catch((error: unknown) => {
    rmSync(made.folder, { recursive: true, force: true });
    forgetRestore(dataDir);
    throw error;
  });
  return { manifest, log, keptAt: await changePlaces(made, { dataDir, manifest, log }) };
}

/** Reads every file of a backup and changes nothing.   @throws BackupDamaged */
export async function verifyBackup(
  folder: string,
  onProgress: (progress: CopyProgress) => void,
): Promise<BackupManifest> {
  const manifest = readManifest(folder);
  await eachFile(manifest, onProgress, async (file, count) =>
    requireSame(folder, file, await hashFile(pathOf(folder, file), count)),
  );
  return manifest;
}

async function prepare(
  made: ClusterInTheMaking,
  manifest: BackupManifest,
  options: RestoreOptions,
): Promise<LogPlace> {
  requireMajor(manifest, made);
  await fill(made, manifest, options);
  const log = await tryStart(made, options);
  refuseRunningServer(options.dataDir);
  return log;
}

function refuseRunningServer(dataDir: string): void {
  const cluster = findCluster(dataDir);
  const postmaster = cluster && findPostmaster(cluster.folder);
  if (postmaster) {
    throw new Error(
      `PostgreSQL runs on ${dataDir} (pid ${postmaster.pid}): stop the hub; what a killed hub left is stopped by kill -INT ${postmaster.pid}.`,
    );
  }
}

function requireMajor({ postgres }: BackupManifest, { account }: Cluster): void {
  const major = findPostgresMajor(account);
  if (postgres.major !== major) {
    throw new BackupDamaged(
      `The backup is of PostgreSQL ${postgres.version}; this hub brings PostgreSQL ${major}, which cannot read its files.`,
    );
  }
}

async function fill(
  made: ClusterInTheMaking,
  manifest: BackupManifest,
  { folder, onProgress, signal }: RestoreOptions,
): Promise<void> {
  const own = (path: string): void => {
    if (made.account) chownSync(path, made.account.uid, made.account.gid);
  };
  for (const name of manifest.folders) {
    mkdirSync(join(made.folder, name), { mode: 0o700 });
    own(join(made.folder, name));
  }
  await eachFile(manifest, onProgress, async (file, onBytes) => {
    signal?.throwIfAborted();
    const to = join(made.folder, file.path);
    requireSame(folder, file, await copyFile(pathOf(folder, file), to, onBytes));
    own(to);
  });
  // A data folder that was moved, or another one: the cluster belongs where it is now.
  writeClusterSettings(made.folder, { ...readClusterSettings(made.folder), reachedBy: made.reachedBy });
}

/** The server puts every file on the disk and replays the log of the time of the backup. One that it does not start on is none. */
async function tryStart(
  cluster: Cluster,
  { readLog, signal, isDurable = true }: RestoreOptions,
): Promise<LogPlace> {
  try {
    const { url } = await startServer(cluster, { isDurable, signal });
    const pool = openPool({
      url: hubDatabaseOf(url),
      connectionsMax: 1,
      applicationName: 'ansinh-hub restore',
    });
    try {
      return await readLog(pool);
    } finally {
      await pool.end();
    }
  } finally {
    await stopServer(cluster);
  }
}

async function changePlaces(
  made: ClusterInTheMaking,
  { dataDir, manifest, log }: { readonly dataDir: string } & Pick<Restored, 'manifest' | 'log'>,
): Promise<string | undefined> {
  const entry = clusterEntry(dataDir);
  const at = new Date().toISOString();
  const hasOld = lstatSync(entry, { throwIfNoEntry: false }) !== undefined;
  const aside = hasOld ? asidePath(dataDir, at.replaceAll(/[-:]|\.\d+/g, '')) : undefined;
  const marker = { at, backupTakenAt: manifest.takenAt, logId: log.id, position: log.position.toString() };
  noteRestore(dataDir, { part: made.folder, swap: { aside, marker } });
  try {
    if (aside !== undefined) renameSync(entry, aside);
    made.moveIn();
    writeRestoredMarker(dataDir, marker);
    await syncAll([dataDir]);
  } finally {
    settleKilledRestore(dataDir);
  }
  return aside;
}

async function eachFile(
  { files }: BackupManifest,
  onProgress: (progress: CopyProgress) => void,
  work: (file: BackupFile, count: (bytes: number) => void) => Promise<void>,
): Promise<void> {
  const bytesExpected = files.reduce((sum, file) => sum + file.bytes, 0);
  let bytes = 0;
  const count = (more: number): void => {
    bytes += more;
    onProgress({ bytes: Math.min(bytes, bytesExpected), bytesExpected });
  };
  for (const file of files) await work(file, count);
}

function requireSame(folder: string, file: BackupFile, found: CopiedFile | undefined): void {
  const path = pathOf(folder, file);
  if (found === undefined) throw new BackupDamaged(`${path} is missing: the backup is damaged.`);
  if (found.sha256 !== file.sha256)
    throw new BackupDamaged(`${path} is not what was backed up: the backup is damaged.`);
}

function pathOf(folder: string, { path }: BackupFile): string {
  return join(folder, CLUSTER_FOLDER, path);
}
