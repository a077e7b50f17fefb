import { describe, expect, it } from '@jest/globals';
import { readText } from '../architecture/source-file.js';
import { runCommand } from '../setup/run-command.js';

describe('the command line', () => {
  it('says its version', async () => {
    const { version } = JSON.parse(readText('package.json')) as { version: string };

    const { code, stdout } = await runCommand(['--version']);

    expect([code, stdout.trim()]).toEqual([0, version]);
  });
});
