/** `check` looks whether everything that must always hold does hold. */
import { defineCommand } from 'citty';
import { JSON_FLAG, orExplain, printResult } from './print.js';

interface Checked {
  readonly name: string;
  readonly rule: string;
  readonly violations: number;
  readonly examples: readonly string[];
}

interface CheckOperations {
  readonly check: (onChecked: (checked: Checked) => void) => Promise<{
    readonly violations: number;
    readonly hasBooks: boolean;
    readonly checks: readonly Checked[];
  }>;
}

export function checkCommand({ check }: CheckOperations) {
  return defineCommand({
    meta: {
      name: 'check',
      description:
        'Check that payments, totals, events, work and the simulators’ books agree; changes nothing',
    },
    args: JSON_FLAG,
    run: ({ args }) =>
      orExplain(async () => {
        const result = await check((checked) => {
          if (!args.json) console.log(line(checked));
        });
        printResult(result, args.json, () => sum(result));
        if (result.violations > 0) process.exitCode = 1;
      }),
  });
}

function line({ name, rule, violations, examples }: Checked): string {
  if (violations === 0) return `ok       ${name}: ${rule}`;
  const more = violations > examples.length ? ', …' : '';
  return `VIOLATED ${name} (${violations}): ${rule}\n         ${examples.join(', ')}${more}`;
}

function sum({ violations, hasBooks }: { readonly violations: number; readonly hasBooks: boolean }): string {
  const books = hasBooks ? '' : ' No simulator has run here: there are no books to compare with.';
  return (violations === 0 ? 'Everything holds.' : `${violations} violations.`) + books;
}
