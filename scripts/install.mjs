/** Installs the packages when they are missing or are not those of package-lock.json. A first command of a bare clone
 *  gets here before anything else exists, so this file uses only what Node brings. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { projectRoot, say } from './project.mjs';

const lockPath = join(projectRoot, 'package-lock.json');
const installedPath = join(projectRoot, 'node_modules', '.package-lock.json');
const markPath = join(projectRoot, 'node_modules', '.ansinh-hub-lock');

/** Safe to repeat; a few milliseconds when nothing is to do. Ends the process when npm fails. */
export function install() {
  const lock = readFileSync(lockPath);
  const mark = createHash('sha256').update(lock).digest('hex');
  if (existsSync(markPath) && readFileSync(markPath, 'utf8') === mark) return;
  if (!isInstalled(JSON.parse(lock).packages)) runNpm();
  writeFileSync(markPath, mark);
}

/** Whether every package that this platform cannot do without is there in its locked version. */
function isInstalled(locked) {
  if (!existsSync(installedPath)) return false;
  const installed = JSON.parse(readFileSync(installedPath)).packages;
  return Object.entries(locked).every(
    ([path, { version, optional, devOptional }]) =>
      path === '' || (installed[path] ? installed[path].version === version : optional || devOptional),
  );
}

function runNpm() {
  say('Installing packages (about a minute, the first time only) …');
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  // The npm that runs us may not be the one on the PATH.
  const [command, ...rest] = process.env.npm_execpath
    ? [process.execPath, process.env.npm_execpath, ...args]
    : ['npm', ...args];
  const { status, error } = spawnSync(command, rest, {
    cwd: projectRoot,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32' && command === 'npm',
  });
  if (status === 0) return;
  say(`npm ci failed${error ? ` (${error.message})` : ''}: see above, then run the command again`);
  process.exit(1);
}
