/** A hub whose database does not come back ends, and leaves nothing behind. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { removeHubFolder } from '../setup/hub-folder.js';
import { postmasterOf, processesOf } from '../setup/hub-processes.js';
import { PROJECT_ROOT } from '../setup/run-command.js';

let dataDir: string;
let hub: ChildProcess;
let output: string;

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'give-up-'));
  chmodSync(dataDir, 0o755);
  const { NODE_OPTIONS: _ofJest, DATABASE_URL: _ofSomeone, ...inherited } = process.env;
  hub = spawn(
    process.execPath,
    ['--import', './test/setup/register-typescript.mjs', 'test/app/impatient-hub.ts'],
    {
      cwd: PROJECT_ROOT,
      // Nobody answers there: no token will be shown to this hub.
      env: { ...inherited, HUB_DATA_DIR: dataDir, PORT: '0', OIDC_ISSUER: 'http://127.0.0.1:9/oidc' },
    },
  );
  output = '';
  const ready = new Promise<void>((resolve, reject) => {
    const hear = (text: string): void => {
      output += text;
      if (output.includes('READY ')) resolve();
    };
    hub.stdout?.setEncoding('utf8').on('data', hear);
    hub.stderr?.setEncoding('utf8').on('data', hear);
    hub.once('exit', () => reject(new Error(output)));
  });
  await ready;
}, 60_000);

afterEach(async () => {
  hub.kill('SIGKILL');
  await removeHubFolder(dataDir);
}, 60_000);

describe('a hub whose PostgreSQL cannot start again', () => {
  it('ends with PostgreSQL’s own words and exit code 1, and nothing of it lives on', async () => {
    const control = join(dataDir, 'postgres/global/pg_control');
    renameSync(control, `${control}.lost`);
    process.kill(postmasterOf(dataDir), 'SIGKILL');

    const [code] = (await once(hub, 'exit')) as [number | null];

    expect(code).toBe(1);
    expect(output).toMatch(/^The hub ends: the embedded PostgreSQL does not come back .*pg_control/m);
    expect(processesOf(dataDir)).toEqual([]);
  }, 60_000);
});
