/** A backup holds everything that was committed until its end, whole. */
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import type { BackupManifest } from '../../src/database/backup/manifest.js';
import {
  openPool,
  removeEmbeddedPostgres,
  restoreBackup,
  startEmbeddedPostgres,
  takeBackup,
  verifyBackup,
} from '../../src/database/index.js';
import {
  type CountedDatabase,
  isDurable,
  makeDatabase,
  makeParent,
  onProgress,
  readLog,
  removeParent,
} from './counted-database.js';

let parent: string;
beforeAll(() => {
  parent = makeParent();
});
afterAll(() => removeParent(parent));

describe('a backup', () => {
  let dataDir: string;
  let source: CountedDatabase;
  let folder: string;
  let backups = 0;

  beforeAll(async () => {
    dataDir = join(parent, 'source');
    source = await makeDatabase(dataDir, 1_000);
  });
  afterAll(async () => {
    await source.stop();
  });
  beforeEach(() => {
    folder = join(parent, 'backups', String((backups += 1)));
  });

  function take(signal?: AbortSignal): Promise<BackupManifest> {
    const { url } = source.server;
    return takeBackup({ dataDir, url, folder, hubVersion: '1.2.3', readLog, onProgress, signal, isDurable });
  }

  it('that is taken while transactions commit holds each of them whole, and all that had committed before its end', async () => {
    let isOver = false;
    let committed = 1_000;
    const counting = (async () => {
      while (!isOver) {
        await source.pool.query(`
          WITH next AS (INSERT INTO counted SELECT max(n) + 1 FROM counted RETURNING n) INSERT INTO told SELECT n FROM next`);
        committed += 1;
      }
    })();
    const manifest = await take();
    const known = committed;
    isOver = true;
    await counting;
    const target = join(parent, 'target');
    const { log, keptAt } = await restoreBackup({ dataDir: target, folder, readLog, onProgress, isDurable });

    const server = await startEmbeddedPostgres({ dataDir: target, isDurable });
    const pool = openPool({ url: server.url });
    const { rows } = await pool.query(
      'SELECT count(*)::int AS counted, max(n)::int AS last, (SELECT count(*)::int FROM told) AS told FROM counted',
    );
    await pool.end();
    await removeEmbeddedPostgres(target);
    const counted = Number(log.position);
    expect(rows).toEqual([{ counted, last: counted, told: counted }]);
    expect(counted).toBeGreaterThanOrEqual(Number(manifest.log.position));
    // What was acknowledged while the copies were being renamed may be in it or not.
    expect(Number(manifest.log.position)).toBeGreaterThan(1_000);
    expect(counted).toBeLessThanOrEqual(known + 1);
    expect(keptAt).toBeUndefined();
  });

  it('says what it is of, and everything in it is its owner’s alone', async () => {
    const manifest = await take();

    expect(manifest).toMatchObject({
      ...{ format: 1, hubVersion: '1.2.3', log: { id: 'counted' } },
      postgres: { major: 18, systemIdentifier: expect.stringMatching(/^\d+$/) },
    });
    expect(await verifyBackup(folder, onProgress)).toEqual(manifest);
    const modes = new Set(
      readdirSync(folder, { recursive: true, withFileTypes: true }).map((entry) => {
        const { mode } = statSync(join(entry.parentPath, entry.name));
        return `${entry.isDirectory() ? 'folder' : 'file'} ${(mode & 0o777).toString(8)}`;
      }),
    );
    expect([...modes].sort()).toEqual(['file 600', 'folder 700']);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  it('that is stopped half way leaves nothing', async () => {
    const stopping = new AbortController();
    const { url } = source.server;
    const stopped = takeBackup({
      ...{ dataDir, url, folder, hubVersion: '1', readLog, signal: stopping.signal, isDurable },
      onProgress: ({ bytes }) => bytes > 1_000_000 && stopping.abort(new Error('stopped')),
    });

    await expect(stopped).rejects.toThrow('stopped');

    expect(readdirSync(join(folder, '..')).filter((name) => name.startsWith(String(backups)))).toEqual([]);
    expect(await take()).toMatchObject({ format: 1 });
  });

  it('is not written into a folder that exists', async () => {
    mkdirSync(folder, { recursive: true });

    await expect(take()).rejects.toThrow(/exists: name a folder that does not/);
  });

  it('ends when its database goes away, and leaves nothing', async () => {
    const { url } = source.server;
    const cut = takeBackup({
      ...{ dataDir, url, folder, hubVersion: '1', onProgress, isDurable },
      readLog: async (db) => {
        await source.pool.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'ansinh-hub backup'`,
        );
        return readLog(db);
      },
    });

    await expect(cut).rejects.toThrow();

    expect(existsSync(folder)).toBe(false);
    const { rows } = await source.pool.query('SELECT slot_name FROM pg_replication_slots');
    expect(rows).toEqual([]);
  });
});
