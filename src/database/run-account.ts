/** PostgreSQL refuses to run as root. When the hub is root, its server runs as an unprivileged account that exists
 *  already, and what that account must read lies where it can reach it. */
import { chmodSync, existsSync, mkdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface RunAccount {
  readonly uid: number;
  readonly gid: number;
}

const preferredNames = ['postgres', 'nobody'] as const;

/** The account to run PostgreSQL as; undefined means the hub's own, which is not root.
 *  @param clusterFolder an existing cluster keeps the owner that it has
 *  @throws Error naming DATABASE_URL when the machine has no such account */
export function findRunAccount(clusterFolder: string): RunAccount | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = readAccounts();
  const owner = existsSync(clusterFolder) ? statSync(clusterFolder) : undefined;
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  for (const name of preferredNames) {
    const account = accounts.get(name);
    if (account !== undefined) return account;
  }
  throw new Error(
    'PostgreSQL cannot run as root and there is no account "postgres" or "nobody": set DATABASE_URL',
  );
}

/** Whether `account` can walk to `path` and read it. The hub's own account reaches what the hub was given. */
export function canReach(path: string, account: RunAccount | undefined): boolean {
  if (account === undefined) return true;
  let folder = realpathSync(path);
  for (;;) {
    if (!mayEnter(folder, account)) return false;
    const parent = dirname(folder);
    if (parent === folder) return true;
    folder = parent;
  }
}

/** A folder outside of anyone's home for what an unprivileged account must reach. Only root's own folder is trusted
 *  by root: a world-writable one could be prepared by somebody else. */
export function sharedFolder(kind: 'cache' | 'data', account: RunAccount | undefined): string {
  const isRoot = process.getuid?.() === 0;
  const base = kind === 'cache' ? '/var/cache' : '/var/lib';
  const folder = isRoot && existsSync(base) ? join(base, 'ansinh-hub') : privateFolder(kind);
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  if (isRoot) {
    if (statSync(folder).uid !== 0)
      throw new Error(`${folder} must belong to root: remove it and start again`);
    chmodSync(folder, 0o755);
  }
  if (!canReach(folder, account))
    throw new Error(`The account of PostgreSQL cannot reach ${folder}: set DATABASE_URL`);
  return folder;
}

function privateFolder(kind: 'cache' | 'data'): string {
  if (process.getuid?.() === 0) return join(tmpdir(), `ansinh-hub-${kind}`);
  return join(homedir(), kind === 'cache' ? '.cache' : '.local', 'ansinh-hub');
}

function mayEnter(folder: string, account: RunAccount): boolean {
  const { mode, uid, gid } = statSync(folder);
  if (uid === account.uid) return (mode & 0o100) !== 0;
  if (gid === account.gid) return (mode & 0o010) !== 0;
  return (mode & 0o001) !== 0;
}

function readAccounts(): Map<string, RunAccount> {
  const accounts = new Map<string, RunAccount>();
  if (!existsSync('/etc/passwd')) return accounts;
  for (const line of readFileSync('/etc/passwd', 'utf8').split('\n')) {
    const [name, , uid, gid] = line.split(':');
    if (name === undefined || uid === undefined || gid === undefined) continue;
    // macOS writes nobody's id as -2.
    accounts.set(name, { uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 });
  }
  return accounts;
}
