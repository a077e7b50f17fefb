/** What PostgreSQL itself says of where it stands. The log shows what was lost of it; this shows also the loss of what writes no
 *  event, such as a claim. */
import { type Queryable, sql } from '../../database/index.js';

/** What was durable, as the server said. Positions of its write-ahead log are bytes since its beginning. */
export interface ServerState {
  /** Given to a cluster when it is made; a physical copy keeps it, a restored dump has another. */
  readonly systemId: string;
  /** Counted up by each promotion and each recovery to a point in time. */
  readonly timeline: number;
  readonly flushed: bigint;
}

/** A server as it is met. */
export interface ServerNow extends ServerState {
  readonly written: bigint;
  /** Where its last recovery ended, a promotion included; null when it was started without one since. */
  readonly replayed: bigint | null;
}

/** For a SELECT list. Every role may ask, on PostgreSQL 15 to 18; a server that was changed, or a role that was forbidden to, answers
 *  with an error. */
export const TIMELINE = "('x' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8))::bit(32)::int";
export const FLUSHED = "(pg_current_wal_flush_lsn() - '0/0'::pg_lsn)::bigint";

const SERVER_NOW = sql<ServerNow>(
  'event.read-server',
  `SELECT (SELECT system_identifier FROM pg_control_system())::text AS "systemId", ${TIMELINE} AS timeline, ${FLUSHED} AS flushed,
         (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::bigint AS written,
         (pg_last_wal_replay_lsn() - '0/0'::pg_lsn)::bigint AS replayed`,
);

/** Undefined where the server does not say: the log alone tells then.
 *  @throws when the connection fails */
export async function readServer(db: Queryable): Promise<ServerNow | undefined> {
  try {
    return await SERVER_NOW.first(db);
  } catch (error) {
    if (isRefusal(error)) return undefined;
    throw error;
  }
}

/** Insufficient privilege, undefined function, feature not supported. */
function isRefusal(error: unknown): boolean {
  return ['42501', '42883', '0A000'].includes((error as { code?: string } | null)?.code ?? '');
}

/** Whether something that was durable on the server is no longer in its history.
 *  - On the same timeline its log only grows: a shorter one is that of an older copy.
 *  - On a later timeline, what lies behind the place where the recovery ended belongs to the timeline that was left.
 *  - On an earlier timeline it is a copy of before a promotion.
 *  Of another cluster, such as a restored dump, and of a server that does not say, nothing can be told by this. */
export function hasLost(known: ServerState | null, now: ServerNow | undefined): boolean {
  if (known === null || known.systemId !== now?.systemId) return false;
  if (now.timeline < known.timeline) return true;
  if (now.timeline === known.timeline) return now.written < known.flushed;
  return (now.replayed ?? now.written) < known.flushed;
}
