/** A physical backup of the embedded PostgreSQL, beside whatever the hub does meanwhile. The folder appears whole or not at all. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

import { findCluster } from '../cluster.js';
import type { Queryable } from '../pool.js';
import { beginBackup, type BackupSession } from './backup-session.js';
import { CONTROL_FILE, listClusterFiles, WAL_FOLDER } from './cluster-files.js';
import { copyFile, syncAll, writeNewFile } from './copy-file.js';
import {
  BACKUP_FORMAT,
  type BackupFile,
  type BackupManifest,
  formatManifest,
  MANIFEST_NAME,
} from './manifest.js';

export interface TakeBackupOptions {
  readonly dataDir: string;
  /** Of the hub's database in the cluster of `dataDir`, whose server runs. */
  readonly url: string;
  /** Must not exist. */
  readonly folder: string;
  readonly hubVersion: string;
  /** Which log the database holds and how far it goes, asked before the backup ends. */
  readonly readLog: (db: Queryable) => Promise<LogPlace>;
  readonly onProgress: (progress: CopyProgress) => void;
  readonly signal?: AbortSignal;
  /** False trades safety of a power cut for speed: for tests only. Default true. */
  readonly isDurable?: boolean;
}

/** A place in an event log. */
export interface LogPlace {
  readonly id: string;
  readonly position: bigint;
}

export interface CopyProgress {
  readonly bytes: number;
  /** Not less than `bytes`; may grow. */
  readonly bytesExpected: number;
}

/** The folder of a backup that holds the cluster. */
export const CLUSTER_FOLDER = 'postgres';

/** @throws Error when the folder exists, or the database goes away meanwhile; nothing is left then */
export async function takeBackup(options: TakeBackupOptions): Promise<BackupManifest> {
  const folder = resolve(options.folder);
  if (existsSync(folder)) throw new Error(`${folder} exists: name a folder that does not.`);
  const cluster = findCluster(options.dataDir);
  if (cluster === undefined)
    throw new Error(`No hub has run in ${options.dataDir}: there is nothing to back up.`);
  mkdirSync(dirname(folder), { recursive: true });
  // Beside its place, readable by nobody else: renamed when it is whole.
  const part = mkdtempSync(join(dirname(folder), `${basename(folder)}.unfinished-`));
  try {
    const manifest = await copyCluster({ from: cluster.folder, to: join(part, CLUSTER_FOLDER) }, options);
    await writeNewFile(join(part, MANIFEST_NAME), formatManifest(manifest));
    if (options.isDurable ?? true) await syncAll(everythingIn(part));
    renameSync(part, folder);
    await syncAll([dirname(folder)]);
    return manifest;
  } catch (error) {
    rmSync(part, { recursive: true, force: true });
    throw error;
  }
}

interface Places {
  readonly from: string;
  readonly to: string;
}

async function copyCluster(places: Places, options: TakeBackupOptions): Promise<BackupManifest> {
  const session = await beginBackup(options.url);
  try {
    return await copyAll(session, places, options);
  } finally {
    await session.close();
  }
}

async function copyAll(
  session: BackupSession,
  places: Places,
  options: TakeBackupOptions,
): Promise<BackupManifest> {
  const { folders, files, bytes } = listClusterFiles(places.from);
  const { copied, copy, write } = openCopy(places, bytes, options);
  for (const folder of ['', ...folders]) mkdirSync(join(places.to, folder), { mode: 0o700 });
  for (const path of files) await copy(path);
  await write(CONTROL_FILE, readSteadily(join(places.from, CONTROL_FILE)));
  // Before the end: whatever is committed by now is in the log that is copied.
  const [{ id, position }, takenAt] = [await options.readLog(session.client), new Date().toISOString()];
  const { label, walFiles, ...wal } = await session.stop();
  for (const name of walFiles) {
    if (!(await copy(`${WAL_FOLDER}/${name}`)))
      throw new Error(`${name} of the log was gone before its copy.`);
  }
  await write('backup_label', label);
  const { version, major, systemIdentifier } = session;
  return {
    ...{ format: BACKUP_FORMAT, takenAt, hubVersion: options.hubVersion },
    ...{ postgres: { version, major, systemIdentifier }, log: { id, position: position.toString() } },
    ...{ wal, folders, files: copied },
  };
}

function openCopy({ from, to }: Places, expected: number, { onProgress, signal }: TakeBackupOptions) {
  const copied: BackupFile[] = [];
  let bytes = 0;
  const onBytes = (more: number): void => {
    bytes += more;
    onProgress({ bytes, bytesExpected: Math.max(bytes, expected) });
  };
  return {
    copied,
    /** False when the file is gone. */
    copy: async (path: string): Promise<boolean> => {
      signal?.throwIfAborted();
      const file = await copyFile(join(from, path), join(to, path), onBytes);
      if (file) copied.push({ path, ...file });
      return file !== undefined;
    },
    write: async (path: string, content: string | Buffer): Promise<void> => {
      copied.push({ path, ...(await writeNewFile(join(to, path), content)) });
    },
  };
}

function everythingIn(folder: string): readonly string[] {
  const inside = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return [...inside.map((name) => join(folder, name)), folder];
}

/** The server writes this one file in place: it was whole when it is read twice alike. */
function readSteadily(path: string): Buffer {
  for (let before = readFileSync(path); ;) {
    const now = readFileSync(path);
    if (now.equals(before)) return now;
    before = now;
  }
}
