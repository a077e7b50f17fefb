/** `recover`: begins a recovery by an operator's word, and says what one waits for. */
import { migrate, openDatabase } from '../database/index.js';
import { beginRecovery, describeRecovery } from '../payment/index.js';
import { createTransact } from '../work/index.js';
import { readConfig } from './config.js';

const DAY_MS = 86_400_000;

export interface RecoveryView {
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

/** Null while the hub recovers from nothing. */
export async function recoveryStatus(): Promise<RecoveryView | null> {
  return withDatabase(({ pool }) => view(pool));
}

/** @param since when the backup was taken, RFC 3339; default: a day ago   @throws Error when it is no instant */
export async function beginHubRecovery(since?: string): Promise<RecoveryView | null> {
  const lostFrom = since === undefined ? new Date(Date.now() - DAY_MS) : new Date(since);
  if (Number.isNaN(lostFrom.getTime()) || lostFrom.getTime() > Date.now())
    throw new Error('--since is an instant of the past, such as 2026-11-30T08:00:00+07:00.');
  return withDatabase(async ({ pool, url }) => {
    await migrate(url);
    await beginRecovery({ transact: createTransact(pool, () => undefined) }, { cause: 'OPERATOR', lostFrom });
    return view(pool);
  });
}

type Database = Awaited<ReturnType<typeof openDatabase>>;

async function view(db: Database['pool']): Promise<RecoveryView | null> {
  const status = await describeRecovery(db);
  if (!status) return null;
  const { recovery, statementsWanted, ...counts } = status;
  return {
    ...counts,
    cause: recovery.cause,
    since: recovery.began_at,
    lostFrom: recovery.lost_from,
    statementsWanted: statementsWanted.map(
      ({ institution_code: institution, first_day: from, last_day: to }) => ({
        ...{ institution, from, to },
      }),
    ),
    endProposedBy: recovery.proposed_by,
  };
}

async function withDatabase<Result>(work: (database: Database) => Promise<Result>): Promise<Result> {
  const { databaseUrl: url, dataDir } = readConfig();
  const database = await openDatabase({ url, dataDir, stopsAdopted: false });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}
