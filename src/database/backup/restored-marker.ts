/** The note that a restore leaves in the data folder: the database is older than what others may have seen of it. */
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface RestoredMarker {
  /** When it was restored, ISO 8601. */
  readonly at: string;
  /** Up to when the restored database knows what happened, ISO 8601. */
  readonly backupTakenAt: string;
  /** The restored log and its last position, a decimal number. */
  readonly logId: string;
  readonly position: string;
}

const markerName = 'restored.json';

/** Undefined where nothing was restored, or a hub has started since. */
export function readRestoredMarker(dataDir: string): RestoredMarker | undefined {
  const path = join(dataDir, markerName);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as RestoredMarker) : undefined;
}

/** Safe to repeat: the last restore counts. @returns its path */
export function writeRestoredMarker(dataDir: string, marker: RestoredMarker): string {
  const path = join(dataDir, markerName);
  writeFileSync(`${path}.new`, `${JSON.stringify(marker)}\n`, { mode: 0o600, flush: true });
  renameSync(`${path}.new`, path);
  return path;
}

/** Once what it says is seen to. */
export function removeRestoredMarker(dataDir: string): void {
  rmSync(join(dataDir, markerName), { force: true });
}
