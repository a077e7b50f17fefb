/** A backup holds everything that was committed until its end, or says that it is damaged; a restore replaces a database whole or not
 *  at all, and keeps the one that was there. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { type BackupManifest, formatManifest, readManifest } from '../../src/database/backup/manifest.js';
import {
  openPool,
  type Queryable,
  readRestoredMarker,
  removeEmbeddedPostgres,
  restoreBackup,
  startEmbeddedPostgres,
  takeBackup,
  verifyBackup,
} from '../../src/database/index.js';

const isDurable = false;
const onProgress = (): void => undefined;

let parent: string;
beforeAll(() => {
  parent = mkdtempSync(join(tmpdir(), 'backup '));
  chmodSync(parent, 0o755);
});
afterAll(async () => {
  // Clusters may lie elsewhere, where root's PostgreSQL cannot enter.
  for (const name of readdirSync(parent)) await removeEmbeddedPostgres(join(parent, name));
  rmSync(parent, { recursive: true });
});

/** The database of these tests counts: its log is what was counted. */
async function readLog(db: Queryable): Promise<{ id: string; position: bigint }> {
  const { rows } = await db.query<{ count: string }>('SELECT count(*)::text AS count FROM counted');
  return { id: 'counted', position: BigInt(rows[0]?.count ?? 0) };
}

async function count(dataDir: string): Promise<number> {
  const server = await startEmbeddedPostgres({ dataDir, isDurable });
  const pool = openPool({ url: server.url });
  try {
    return Number((await readLog(pool)).position);
  } finally {
    await pool.end();
    await server.stop();
  }
}

/** A database in which `counted` many rows stand. */
async function makeDatabase(dataDir: string, counted: number) {
  mkdirSync(dataDir, { recursive: true });
  const server = await startEmbeddedPostgres({ dataDir, isDurable });
  const pool = openPool({ url: server.url });
  await pool.query('CREATE TABLE counted AS SELECT n FROM generate_series(1, $1::int) AS n', [counted]);
  await pool.query('CREATE TABLE told AS SELECT n FROM counted');
  return { server, pool };
}

describe('a backup', () => {
  let dataDir: string;
  let source: Awaited<ReturnType<typeof makeDatabase>>;
  let folder: string;
  let backups = 0;

  beforeAll(async () => {
    dataDir = join(parent, 'source');
    source = await makeDatabase(dataDir, 1_000);
  });
  afterAll(async () => {
    await source.pool.end();
    await removeEmbeddedPostgres(dataDir);
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

describe('a restore', () => {
  let original: string;
  let folder: string;
  let dataDir: string;
  let restores = 0;

  /** A database with 7 counted, and one with 3, of which there is a backup. */
  beforeAll(async () => {
    original = join(parent, 'original');
    for (const counted of [7, 3]) {
      const { server, pool } = await makeDatabase(join(parent, `of-${counted}`), counted);
      const options = { dataDir: join(parent, `of-${counted}`), url: server.url, hubVersion: '1', readLog };
      if (counted === 3) await takeBackup({ ...options, folder: original, onProgress, isDurable });
      await pool.end();
      await server.stop();
    }
  });
  beforeEach(() => {
    restores += 1;
    dataDir = join(parent, `restored-${restores}`);
    folder = original;
  });
  afterEach(() => removeEmbeddedPostgres(dataDir));

  /** A copy, owners included. */
  function placeDatabase(counted: 3 | 7, to: string): void {
    mkdirSync(to, { recursive: true });
    execFileSync('cp', ['-a', join(parent, `of-${counted}`, 'postgres'), join(to, 'postgres')]);
  }

  function restore() {
    return restoreBackup({ dataDir, folder, readLog, onProgress, isDurable });
  }

  /** A copy that may be damaged. */
  function copyBackup(): BackupManifest {
    folder = join(parent, `copy-${restores}`);
    execFileSync('cp', ['-a', original, folder]);
    return readManifest(folder);
  }

  function rewriteManifest(change: (manifest: BackupManifest) => object): void {
    const manifest = readManifest(folder);
    writeFileSync(join(folder, 'manifest.json'), formatManifest({ ...manifest, ...change(manifest) }));
  }

  it('keeps the database that was there, and notes from when the new one is', async () => {
    placeDatabase(7, dataDir);
    writeFileSync(join(dataDir, 'high-water-mark.json'), '{"position":"7"}');

    const { log, keptAt, manifest } = await restore();

    expect(log).toEqual({ id: 'counted', position: 3n });
    expect(readRestoredMarker(dataDir)).toEqual({
      ...{
        at: expect.stringMatching(/Z$/),
        backupTakenAt: manifest.takenAt,
        logId: 'counted',
        position: '3',
      },
    });
    expect(readFileSync(join(dataDir, 'high-water-mark.json'), 'utf8')).toBe('{"position":"7"}');
    expect(keptAt).toMatch(/postgres-before-restore-\d{8}T\d{6}Z$/);
    expect(await count(dataDir)).toBe(3);
    rmSync(join(dataDir, 'postgres'), { recursive: true });
    renameSync(keptAt ?? '', join(dataDir, 'postgres'));
    expect(await count(dataDir)).toBe(7);
  });

  it('works in a home that nobody else may enter', async () => {
    mkdirSync(dataDir);
    chmodSync(dataDir, 0o700);
    const { server, pool } = await makeDatabase(join(dataDir, '.hub'), 7);
    await pool.end();
    await server.stop();
    dataDir = join(dataDir, '.hub');

    await restore();
    await restore();

    expect(await count(dataDir)).toBe(3);
  });

  it('is refused while a server runs', async () => {
    placeDatabase(7, dataDir);
    const server = await startEmbeddedPostgres({ dataDir, isDurable });

    await expect(restore()).rejects.toThrow(/PostgreSQL runs on .* \(pid \d+\): stop the hub/);

    await server.stop();
    expect(await count(dataDir)).toBe(7);
  });

  it.each<[string, (manifest: BackupManifest) => unknown, RegExp]>([
    [
      'a file of which has changed',
      ({ files }) => appendFileSync(join(folder, 'postgres', files[9]?.path ?? ''), 'x'),
      /is not what was backed up/,
    ],
    ['a file of which is missing', () => rmSync(join(folder, 'postgres/global/pg_control')), /is missing/],
    ['without a manifest', () => rmSync(join(folder, 'manifest.json')), /no backup of a hub, or not a whole/],
    [
      'whose manifest has changed',
      () => {
        const path = join(folder, 'manifest.json');
        writeFileSync(path, readFileSync(path, 'utf8').replace('"3"', '"4"'));
      },
      /has been changed since it was written/,
    ],
    [
      'of a later format',
      () => rewriteManifest(() => ({ format: 2 })),
      /is of format 2; .* restores format 1/,
    ],
    [
      'of another PostgreSQL',
      () => rewriteManifest(({ postgres }) => ({ postgres: { ...postgres, version: '17.2', major: 17 } })),
      /is of PostgreSQL 17.2; this hub brings PostgreSQL 18/,
    ],
    [
      'that names a file elsewhere',
      () => rewriteManifest(({ files }) => ({ files: [{ ...files[0], path: '../../escaped' }] })),
      /names a file outside/,
    ],
    [
      'on which PostgreSQL does not start',
      () =>
        rewriteManifest(({ files }) => ({ files: files.filter(({ path }) => !path.startsWith('pg_wal/')) })),
      /does not start: .*could not locate required checkpoint record/,
    ],
  ])('of a backup %s changes nothing', async (_what, damage, words) => {
    placeDatabase(7, dataDir);
    const before = readdirSync(dataDir);
    damage(copyBackup());

    await expect(restore()).rejects.toThrow(words);

    expect(readdirSync(dataDir)).toEqual(before);
    expect(await count(dataDir)).toBe(7);
  });

  describe('that was killed', () => {
    let part: string;
    let aside: string;
    const marker = { at: '2026-11-30T02:00:00.000Z', backupTakenAt: '2026-11-30T01:00:00.000Z' };
    const swap = () => ({ aside, marker: { ...marker, logId: 'counted', position: '3' } });

    /** 7 counted in its place, 3 beside it. */
    beforeEach(() => {
      part = join(dataDir, 'postgres-abc123');
      aside = join(dataDir, 'postgres-before-restore-20261130T020000Z');
      placeDatabase(3, dataDir);
      renameSync(join(dataDir, 'postgres'), part);
      placeDatabase(7, dataDir);
    });

    function leaveJournal(plan: object, pid = 2 ** 22): void {
      writeFileSync(join(dataDir, 'restoring.json'), JSON.stringify({ pid, part, ...plan }));
    }

    it.each<[string, () => void, number]>([
      ['before the swap', () => leaveJournal({}), 7],
      ['when it was about to swap', () => leaveJournal({ swap: swap() }), 7],
      [
        'between the two steps of the swap',
        () => {
          leaveJournal({ swap: swap() });
          renameSync(join(dataDir, 'postgres'), aside);
        },
        7,
      ],
      [
        'after the swap',
        () => {
          leaveJournal({ swap: swap() });
          renameSync(join(dataDir, 'postgres'), aside);
          renameSync(part, join(dataDir, 'postgres'));
        },
        3,
      ],
    ])('%s is taken back, or completed, by the next start', async (_when, die, counted) => {
      die();

      expect(await count(dataDir)).toBe(counted);

      const isRestored = counted === 3;
      expect(readRestoredMarker(dataDir)).toEqual(isRestored ? swap().marker : undefined);
      expect([part, aside, join(dataDir, 'restoring.json')].map((path) => existsSync(path))).toEqual([
        ...[false, isRestored, false],
      ]);
    });

    it('is not taken back while it is not dead', async () => {
      const other: ChildProcess = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', 'restore']);
      await once(other, 'spawn');
      leaveJournal({}, other.pid);

      const started = startEmbeddedPostgres({ dataDir, isDurable });

      await expect(started).rejects.toThrow(`The process ${other.pid} restores a backup into ${dataDir}`);
      other.kill('SIGKILL');
      await once(other, 'exit');
      expect(await count(dataDir)).toBe(7);
    });
  });
});
