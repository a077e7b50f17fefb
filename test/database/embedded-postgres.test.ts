/** The embedded PostgreSQL outlives a killed hub, recovers from its own death, and starts in places that are awkward. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';

import {
  findEmbeddedPostgres,
  removeEmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../src/database/index.js';

describe('the embedded PostgreSQL', () => {
  let parent: string;
  let dataDir: string;
  const isDurable = false;

  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'embedded '));
    chmodSync(parent, 0o755);
    dataDir = join(parent, '.hub');
  });

  afterEach(async () => {
    await removeEmbeddedPostgres(dataDir);
    rmSync(parent, { recursive: true });
  });

  it('keeps its data and its address over a clean stop', async () => {
    const first = await startEmbeddedPostgres({ dataDir, isDurable });
    await query(first.url, 'CREATE TABLE kept AS SELECT 1 AS one');
    await first.stop();
    expect(findEmbeddedPostgres(dataDir)).toBeUndefined();

    const second = await startEmbeddedPostgres({ dataDir, isDurable });

    expect(second).toMatchObject({ url: first.url, wasRunning: false });
    expect(await query(second.url, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
  });

  it('is adopted, not started again, after its hub was killed', async () => {
    const { hub, url } = await startHub(dataDir);
    hub.kill('SIGKILL');
    await once(hub, 'exit');
    const before = await postmasterStart(url);

    const adopted = await startEmbeddedPostgres({ dataDir, isDurable });

    expect(adopted).toMatchObject({ url, wasRunning: true });
    expect(await postmasterStart(url)).toEqual(before);
  });

  it('recovers what was committed when it was killed itself', async () => {
    const { url } = await startEmbeddedPostgres({ dataDir });
    await query(url, 'CREATE TABLE kept AS SELECT 1 AS one');
    process.kill(postmasterPid(dataDir), 'SIGKILL');

    const recovered = await startEmbeddedPostgres({ dataDir });

    expect(recovered.wasRunning).toBe(false);
    expect(await query(recovered.url, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
  });

  it('starts beside the pid file of a killed server whose number another program has now', async () => {
    const { url, stop } = await startEmbeddedPostgres({ dataDir, isDurable });
    const pidFile = join(dataDir, 'postgres', 'postmaster.pid');
    const text = readFileSync(pidFile, 'utf8');
    await stop();
    writeFileSync(pidFile, text.replace(/^\d+/, String(process.pid)));

    const started = await startEmbeddedPostgres({ dataDir, isDurable });

    expect(started).toMatchObject({ url, wasRunning: false });
  });

  it('is one server for two hubs that start at once on a new folder', async () => {
    const servers = await Promise.all([1, 2].map(() => startEmbeddedPostgres({ dataDir, isDurable })));

    expect(servers[0]?.url).toBe(servers[1]?.url);
  });

  it('starts in a home that nobody else may enter', async () => {
    chmodSync(parent, 0o700);

    const { url } = await startEmbeddedPostgres({ dataDir, isDurable });

    expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('never shares a cluster with a copy of its data folder', async () => {
    chmodSync(parent, 0o700);
    const original = await startEmbeddedPostgres({ dataDir, isDurable });
    await original.stop();
    const copy = join(parent, 'copy');
    mkdirSync(copy);
    cpSync(dataDir, copy, { recursive: true, verbatimSymlinks: true });

    const [again, copied] = await Promise.all(
      [dataDir, copy].map((folder) => startEmbeddedPostgres({ dataDir: folder, isDurable })),
    );
    await removeEmbeddedPostgres(copy);

    expect(copied?.url).not.toBe(again?.url);
    expect(await query(again?.url ?? '', 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('has Vietnamese collation and casing, in UTF-8', async () => {
    const { url } = await startEmbeddedPostgres({ dataDir, isDurable });

    const rows = await query(
      url,
      `SELECT upper('đặng') AS upper, current_setting('server_encoding') AS encoding,
              array(SELECT name FROM unnest(ARRAY['Đỗ','Dương','Ân','An']) AS name ORDER BY name COLLATE "vi-x-icu") AS sorted`,
    );

    expect(rows).toEqual([{ upper: 'ĐẶNG', encoding: 'UTF8', sorted: ['An', 'Ân', 'Dương', 'Đỗ'] }]);
  });

  it('keeps people’s data out of its log', async () => {
    const { url } = await startEmbeddedPostgres({ dataDir, isDurable });
    await query(url, 'CREATE TABLE person (personal_id text PRIMARY KEY)');
    await query(url, `INSERT INTO person VALUES ('079099000001')`);

    await expect(query(url, `INSERT INTO person VALUES ('079099000001')`)).rejects.toThrow('duplicate key');

    expect(readFileSync(join(dataDir, 'postgres', 'server.log'), 'utf8')).not.toContain('079099000001');
  });
});

async function startHub(dataDir: string): Promise<{ hub: ChildProcess; url: string }> {
  const hub = spawn(
    process.execPath,
    ['--import', './test/setup/register-typescript.mjs', 'test/database/hub-to-kill.ts', dataDir],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const [line] = (await once(hub.stdout, 'data')) as [Buffer];
  return { hub, url: (JSON.parse(line.toString()) as { url: string }).url };
}

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

async function postmasterStart(url: string): Promise<unknown> {
  return (await query(url, 'SELECT pg_postmaster_start_time() AS at'))[0];
}

function postmasterPid(dataDir: string): number {
  return Number(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
}
