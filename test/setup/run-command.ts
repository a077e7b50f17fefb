/** One of the operator's commands as a process, as `npm run hub -- …` runs it. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export const PROJECT_ROOT = join(import.meta.dirname, '../..');
/** What `npm run hub` runs. */
export const HUB_ENTRY = join(PROJECT_ROOT, 'scripts/hub.mjs');

/** @param environment on top of what the test run has, without its DATABASE_URL and jest's options */
export function runCommand(
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<CommandResult> {
  const { NODE_OPTIONS: _ofJest, DATABASE_URL: _ofSomeone, ...inherited } = process.env;
  // As under npm, a command stops when whoever started it is gone: a killed test run leaves none.
  const env = { ...inherited, npm_lifecycle_event: 'test', ...environment };
  const child = spawn(process.execPath, [HUB_ENTRY, ...args], { cwd: PROJECT_ROOT, env });
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => (texts[name] += text));
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, ...texts }));
  });
}
