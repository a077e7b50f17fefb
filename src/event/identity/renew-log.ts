/** What is done where the database may have gone back: the log is compared with what was known of it, and where something is gone it
 *  gets a new id, in one transaction with whatever else must be done about the loss. Any number of hubs may do so at once. */
import type { Queryable } from '../../database/index.js';
import { readLogEnd, type LogEnd } from '../log-reader.js';
import { LOG_LOCK } from '../sequence-inbox.js';
import type { HighWaterMark } from './high-water-mark.js';
import { hasLost, readServer } from './server-state.js';

/** What a database that has gone back no longer has. */
export interface LogWentBack {
  /** The first position whose event is not what it was: every event from here on is lost. Beyond `knownPosition` where no event
   *  is lost, but something that was written after the last one. */
  readonly lostFrom: bigint;
  /** How far the log had come. */
  readonly knownPosition: bigint;
  /** When the last event that is kept was recorded: whatever was done since may be lost. Null where no event is kept. */
  readonly since: Date | null;
}

/** Called in the transaction that gives the log its new id, before anything else is written to the database that has gone back.
 *  Several hubs may call it for one loss, each with what it knew. Where it throws, the hub does not go on. */
export type OnLogWentBack = (db: Queryable, lost: LogWentBack) => Promise<void>;

const lockTimeoutMs = 10_000;

/** @param client a connection of which no transaction is open
 *  @returns the log as it is from now on */
export async function renewLog(
  client: Queryable,
  known: HighWaterMark,
  onLogWentBack: OnLogWentBack,
): Promise<LogEnd> {
  await client.query(
    `BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL lock_timeout = ${lockTimeoutMs}; ` +
      `SELECT pg_advisory_xact_lock(${LOG_LOCK})`,
  );
  try {
    const end = await renewUnderLock(client, known, onLogWentBack);
    await client.query('COMMIT');
    return end;
  } catch (error) {
    // A connection that cannot even roll back is closed by whoever opened it.
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

async function renewUnderLock(
  client: Queryable,
  known: HighWaterMark,
  onLogWentBack: OnLogWentBack,
): Promise<LogEnd> {
  const now = await readLogEnd(client);
  const told = now.logId === known.logId ? undefined : await readFormer(client, known.logId);
  const lost = await findLoss(client, known);
  if (lost === undefined) return now;
  // Another hub has seen to it, and knew as much as this one.
  if (told !== undefined && told.knownPosition >= lost.knownPosition) return now;
  await rememberFormer(client, [known.logId, ...(told ? [] : [now.logId])], lost);
  await onLogWentBack(client, lost);
  return told === undefined ? { ...now, logId: await giveNewId(client) } : now;
}

async function findLoss(client: Queryable, known: HighWaterMark): Promise<LogWentBack | undefined> {
  const { position, recordedAt } = known;
  if (!(await isKept(client, known))) {
    const kept = await readLastKept(client, known);
    return { lostFrom: kept.position + 1n, knownPosition: position, since: kept.recordedAt };
  }
  // Not asked of a server that refused before: a refusal would end this transaction.
  if (known.server === null || !hasLost(known.server, await readServer(client))) return undefined;
  return { lostFrom: position + 1n, knownPosition: position, since: recordedAt };
}

async function isKept(client: Queryable, { position, id }: HighWaterMark): Promise<boolean> {
  if (id === null) return true;
  const asked = await client.query('SELECT FROM event.log WHERE position = $1 AND id = $2', [position, id]);
  return asked.rowCount === 1;
}

interface Kept {
  readonly position: bigint;
  readonly recordedAt: Date | null;
}

/** Whatever the log has gone on with was recorded after the database had gone back, so after everything that was known. Times
 *  are read in whole milliseconds. */
async function readLastKept(client: Queryable, known: HighWaterMark): Promise<Kept> {
  const { rows } = await client.query<Kept>(
    `SELECT position, recorded_at AS "recordedAt" FROM event.log
      WHERE position < $1 AND recorded_at < $2::timestamptz + interval '1 millisecond'
      ORDER BY position DESC LIMIT 1`,
    [known.position, known.recordedAt],
  );
  return rows[0] ?? { position: 0n, recordedAt: null };
}

async function readFormer(
  client: Queryable,
  logId: string,
): Promise<{ readonly knownPosition: bigint } | undefined> {
  const { rows } = await client.query<{ knownPosition: bigint }>(
    'SELECT known_position AS "knownPosition" FROM event.former_log WHERE log_id = $1',
    [logId],
  );
  return rows[0];
}

async function rememberFormer(
  client: Queryable,
  logIds: readonly string[],
  { lostFrom, knownPosition, since }: LogWentBack,
): Promise<void> {
  await client.query(
    `INSERT INTO event.former_log AS f (log_id, lost_from, known_position, since)
     SELECT DISTINCT unnest($1::text[]), $2::bigint, $3::bigint, $4::timestamptz
     ON CONFLICT (log_id) DO UPDATE SET lost_from = least(f.lost_from, EXCLUDED.lost_from),
       known_position = greatest(f.known_position, EXCLUDED.known_position),
       since = CASE WHEN f.since IS NULL OR EXCLUDED.since IS NULL THEN NULL ELSE least(f.since, EXCLUDED.since) END`,
    [logIds, lostFrom, knownPosition, since],
  );
}

async function giveNewId(client: Queryable): Promise<string> {
  const { rows } = await client.query<{ logId: string }>(
    `UPDATE event.identity SET log_id = left(replace(gen_random_uuid()::text, '-', ''), 12) RETURNING log_id AS "logId"`,
  );
  const [row] = rows;
  if (row === undefined) throw new Error('The log has no identity: run the migrations.');
  return row.logId;
}
