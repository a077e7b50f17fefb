/** `generate` writes a realistic list of fictional people. */
import { defineCommand } from 'citty';
import { JSON_FLAG, orExplain, printResult } from './print.js';

interface GenerateOperations {
  readonly generate: (options: {
    readonly people: number;
    readonly seed: number;
    readonly folder: string;
  }) => Promise<{ readonly xlsx: string; readonly csv: string; readonly rows: number }>;
}

export function generateCommand({ generate }: GenerateOperations) {
  return defineCommand({
    meta: {
      name: 'generate',
      description:
        'Write a recipient list of fictional people, as XLSX and CSV, with what the simulators know of them',
    },
    args: {
      folder: { type: 'positional', required: true, description: 'Where to' },
      people: { type: 'string', default: '2000', description: 'How many' },
      seed: { type: 'string', default: '1975', description: 'The same seed makes the same people' },
      ...JSON_FLAG,
    },
    run: ({ args }) =>
      orExplain(async () => {
        const [people, seed] = [Number(args.people), Number(args.seed)];
        if (!Number.isInteger(people) || people < 1) throw new Error('--people is a whole number from 1.');
        if (!Number.isInteger(seed)) throw new Error('--seed is a whole number.');
        const files = await generate({ people, seed, folder: args.folder });
        printResult(files, args.json, () => `Wrote ${files.rows} rows: ${files.xlsx}, ${files.csv}`);
      }),
  });
}
