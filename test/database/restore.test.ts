/** A restore replaces a database whole or not at all, and keeps the one that was there. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { type BackupManifest, formatManifest, readManifest } from '../../src/database/backup/manifest.js';
import {
  readRestoredMarker,
  removeEmbeddedPostgres,
  restoreBackup,
  startEmbeddedPostgres,
  takeBackup,
} from '../../src/database/index.js';
import {
  countIn,
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

describe('a restore', () => {
  let original: string;
  let folder: string;
  let dataDir: string;
  let restores = 0;

  /** A database with 7 counted, and one with 3, of which there is a backup. */
  beforeAll(async () => {
    original = join(parent, 'original');
    for (const counted of [7, 3]) {
      const { server, stop } = await makeDatabase(join(parent, `of-${counted}`), counted);
      const options = { dataDir: join(parent, `of-${counted}`), url: server.url, hubVersion: '1', readLog };
      if (counted === 3) await takeBackup({ ...options, folder: original, onProgress, isDurable });
      await stop();
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
    expect(await countIn(dataDir)).toBe(3);
    rmSync(join(dataDir, 'postgres'), { recursive: true });
    renameSync(keptAt ?? '', join(dataDir, 'postgres'));
    expect(await countIn(dataDir)).toBe(7);
  });

  it('works in a home that nobody else may enter', async () => {
    mkdirSync(dataDir);
    chmodSync(dataDir, 0o700);
    await (await makeDatabase(join(dataDir, '.hub'), 7)).stop();
    dataDir = join(dataDir, '.hub');

    await restore();
    await restore();

    expect(await countIn(dataDir)).toBe(3);
  });

  it('is refused while a server runs', async () => {
    placeDatabase(7, dataDir);
    const server = await startEmbeddedPostgres({ dataDir, isDurable });

    await expect(restore()).rejects.toThrow(/PostgreSQL runs on .* \(pid \d+\): stop the hub/);

    await server.stop();
    expect(await countIn(dataDir)).toBe(7);
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
    expect(await countIn(dataDir)).toBe(7);
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

      expect(await countIn(dataDir)).toBe(counted);

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
      expect(await countIn(dataDir)).toBe(7);
    });
  });
});
