/** Runs every test, or those that the arguments name, and ends with one line `N passed, N failed`. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { build } from './build.mjs';
import { install } from './install.mjs';
import { projectRoot } from './project.mjs';

install();
await build();

const folder = mkdtempSync(join(tmpdir(), 'ansinh-hub-summary-'));
const summaryPath = join(folder, 'summary.json');
const { status } = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    join(projectRoot, 'node_modules/jest/bin/jest.js'),
    ...process.argv.slice(2),
  ],
  { cwd: projectRoot, stdio: 'inherit', env: { ...process.env, HUB_TEST_SUMMARY: summaryPath } },
);
// A run that could not even begin counts as one failure.
const { passed, failed } = existsSync(summaryPath)
  ? JSON.parse(readFileSync(summaryPath, 'utf8'))
  : { passed: 0, failed: status ? 1 : 0 };
rmSync(folder, { recursive: true });
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : (status ?? 1));
