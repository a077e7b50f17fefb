/** `backup` and `restore`: what they do with the embedded PostgreSQL, and what an operator does instead with another one. */
import { resolve } from 'node:path';
import {
  type BackupManifest,
  type CopyProgress,
  hasEmbeddedPostgres,
  type LogPlace,
  openDatabase,
  type Queryable,
  restoreBackup,
  type RestoredMarker,
  takeBackup,
  verifyBackup,
  writeRestoredMarker,
} from '../database/index.js';
import { readLogEnd } from '../event/index.js';
import { readConfig, VERSION } from './config.js';
import { lockFolder } from './hub-lock.js';
import { untilSignal } from './until-signal.js';

export interface BackupSummary {
  readonly folder: string;
  readonly takenAt: string;
  readonly hubVersion: string;
  readonly postgresVersion: string;
  readonly systemIdentifier: string;
  readonly logId: string;
  readonly position: string;
  readonly files: number;
  readonly bytes: number;
}

type OnProgress = (progress: CopyProgress) => void;

/** Beside whatever a hub does in the folder.
 *  @param folder must not exist; default a dated one beside the data folder   @throws Error */
export async function backUpHub(folder: string | undefined, onProgress: OnProgress): Promise<BackupSummary> {
  const { databaseUrl, dataDir } = readConfig();
  if (databaseUrl !== undefined) throw new Error(BACK_UP_ELSEWHERE);
  if (!hasEmbeddedPostgres(dataDir))
    throw new Error(`No hub has run in ${dataDir}: there is nothing to back up.`);
  const target = resolve(folder ?? `${dataDir}-backup-${stampOf(new Date())}`);
  const signal = stopSignal();
  const database = await openDatabase({ dataDir, stopsAdopted: false, connectionsMax: 1 });
  try {
    const { url } = database;
    const options = { dataDir, url, folder: target, hubVersion: VERSION, readLog, onProgress, signal };
    return summaryOf(target, await takeBackup(options));
  } finally {
    await database.close();
  }
}

export interface RestoreSummary extends BackupSummary {
  /** The database that was there before. */
  readonly keptAt?: string;
}

/** @throws FolderInUse, BackupDamaged, Error; nothing has changed then */
export async function restoreHub(folder: string, onProgress: OnProgress): Promise<RestoreSummary> {
  const { databaseUrl, dataDir } = readConfig();
  if (databaseUrl !== undefined) throw new Error(RESTORE_ELSEWHERE);
  const signal = stopSignal();
  const lock = lockFolder(dataDir);
  try {
    const options = { dataDir, folder: resolve(folder), readLog, onProgress, signal };
    const { manifest, log, keptAt } = await restoreBackup(options);
    const summary = { ...summaryOf(resolve(folder), manifest), position: log.position.toString() };
    return { ...summary, ...(keptAt === undefined ? {} : { keptAt }) };
  } finally {
    lock.release();
  }
}

/** Reads the whole backup against its hashes; changes nothing.   @throws BackupDamaged */
export async function verifyHubBackup(folder: string, onProgress: OnProgress): Promise<BackupSummary> {
  return summaryOf(resolve(folder), await verifyBackup(resolve(folder), onProgress));
}

export interface MarkSummary extends RestoredMarker {
  readonly path: string;
}

/** Leaves the note that `restore` leaves, for a database that was put back by other means.
 *  @param takenAt up to when it knows what happened; default when its last event was recorded   @throws FolderInUse, Error */
export async function markRestored(takenAt: string | undefined): Promise<MarkSummary> {
  const { databaseUrl: url, dataDir } = readConfig();
  const lock = lockFolder(dataDir);
  try {
    const database = await openDatabase({ url, dataDir, stopsAdopted: false, connectionsMax: 1 });
    try {
      const { logId, position, recordedAt } = await readLogEnd(database.pool);
      const until = takenAt === undefined ? recordedAt : instantOf(takenAt);
      const at = new Date();
      const backupTakenAt = (until ?? at).toISOString();
      const marker = { at: at.toISOString(), backupTakenAt, logId, position: position.toString() };
      return { ...marker, path: writeRestoredMarker(dataDir, marker) };
    } finally {
      await database.close();
    }
  } finally {
    lock.release();
  }
}

async function readLog(db: Queryable): Promise<LogPlace> {
  const { logId: id, position } = await readLogEnd(db);
  return { id, position };
}

function instantOf(text: string): Date {
  const instant = new Date(text);
  if (!/^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(text) || Number.isNaN(instant.getTime()))
    throw new Error('--taken-at is an instant with its zone, such as 2026-11-30T02:00:00+07:00.');
  return instant;
}

function summaryOf(
  folder: string,
  { takenAt, hubVersion, postgres, log, files }: BackupManifest,
): BackupSummary {
  return {
    ...{ folder, takenAt, hubVersion, postgresVersion: postgres.version },
    ...{ systemIdentifier: postgres.systemIdentifier, logId: log.id, position: log.position },
    ...{ files: files.length, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0) },
  };
}

/** Ctrl-C leaves nothing half done. */
function stopSignal(): AbortSignal {
  const stopping = new AbortController();
  void untilSignal().then(() => stopping.abort(new Error('Stopped: nothing has changed.')));
  return stopping.signal;
}

/** 20261130T021500Z */
function stampOf(at: Date): string {
  return at.toISOString().replaceAll(/[-:]|\.\d+/g, '');
}

const GUIDE = 'docs/guides/run-it-for-real.md, "Back up and restore", has the whole way.';

const BACK_UP_ELSEWHERE = `DATABASE_URL is set: \`hub backup\` copies the embedded PostgreSQL only. Yours is backed up by its own tools:
  pg_dump --format=custom --file=ansinh-hub.dump "$DATABASE_URL"
or continuously, by WAL archiving. ${GUIDE}`;

const RESTORE_ELSEWHERE = `DATABASE_URL is set: \`hub restore\` puts back the embedded PostgreSQL only. Restore yours by its own tools while no hub runs, then say so:
  pg_restore --clean --if-exists --single-transaction --dbname="$DATABASE_URL" ansinh-hub.dump
  npm run hub -- restore --mark
${GUIDE}`;
