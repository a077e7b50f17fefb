/** `recover` puts a hub into recovery after a restore, and says what it still waits for. Two people end it, by `endRecovery`. */
import { defineCommand } from 'citty';
import { JSON_FLAG, orExplain, printResult } from './print.js';

interface Status {
  readonly cause: string;
  readonly since: Date;
  readonly lostFrom: Date;
  readonly attemptsToAsk: number;
  readonly statementsWanted: readonly {
    readonly institution: string;
    readonly from: string;
    readonly to: string;
  }[];
  readonly unmatchedBookings: number;
  readonly endProposedBy: string | null;
}

interface RecoverOperations {
  readonly status: () => Promise<Status | null>;
  readonly begin: (since: string | undefined) => Promise<Status | null>;
}

export function recoverCommand({ status, begin }: RecoverOperations) {
  const statusCommand = defineCommand({
    meta: { name: 'status', description: 'Whether the hub recovers, and what it still waits for' },
    args: JSON_FLAG,
    run: ({ args }) =>
      orExplain(async () => {
        const found = await status();
        printResult({ recovery: found }, args.json, () => describe(found));
      }),
  });
  const beginCommand = defineCommand({
    meta: {
      name: 'begin',
      description: 'Begin a recovery: nothing is sent, approved or released until two people end it',
    },
    args: {
      since: { type: 'string', description: 'When the backup was taken, RFC 3339 (default: a day ago)' },
      ...JSON_FLAG,
    },
    run: ({ args }) =>
      orExplain(async () => {
        const begun = await begin(args.since);
        printResult({ recovery: begun }, args.json, () => describe(begun));
      }),
  });
  return defineCommand({
    meta: { name: 'recover', description: 'Recovery after a restored backup: begin it, look at it' },
    subCommands: { status: statusCommand, begin: beginCommand },
  });
}

function describe(status: Status | null): string {
  if (!status) return 'The hub recovers from nothing.';
  const { statementsWanted } = status;
  return [
    `The hub recovers since ${status.since.toISOString()} (${status.cause}): what happened from ${status.lostFrom.toISOString()} on may be forgotten.`,
    `Nothing is sent, approved or released. Still to do:`,
    `  ${status.attemptsToAsk} attempts to be asked about at their institutions`,
    `  ${status.unmatchedBookings} bookings to be matched with people and months`,
    `  ${statementsWanted.length} stretches of statements to be read:`,
    ...statementsWanted.map(({ institution, from, to }) => `    ${institution} ${from} to ${to}`),
    status.endProposedBy === null
      ? 'Two people end it: endRecovery, proposed with a reason and confirmed by an approver.'
      : `${status.endProposedBy} proposes to end it: an approver confirms by endRecovery.`,
  ].join('\n');
}
