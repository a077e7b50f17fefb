/** One real PostgreSQL for the whole test run, in a folder of its own, with a migrated database to copy from. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import pg from 'pg';

import { migrate, removeEmbeddedPostgres, startEmbeddedPostgres } from '../../src/database/index.js';
import {
  currentTestRun,
  removeAbandonedServers,
  runFolderPrefix,
  temporaryFolderOf,
  type TestRun,
  testRunKey,
} from './test-run.js';

export async function startTestPostgres(): Promise<void> {
  await removeAbandonedServers();
  const dataDir = mkdtempSync(join(tmpdir(), runFolderPrefix));
  mkdirSync(temporaryFolderOf(dataDir));
  // As root, PostgreSQL runs as another account, which must get in.
  for (const folder of [dataDir, temporaryFolderOf(dataDir)]) chmodSync(folder, 0o755);
  writeFileSync(join(dataDir, 'runner.pid'), String(process.pid));
  process.env['TMPDIR'] = temporaryFolderOf(dataDir);
  try {
    const server = await startEmbeddedPostgres({ dataDir, isDurable: false });
    const run = { dataDir, adminUrl: withDatabase(server.url, 'postgres'), template: 'template_hub' };
    process.env[testRunKey] = JSON.stringify({
      ...run,
      migrationFailure: await createTemplate(run),
    } satisfies TestRun);
  } catch (error) {
    // Jest runs no teardown after a failed set-up.
    await removeRun(dataDir);
    throw error;
  }
}

export async function stopTestPostgres(): Promise<void> {
  await removeRun(currentTestRun().dataDir);
}

async function removeRun(dataDir: string): Promise<void> {
  await removeEmbeddedPostgres(dataDir);
  rmSync(dataDir, { recursive: true, force: true });
}

/** A broken migration fails the tests that need it, with its own words, and leaves the others to run. */
async function createTemplate(run: { adminUrl: string; template: string }): Promise<string | undefined> {
  const client = new pg.Client({ connectionString: run.adminUrl });
  await client.connect();
  await client.query(`CREATE DATABASE ${run.template}`);
  await client.end();
  try {
    await migrate(withDatabase(run.adminUrl, run.template));
    return undefined;
  } catch (error) {
    return String(error);
  }
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}
