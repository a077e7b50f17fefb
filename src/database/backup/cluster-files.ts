/** Which files of a running cluster belong into a backup. What PostgreSQL makes anew at a start, and what is this machine's only,
 *  stays out: the same list as pg_basebackup's (PostgreSQL 18, `src/backend/backup/basebackup.c`), with what the hub adds. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

export interface ClusterFiles {
  readonly folders: readonly string[];
  /** PostgreSQL's control file is not among them: it is copied last. */
  readonly files: readonly string[];
  /** As they are now. */
  readonly bytes: number;
}

export const CONTROL_FILE = 'global/pg_control';
export const WAL_FOLDER = 'pg_wal';

/** Their content is of no use after a start; WAL is copied by itself. */
const EMPTIED = new Set([
  ...[WAL_FOLDER, 'pg_replslot', 'pg_dynshmem', 'pg_notify', 'pg_serial', 'pg_snapshots'],
  ...['pg_stat_tmp', 'pg_subtrans'],
]);
const LEFT_OUT_ON_TOP = new Set([
  ...['postmaster.pid', 'postmaster.opts', 'backup_label', 'tablespace_map', 'backup_manifest'],
  ...['backup_label.old', 'tablespace_map.old', 'current_logfiles', 'server.log'],
]);
/** Caches, sorts that spilled to the disk, temporary tables, files that are just being written. */
const LEFT_OUT = /^(pg_internal\.init|pgsql_tmp|t\d+_\d+)|\.(tmp|new)$/;

/** @throws Error when tablespaces lie outside of the cluster: the hub makes none */
export function listClusterFiles(cluster: string): ClusterFiles {
  const folders: string[] = [];
  const files: string[] = [];
  let bytes = 0;
  const walk = (folder: string): void => {
    for (const entry of readdirSync(join(cluster, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (LEFT_OUT.test(entry.name) || (folder === '' && LEFT_OUT_ON_TOP.has(entry.name))) continue;
      if (entry.isSymbolicLink())
        throw new Error(`${path} lies outside of the cluster: back it up by WAL archiving.`);
      if (entry.isDirectory()) {
        folders.push(path);
        if (!EMPTIED.has(path)) walk(path);
      } else if (path !== CONTROL_FILE) {
        files.push(path);
        bytes += statSync(join(cluster, path), { throwIfNoEntry: false })?.size ?? 0;
      }
    }
  };
  walk('');
  return { folders, files, bytes };
}
