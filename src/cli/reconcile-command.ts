/** `reconcile` holds a statement file of an institution against the payments. */
import { defineCommand } from 'citty';
import { JSON_FLAG, orExplain, printResult } from './print.js';

interface ReconcileOperations {
  readonly reconcile: (options: {
    readonly path: string;
    readonly adapter: string;
    readonly hub: string;
    readonly days?: string;
  }) => Promise<StatementSummary>;
}

/** `entries` is `applied`, `known`, `exceptions`, `refused` and `notOurs` together. */
interface StatementSummary {
  readonly entries: number;
  readonly applied: number;
  readonly known: number;
  readonly exceptions: number;
  readonly refused: number;
  readonly notOurs: number;
  readonly daysNoted: number;
  readonly places: Readonly<Record<'exceptions' | 'refused' | 'notOurs', readonly Place[]>>;
}

interface Place {
  readonly place: string;
  readonly why: string;
}

/** Entries of a kind that are named on the screen; `--json` names all. */
const placesMax = 20;

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
      days: {
        type: 'string',
        description:
          'The days of which it is the whole statement, 2026-11-28 or 2026-11-01..2026-11-28: a hub that recovers waits for them',
      },
      hub: { type: 'string', default: 'http://localhost:4000', description: 'Address of the hub' },
      ...JSON_FLAG,
    },
    run: ({ args }) =>
      orExplain(async () => {
        const { file: path, adapter, hub, days } = args;
        const summary = await reconcile({ path, adapter, hub, ...(days === undefined ? {} : { days }) });
        printResult(summary, args.json, () => describe(summary, days !== undefined));
      }),
  });
}

function describe(summary: StatementSummary, namesDays: boolean): string {
  const { entries, applied, known, places, ...counts } = summary;
  return [
    `${entries} entries: ${applied} moved a payment, ${known} were known,`,
    `${counts.exceptions} wait for a person (reconciliationExceptions), ${counts.refused} were refused,`,
    `${counts.notOurs} are no payments of ours.`,
    ...(namesDays ? [describeDays(summary)] : []),
    ...named('waits for a person', places.exceptions),
    ...named('refused', places.refused),
    ...named('not ours', places.notOurs),
  ].join('\n');
}

function describeDays({ daysNoted, refused }: StatementSummary): string {
  return refused === 0
    ? `Statements of ${daysNoted} days are noted as read.`
    : 'Its days are not noted as read, since entries were refused.';
}

function named(what: string, places: readonly Place[]): readonly string[] {
  const shown = places.slice(0, placesMax).map(({ place, why }) => `  ${what}: ${place}, ${why}`);
  return places.length > placesMax ? [...shown, `  … and ${places.length - placesMax} more ${what}`] : shown;
}
