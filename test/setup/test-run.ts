/** What the test files need to know of the PostgreSQL that the run started, handed over in an environment variable
 *  because jest runs them in other processes. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { removeHubFolder } from './hub-folder.js';

export interface TestRun {
  readonly dataDir: string;
  readonly adminUrl: string;
  readonly template: string;
  /** Why the template could not be migrated, when it could not. */
  readonly migrationFailure?: string | undefined;
}

export const testRunKey = 'HUB_TEST_RUN';
export const runFolderPrefix = 'ansinh-hub-test-';

export function currentTestRun(): TestRun {
  const text = process.env[testRunKey];
  if (text === undefined)
    throw new Error('Tests need the PostgreSQL of jest.config.mjs: run them with npm test');
  return JSON.parse(text) as TestRun;
}

/** A test run that was killed leaves its server, or a hub with all that belongs to it; the next run clears it away. */
export async function removeAbandonedServers(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(runFolderPrefix))) {
    const folder = join(tmpdir(), name);
    const pidFile = join(folder, 'runner.pid');
    if (!existsSync(pidFile) || isAlive(Number(readFileSync(pidFile, 'utf8')))) continue;
    await removeHubFolder(folder);
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
