/** `fund` records Treasury money for a batch. */
import { defineCommand } from 'citty';
import { formatAmount, JSON_FLAG, orExplain, printResult } from './print.js';

interface FundOperations {
  readonly fund: (input: {
    readonly batch: string;
    readonly document: string;
    readonly amount: string;
    readonly date?: string;
  }) => Promise<{ readonly status: string; readonly funded: bigint; readonly missing: bigint }>;
}

export function fundCommand({ fund }: FundOperations) {
  return defineCommand({
    meta: {
      name: 'fund',
      description: 'Record a Treasury document for a batch; an approved batch is released once it is covered',
    },
    args: {
      batch: { type: 'positional', required: true, description: 'The batch, bat_…' },
      document: {
        type: 'string',
        required: true,
        description: 'Number of the document; repeating it changes nothing',
      },
      amount: { type: 'string', required: true, description: 'Whole đồng, 1500000 or 1.500.000' },
      date: { type: 'string', description: 'Date of the document, 2026-11-22; default today' },
      ...JSON_FLAG,
    },
    run: ({ args }) =>
      orExplain(async () => {
        const result = await fund({
          batch: args.batch,
          document: args.document,
          amount: args.amount,
          date: args.date,
        });
        printResult(result, args.json, () =>
          [
            `Recorded. The batch is ${result.status}; funded ${formatAmount(result.funded)}`,
            `missing ${formatAmount(result.missing)}.`,
          ].join(', '),
        );
      }),
  });
}
