/** Runs a program of `test/` that is no test, such as a long attack: in TypeScript, on what is built, with the arguments of the command. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { build } from './build.mjs';
import { install } from './install.mjs';
import { projectRoot } from './project.mjs';

/** @param path from the project's root. The process ends as the program does. */
export async function runTestProgram(path) {
  install();
  await build();
  const child = spawn(
    process.execPath,
    [
      '--import',
      pathToFileURL(join(projectRoot, 'test/setup/register-typescript.mjs')).href,
      join(projectRoot, path),
      ...process.argv.slice(2),
    ],
    { cwd: projectRoot, stdio: 'inherit' },
  );
  // Whoever stops this stops the program, which then clears away what it started.
  for (const name of ['SIGINT', 'SIGTERM']) process.on(name, () => child.kill(name));
  child.once('exit', (code) => process.exit(code ?? 1));
}
