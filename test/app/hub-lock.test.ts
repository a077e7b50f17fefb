import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderInUse, lockFolder } from '../../src/app/hub-lock.js';

let folder: string;
let other: ChildProcess;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ansinh-hub-lock-'));
  other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  await once(other, 'spawn');
});
afterEach(() => {
  other.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

describe('the lock of a data folder', () => {
  it('refuses a second hub with the name of the first', () => {
    writeFileSync(join(folder, 'hub.lock'), String(other.pid));

    expect(() => lockFolder(folder)).toThrow(FolderInUse);
    expect(() => lockFolder(folder)).toThrow(new RegExp(`pid ${other.pid}`));
  });

  it('is free again after a hub was killed', async () => {
    writeFileSync(join(folder, 'hub.lock'), String(other.pid));
    other.kill('SIGKILL');
    await once(other, 'exit');

    expect(() => lockFolder(folder)).not.toThrow();
  });

  it('is free again after a hub has let go', () => {
    lockFolder(folder).release();

    expect(() => lockFolder(folder)).not.toThrow();
  });
});
