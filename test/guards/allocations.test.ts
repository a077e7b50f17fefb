/** What one execution in process allocates and keeps, counted by the garbage collector itself. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Allocations } from './measure-allocations.js';

/** About twice what Node 20 was seen to allocate. */
const BYTES_MAX = { view: 10_500, list: 300_000 };
/** Over all runs: what the engine compiles meanwhile is kept once, a leak of a hundred bytes ten thousand times. */
const KEPT_BYTES_MAX = 1_000_000;

describe('one execution in process', () => {
  let measured: Record<keyof typeof BYTES_MAX, Allocations>;
  beforeAll(async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--expose-gc',
      ...['--import', new URL('../setup/register-typescript.mjs', import.meta.url).href],
      fileURLToPath(new URL('measure-allocations.ts', import.meta.url)),
    ]);
    measured = JSON.parse(stdout) as typeof measured;
  }, 120_000);

  it.each([
    ['a view that two other subgraphs join', 'view'],
    ['a list of fifty that two other subgraphs join', 'list'],
  ] as const)('of %s allocates little and keeps nothing', (_title, operation) => {
    const { allocated, kept } = measured[operation];

    expect(allocated).toBeLessThan(BYTES_MAX[operation]);
    expect(allocated).toBeGreaterThan(BYTES_MAX[operation] / 10);
    expect(kept).toBeLessThan(KEPT_BYTES_MAX);
  });
});
