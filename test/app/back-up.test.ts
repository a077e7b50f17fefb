/** `hub backup` and `hub restore` as an operator runs them. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import type { BackupSummary, RestoreSummary } from '../../src/app/back-up.js';
import { checkProvince, createBatch, periodOf } from '../setup/province-payout.js';
import { HUB_ENTRY, PROJECT_ROOT, runCommand } from '../setup/run-command.js';
import { RunningHub } from '../setup/running-hub.js';
import { createTestDatabase, type TestDatabase } from '../setup/test-database.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'back-up-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('a hub', () => {
  const hub = new RunningHub({ people: 40 });
  beforeAll(async () => {
    await hub.start();
    await checkProvince(hub);
  }, 120_000);
  afterAll(() => hub.remove(), 60_000);

  const countBatches = async (): Promise<number> =>
    (await hub.rows<{ count: number }>('SELECT count(*)::int AS count FROM payment.batch'))[0]?.count ?? 0;

  const recoveries = () =>
    hub.rows<{ cause: string; lost_from: Date }>('SELECT cause, lost_from FROM payment.recovery');

  it('is backed up while it runs, is restored to that moment once it is stopped, and recovers', async () => {
    const target = join(folder, 'backup');
    await createBatch(hub, periodOf(0));
    const taken = await hub.command('backup', target, '--json');
    const backup = JSON.parse(taken.stdout) as BackupSummary;
    await createBatch(hub, periodOf(1));
    const refused = await hub.command('restore', target);
    await hub.interrupt();
    const done = await hub.command('restore', target, '--json');
    const restored = JSON.parse(done.stdout) as RestoreSummary;
    const marker = JSON.parse(readFileSync(join(hub.dataDir, 'restored.json'), 'utf8')) as object;
    await hub.start();
    const afterRestore = await recoveries();
    const [log] = await hub.rows<{ log_id: string }>('SELECT log_id FROM event.identity');
    await hub.interrupt();
    await hub.start();

    expect(refused).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/The hub with pid \d+ works in/),
    });
    expect(backup).toMatchObject({ folder: target, postgresVersion: expect.stringMatching(/^18\./) });
    expect(Number(restored.position)).toBeGreaterThanOrEqual(Number(backup.position));
    expect(await countBatches()).toBe(1);
    expect(existsSync(restored.keptAt ?? '')).toBe(true);
    expect(marker).toMatchObject({
      ...{ backupTakenAt: backup.takenAt, logId: backup.logId, position: restored.position },
    });
    expect(afterRestore).toEqual([{ cause: 'RESTORED', lost_from: new Date(backup.takenAt) }]);
    expect(log?.log_id).not.toBe(backup.logId);
    expect(existsSync(join(hub.dataDir, 'restored.json'))).toBe(false);
    expect(await recoveries()).toEqual(afterRestore);
    expect(await hub.rows('SELECT log_id FROM event.identity')).toEqual([log]);
  }, 120_000);

  it('is not backed up at all by a backup that is killed', async () => {
    const target = join(folder, 'killed');
    const child: ChildProcess = spawn(process.execPath, [HUB_ENTRY, 'backup', target], {
      cwd: PROJECT_ROOT,
      env: { ...process.env, NODE_OPTIONS: '', HUB_DATA_DIR: hub.dataDir },
      stdio: 'ignore',
    });
    const ended = once(child, 'exit');
    const hasBegun = (): boolean =>
      readdirSync(folder).some((name) => existsSync(join(folder, name, 'postgres/base')));
    while (!hasBegun() && child.exitCode === null) await delay(1);

    child.kill('SIGKILL');
    await ended;

    expect(existsSync(target)).toBe(false);
    expect(await hub.command('backup', target)).toMatchObject({ code: 0 });
    expect(await hub.command('restore', '--verify', target)).toMatchObject({
      ...{ code: 0, stdout: expect.stringMatching(/^The backup of .* is whole: \d+ files/) },
    });
  }, 60_000);
});

describe('a hub on another PostgreSQL', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
    await database.pool.query(
      `INSERT INTO event.log (position, seq, id, kind, subject_id, status_to, occurred_at, recorded_at)
       VALUES (1, 1, hub.uuid_v7(), 'batch', hub.uuid_v7(), 'DRAFT', now(), '2026-11-30T01:02:03Z')`,
    );
  });
  afterAll(() => database.drop());

  const run = (...args: readonly string[]) =>
    runCommand(args, { DATABASE_URL: database.url, HUB_DATA_DIR: folder });

  it.each([
    [['backup'], /pg_dump --format=custom/],
    [['restore', 'somewhere'], /pg_restore --clean[^]*restore --mark/],
  ])('is told by %j to use the tools of that', async (args, words) => {
    expect(await run(...args)).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(words) });
  });

  it('has noted that it was restored, up to its last event', async () => {
    const { code, stdout } = await run('restore', '--mark', '--json');

    expect(code).toBe(0);
    const marker = JSON.parse(readFileSync(join(folder, 'restored.json'), 'utf8')) as object;
    expect(marker).toMatchObject({ backupTakenAt: '2026-11-30T01:02:03.000Z', position: '1' });
    expect(JSON.parse(stdout)).toEqual({ ...marker, path: join(folder, 'restored.json') });
  });

  it('has noted until when, where the operator knows it', async () => {
    const { code, stdout } = await run('restore', '--mark', '--taken-at', '2026-11-30T09:00:00+07:00');

    expect(code).toBe(0);
    expect(stdout).toContain('until 2026-11-30T02:00:00.000Z');
  });

  it.each(['yesterday', '2026-11-30', '2026-11-30T09:00:00'])('takes %s for no instant', async (text) => {
    const { code, stderr } = await run('restore', '--mark', '--taken-at', text);

    expect(code).toBe(1);
    expect(stderr).toContain('--taken-at is an instant with its zone');
    expect(existsSync(join(folder, 'restored.json'))).toBe(false);
  });
});
