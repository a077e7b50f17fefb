/** `reconcile` holds a statement file of an institution against the payments. */
import { defineCommand } from 'citty';
import { JSON_FLAG, orExplain, printResult } from './print.js';

interface ReconcileOperations {
  readonly reconcile: (options: {
    readonly path: string;
    readonly adapter: string;
    readonly hub: string;
  }) => Promise<{
    readonly lines: number;
    readonly applied: number;
    readonly known: number;
    readonly exceptions: number;
    readonly refused: number;
  }>;
}

export function reconcileCommand({ reconcile }: ReconcileOperations) {
  return defineCommand({
    meta: {
      name: 'reconcile',
      description:
        'Hold a statement file against the payments: BIDV’s reconciliation file, camt.053, camt.054',
    },
    args: {
      file: { type: 'positional', required: true, description: 'The file; reading it again changes nothing' },
      adapter: {
        type: 'string',
        required: true,
        description: 'Whose file it is: agribank, bidv, napas, vnpost',
      },
      hub: { type: 'string', default: 'http://localhost:4000', description: 'Address of the hub' },
      ...JSON_FLAG,
    },
    run: ({ args }) =>
      orExplain(async () => {
        const summary = await reconcile({ path: args.file, adapter: args.adapter, hub: args.hub });
        printResult(summary, args.json, () =>
          [
            `${summary.lines} lines: ${summary.applied} moved a payment, ${summary.known} were known,`,
            `${summary.exceptions} wait for a person (reconciliationExceptions), ${summary.refused} were refused.`,
          ].join(' '),
        );
      }),
  });
}
