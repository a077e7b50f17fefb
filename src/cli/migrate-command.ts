/** `migrate` brings the database up to date. */
import { defineCommand } from 'citty';
import { JSON_FLAG, orExplain, printResult } from './print.js';

export function migrateCommand({ migrate }: { readonly migrate: () => Promise<readonly string[]> }) {
  return defineCommand({
    meta: { name: 'migrate', description: 'Apply the migrations that the database lacks; needs no internet' },
    args: JSON_FLAG,
    run: ({ args }) =>
      orExplain(async () => {
        const applied = await migrate();
        printResult({ applied }, args.json, () =>
          applied.length === 0
            ? 'The database is up to date.'
            : `Applied:\n${applied.map((name) => `  ${name}`).join('\n')}`,
        );
      }),
  });
}
