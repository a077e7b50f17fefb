/** Gives committed events their place in the log: the one statement that both properties of the log hang on.
 *
 *  No event is skipped: positions are given under one lock a database, to rows that are committed, so whoever reads up to
 *  a position has seen everything below it for good. Log order is state order: a later event of one subject is
 *  written under the row lock that the earlier one's transaction held until its commit, so whoever sees the later one sees
 *  the earlier one too, and its `seq` is smaller. */
import type pg from 'pg';

import type { HubEvent } from './event.js';
import { FLUSHED, TIMELINE } from './identity/server-state.js';
import { LOG_COLUMNS } from './log-columns.js';
import type { PlaceInLog } from './log-place.js';

export interface Sequenced {
  readonly moved: number;
  readonly lastPosition: bigint;
  /** How long the oldest of them had waited, in milliseconds. */
  readonly waitedMs: number;
  /** What was moved, in order; empty where it is more than was asked to be told. */
  readonly events: readonly HubEvent[];
  readonly log: LogAfterwards;
}

/** The log when the round had ended. */
export interface LogAfterwards {
  readonly logId: string;
  /** False: it is not the log that was known, and nothing was moved. */
  readonly isKnown: boolean;
  /** Of its last event. */
  readonly id: string | null;
  readonly recordedAt: Date | null;
  /** Up to where the server's own log is durable, if asked. */
  readonly timeline: number | null;
  readonly flushed: bigint | null;
}

export interface RoundOptions {
  /** Up to so many moved events are told with the answer, so that who follows the log need not read them from it. Default 0. */
  readonly toldMax?: number;
  /** A place that the log must still have; otherwise nothing is moved. */
  readonly known?: PlaceInLog;
  /** Asks where the server stands. */
  readonly asksServer?: boolean;
}

/** Rows a round moves at most, so that no transaction of the sequencer is long. */
export const SEQUENCE_BATCH_MAX = 5_000;

/** The log itself says where it ends, by one step down its index. A counter row, rewritten each round, would grow a chain of
 *  dead versions beside every long transaction. `event.identity` holds where a log begins that was cut off or restored. */
export const LAST_POSITION =
  '(SELECT greatest(last_position, (SELECT max(position) FROM event.log)) FROM event.identity)';
/** To be joined. */
export const LAST_EVENT =
  '(SELECT position, id, recorded_at FROM event.log ORDER BY position DESC LIMIT 1) last_event';

const lockTimeoutMs = 10_000;
/** Any fixed number will do; advisory locks are a database's own. */
export const LOG_LOCK = 0x6576_6e74;

const columns =
  'seq, id, kind, subject_id, beneficiary_id, citizen_id, account_id, batch_id, institution_code, area_id, status_from, ' +
  'status_to, reason, occurred_at, recorded_at, data';

/** One round trip, so that a process that is suspended in the middle never holds the lock: the server goes on alone.
 *  The lock is a statement of its own because the next one's snapshot must be taken under it. The planner knows the
 *  inbox as nearly empty; without sequential scans it stays with the index also when dead rows pile up. */
const roundOf = ({ toldMax = 0, known, asksServer = false }: RoundOptions): string => `
BEGIN ISOLATION LEVEL READ COMMITTED;
SET LOCAL lock_timeout = ${lockTimeoutMs};
SET LOCAL enable_seqscan = off;
SELECT pg_advisory_xact_lock(${LOG_LOCK});
WITH picked AS (
  DELETE FROM event.inbox
   WHERE ctid = ANY (ARRAY(SELECT ctid FROM event.inbox WHERE ${isStillKnown(known)} ORDER BY seq LIMIT ${SEQUENCE_BATCH_MAX}))
  RETURNING ${columns}
), placed AS (
  SELECT ${LAST_POSITION} + row_number() OVER (ORDER BY seq) AS position, ${columns} FROM picked
), moved AS (
  INSERT INTO event.log (position, ${columns})
  SELECT position, ${columns} FROM placed
  RETURNING position, recorded_at
)
SELECT done.*, told.*
  FROM (
    SELECT count(*)::int AS moved,
           coalesce(max(position), ${LAST_POSITION}) AS "lastPosition",
           coalesce(extract(epoch FROM clock_timestamp() - min(recorded_at)) * 1000, 0)::float8 AS "waitedMs"
      FROM moved
  ) done
  LEFT JOIN LATERAL (
    SELECT ${LOG_COLUMNS} FROM placed WHERE done.moved <= ${toldMax}
  ) told ON true
 ORDER BY told.position;
SELECT log_id AS "logId", ${isStillKnown(known)} AS "isKnown", id, recorded_at AS "recordedAt",
       ${asksServer ? TIMELINE : 'NULL::int'} AS timeline, ${asksServer ? FLUSHED : 'NULL::bigint'} AS flushed
  FROM event.identity LEFT JOIN ${LAST_EVENT} ON true;
COMMIT`;

/** A text of several statements has no parameters; both ids come from the log itself. */
function isStillKnown(known: PlaceInLog | undefined): string {
  if (known === undefined) return 'true';
  const { logId, position, id } = known;
  if (!/^[\w-]{1,36}$/.test(logId) || !(isAbsent(id) || /^[\da-f-]{36}$/.test(id)))
    throw new Error('The log that is known has an id that is none.');
  const isSameLog = `(SELECT log_id = '${logId}' FROM event.identity)`;
  if (isAbsent(id)) return isSameLog;
  return `(${isSameLog} AND EXISTS (SELECT FROM event.log WHERE position = ${position} AND id = '${id}'))`;
}

function isAbsent(id: string | null | undefined): id is null | undefined {
  return id === null || id === undefined;
}

type Told = Omit<Sequenced, 'events' | 'log'> & HubEvent;
type Untold = Omit<Sequenced, 'events' | 'log'> & { readonly position: null };

/** Moves at most one batch. Safe to run anywhere, any number of times at once.
 *  @returns fewer than SEQUENCE_BATCH_MAX moved rows when nothing more waits */
export async function sequenceInbox(pool: pg.Pool, options: RoundOptions = {}): Promise<Sequenced> {
  // A text of several statements gives one result each, which the types do not know.
  const results = (await pool.query(roundOf(options))) as unknown as readonly pg.QueryResult[];
  const rows = (results.at(-3)?.rows ?? []) as (Told | Untold)[];
  const [log] = (results.at(-2)?.rows ?? []) as LogAfterwards[];
  const [first] = rows;
  if (first === undefined || log === undefined) throw new Error('The sequencer got no answer.');
  const { moved, lastPosition, waitedMs } = first;
  return { moved, lastPosition, waitedMs, events: rows.filter((row) => row.position !== null), log };
}
