/** What a backup says of itself: what it is of, and every file with its hash. A damaged or foreign backup is known by it before
 *  anything is put back. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Raised when an older hub could not restore what a newer one writes. */
export const BACKUP_FORMAT = 1;

export interface BackupFile {
  /** Within the folder `postgres` of the backup, with `/`. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface BackupManifest {
  readonly format: number;
  /** ISO 8601; everything committed until then is in the backup. */
  readonly takenAt: string;
  readonly hubVersion: string;
  readonly postgres: {
    /** `18.4` */
    readonly version: string;
    /** 18: only the same one can start on these files. */
    readonly major: number;
    /** Of the cluster, for as long as it lives. */
    readonly systemIdentifier: string;
  };
  /** Which event log, and a position that it had reached at least. */
  readonly log: { readonly id: string; readonly position: string };
  readonly wal: { readonly start: string; readonly stop: string };
  readonly folders: readonly string[];
  readonly files: readonly BackupFile[];
}

export const MANIFEST_NAME = 'manifest.json';

/** A backup that cannot be used: the message says which file and why. */
export class BackupDamaged extends Error {}

/** The text of the manifest; its last member is the hash of all before. */
export function formatManifest(manifest: BackupManifest): string {
  return `${JSON.stringify({ ...manifest, sha256: hashOf(manifest) }, undefined, 1)}\n`;
}

/** @throws BackupDamaged */
export function readManifest(folder: string): BackupManifest {
  const path = join(folder, MANIFEST_NAME);
  const { sha256, ...manifest } = parse(path);
  if (manifest.format !== BACKUP_FORMAT) {
    throw new BackupDamaged(
      `${path} is of format ${String(manifest.format)}; this hub restores format ${BACKUP_FORMAT}.`,
    );
  }
  if (sha256 !== hashOf(manifest)) throw new BackupDamaged(`${path} has been changed since it was written.`);
  for (const name of [...manifest.folders, ...manifest.files.map((file) => file.path)]) {
    if (!isInside(name)) throw new BackupDamaged(`${path} names a file outside of the backup.`);
  }
  return manifest;
}

function parse(path: string): BackupManifest & { readonly sha256?: string } {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as BackupManifest & { readonly sha256?: string };
  } catch (cause) {
    throw new BackupDamaged(`${path} cannot be read: this is no backup of a hub, or not a whole one.`, {
      cause,
    });
  }
}

function hashOf(manifest: BackupManifest): string {
  return createHash('sha256').update(JSON.stringify(manifest)).digest('hex');
}

function isInside(path: string): boolean {
  return /^[\w.-]+(\/[\w.-]+)*$/.test(path) && !path.split('/').includes('..');
}
