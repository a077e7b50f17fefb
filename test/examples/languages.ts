/** The languages that the examples are written in, and how to run them here. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

export interface Language {
  readonly name: string;
  /** Undefined where it can be run. */
  readonly missing?: string | undefined;
  /** The command and its arguments for one of the programs, such as `adapter`. */
  readonly command: (program: string) => readonly [string, ...string[]];
}

const EXAMPLES = join(import.meta.dirname, '../../examples');
const OLD_ENOUGH = 'import sys; sys.exit(sys.version_info < (3, 9))';

export const PYTHON: Language = {
  name: 'Python',
  missing:
    spawnSync('python3', ['-c', OLD_ENOUGH]).status === 0
      ? undefined
      : 'there is no python3 of 3.9 or newer on this machine',
  // -B: no compiled files beside the sources.
  command: (program) => ['python3', '-B', join(EXAMPLES, 'adapter-python', `${program}.py`)],
};

export const JAVASCRIPT: Language = {
  name: 'JavaScript',
  command: (program) => [process.execPath, join(EXAMPLES, 'adapter-javascript', `${program}.mjs`)],
};

/** Ends a title, so that whoever reads the run sees why something was not tried. */
export function whySkipped({ missing }: Language): string {
  return missing === undefined ? '' : ` (skipped: ${missing})`;
}
