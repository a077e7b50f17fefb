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

/** Where the test files of a run make their own folders, so that none outlives it. */
export const temporaryFolderOf = (runFolder: string): string => join(runFolder, 'tmp');

export function currentTestRun(): TestRun {
  const text = process.env[testRunKey];
  if (text === undefined)
    throw new Error('Tests need the PostgreSQL of jest.config.mjs: run them with npm test');
  return JSON.parse(text) as TestRun;
}

/** A test run that was killed leaves its server, or a hub with all that belongs to it; the next run clears it away. */
export async function removeAbandonedServers(): Promise<void> {
  for (const folder of runFolders(tmpdir())) {
    const pidFile = join(folder, 'runner.pid');
    if (!existsSync(pidFile) || isAlive(Number(readFileSync(pidFile, 'utf8')))) continue;
    for (const hubFolder of runFolders(temporaryFolderOf(folder))) await removeHubFolder(hubFolder);
    await removeHubFolder(folder);
  }
}

function runFolders(parent: string): readonly string[] {
  if (!existsSync(parent)) return [];
  const names = readdirSync(parent).filter((name) => name.startsWith(runFolderPrefix));
  return names.map((name) => join(parent, name));
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
