/** The cluster folder of the embedded PostgreSQL: where it lies, and making it so that a cut power cord leaves either
 *  a whole cluster or none. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';

import type { PostgresBinaries } from './postgres-binaries.js';
import { canReach, findRunAccount, type RunAccount, sharedFolder } from './run-account.js';

/** What the hub keeps beside PostgreSQL's own files. */
export interface ClusterSettings {
  readonly password: string;
  readonly port: number;
  /** The path that leads here; a copied data folder shows by it and gets a cluster of its own. */
  readonly reachedBy: string;
}

export interface Cluster {
  readonly folder: string;
  readonly account: RunAccount | undefined;
}

export const superuser = 'hub';
const settingsFile = 'ansinh-hub.json';
const asideMark = '-before-restore-';

/** Where the cluster of this data folder is; undefined when there is none yet. */
export function findCluster(dataDir: string): Cluster | undefined {
  const entry = clusterEntry(dataDir);
  if (!existsSync(join(entry, settingsFile))) return undefined;
  const folder = realpathSync(entry);
  if (folder !== realEntry(entry) && isCopiedLink(folder, entry)) return undefined;
  return { folder, account: findRunAccount(folder) };
}

/** Makes the cluster: UTF-8, sorted by code point everywhere alike, with ICU's collations (`vi-x-icu`) beside it. */
export async function createCluster(
  dataDir: string,
  binariesFor: (account: RunAccount | undefined) => PostgresBinaries,
  options: { readonly isDurable: boolean },
): Promise<Cluster> {
  const made = makeClusterFolder(dataDir);
  const { folder, account } = made;
  const settings = { password: randomBytes(24).toString('base64url'), port: 0, reachedBy: made.reachedBy };
  await initdb(binariesFor(account).initdb, folder, settings.password, { account, ...options });
  writeClusterSettings(folder, settings);
  try {
    return made.moveIn();
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    // Another process made the cluster meanwhile: that one counts.
    const other = findCluster(dataDir);
    if (other === undefined) throw error;
    return other;
  }
}

export interface ClusterInTheMaking extends Cluster, Pick<ClusterSettings, 'reachedBy'> {
  /** Puts it where the data folder's cluster is looked for.
   *  @throws Error when there is one */
  moveIn(): Cluster;
}

/** An empty folder beside the place where the cluster will be, so that a cluster moves in whole or not at all. */
export function makeClusterFolder(dataDir: string): ClusterInTheMaking {
  const entry = clusterEntry(dataDir);
  mkdirSync(dirname(entry), { recursive: true });
  const account = findRunAccount(entry);
  const isNear = canReach(dirname(entry), account);
  const parent = isNear ? dirname(entry) : sharedFolder('data', account);
  const folder = mkdtempSync(join(parent, 'postgres-'));
  if (account !== undefined) chownSync(folder, account.uid, account.gid);
  const moveIn = (): Cluster => {
    if (isLink(entry)) unlinkSync(entry);
    if (isNear) renameSync(folder, entry);
    else symlinkSync(folder, entry);
    return { folder: realpathSync(entry), account };
  };
  return { folder, account, reachedBy: realEntry(entry), moveIn };
}

/** Deletes the cluster, and those that restores have put aside. Its server must be stopped. */
export function deleteCluster(dataDir: string): void {
  const cluster = findCluster(dataDir);
  if (cluster !== undefined) rmSync(cluster.folder, { recursive: true, force: true });
  rmSync(clusterEntry(dataDir), { recursive: true, force: true });
  for (const aside of listAside(dataDir)) {
    if (isLink(aside)) rmSync(readlinkSync(aside), { recursive: true, force: true });
    rmSync(aside, { recursive: true, force: true });
  }
}

/** Where a restore puts the cluster that was there.
 *  @param stamp when, as it may stand in a name */
export function asidePath(dataDir: string, stamp: string): string {
  return `${clusterEntry(dataDir)}${asideMark}${stamp}`;
}

function listAside(dataDir: string): readonly string[] {
  if (!existsSync(dataDir)) return [];
  const names = readdirSync(dataDir).filter((name) => name.startsWith(`postgres${asideMark}`));
  return names.map((name) => join(dataDir, name));
}

export function readClusterSettings(folder: string): ClusterSettings {
  return JSON.parse(readFileSync(join(folder, settingsFile), 'utf8')) as ClusterSettings;
}

export function writeClusterSettings(folder: string, settings: ClusterSettings): void {
  const path = join(folder, settingsFile);
  writeFileSync(`${path}.new`, JSON.stringify(settings), { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

/** The path that leads to the cluster of a data folder, whether there is one or not. */
export function clusterEntry(dataDir: string): string {
  return join(resolve(dataDir), 'postgres');
}

function realEntry(entry: string): string {
  return join(realpathSync(dirname(entry)), 'postgres');
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

/** Two data folders must never share one cluster through a copied link; a folder that was moved keeps its own. */
function isCopiedLink(folder: string, entry: string): boolean {
  const settings = readClusterSettings(folder);
  if (settings.reachedBy === realEntry(entry)) return false;
  if (isLink(settings.reachedBy) && readlinkSync(settings.reachedBy) === folder) return true;
  writeClusterSettings(folder, { ...settings, reachedBy: realEntry(entry) });
  return false;
}

async function initdb(
  program: string,
  folder: string,
  password: string,
  options: { readonly account: RunAccount | undefined; readonly isDurable: boolean },
): Promise<void> {
  const passwordFile = `${folder}.password`;
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (options.account !== undefined) chownSync(passwordFile, options.account.uid, options.account.gid);
  try {
    await run(
      program,
      [
        `--pgdata=${folder}`,
        `--username=${superuser}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--no-instructions',
        ...(options.isDurable ? [] : ['--no-sync']),
      ],
      { ...options.account, cwd: folder },
    );
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

async function run(
  program: string,
  args: readonly string[],
  options: { uid?: number; gid?: number; cwd: string },
): Promise<void> {
  const child = spawn(program, args, {
    ...options,
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  const code = await new Promise<number | null>((settle, fail) => {
    child.once('error', fail);
    child.once('close', settle);
  });
  if (code !== 0)
    throw new Error(`Making the embedded PostgreSQL failed (${String(code)}): ${complaint.trim()}`);
}
