/** What outsiders may try, against a started hub: `npm run test:attack [-- --url URL]`. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { build } from './build.mjs';
import { install } from './install.mjs';
import { projectRoot } from './project.mjs';

install();
await build();

const child = spawn(
  process.execPath,
  [
    '--import',
    pathToFileURL(join(projectRoot, 'test/setup/register-typescript.mjs')).href,
    join(projectRoot, 'test/attack/attack-command.ts'),
    ...process.argv.slice(2),
  ],
  { cwd: projectRoot, stdio: 'inherit' },
);
// Whoever stops this stops the attack, which then clears away what it started.
for (const name of ['SIGINT', 'SIGTERM']) process.on(name, () => child.kill(name));
child.once('exit', (code) => process.exit(code ?? 1));
