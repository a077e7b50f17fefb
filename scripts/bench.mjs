/** The hub beside its peers on the same work: `npm run bench [-- WORK … --rounds N --short --publish]`. Its packages are its own. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { build } from './build.mjs';
import { install } from './install.mjs';
import { projectRoot } from './project.mjs';

install();
await build();

const options = { cwd: join(projectRoot, 'bench'), stdio: 'inherit' };
const installed = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], options);
const { status } =
  installed.status === 0
    ? spawnSync(process.execPath, ['run.mjs', ...process.argv.slice(2)], options)
    : installed;
process.exit(status ?? 1);
