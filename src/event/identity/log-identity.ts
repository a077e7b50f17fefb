/** Which log this process follows, how far it knows it, and whether the database still has it. */
import type pg from 'pg';
import { type Queryable, sql } from '../../database/index.js';
import { HubError } from '../../values/index.js';
import { readLogEnd, type LogEnd } from '../log-reader.js';
import type { HighWaterMark } from './high-water-mark.js';
import { renewLog, type OnLogWentBack } from './renew-log.js';
import { hasLost, readServer, type ServerNow, type ServerState } from './server-state.js';

export interface LogIdentityOptions {
  readonly pool: pg.Pool;
  /** What an earlier process knew. */
  readonly mark: HighWaterMark | undefined;
  readonly onLogWentBack: OnLogWentBack;
}

/** The log has another id than before: positions that were known are of another log. */
export type OnRenewed = (end: LogEnd) => void;

export class LogIdentity {
  readonly #options: LogIdentityOptions;
  readonly #listeners = new Set<OnRenewed>();
  #end: LogEnd;
  #server: ServerState | undefined;

  private constructor(options: LogIdentityOptions, end: LogEnd, server: ServerState | undefined) {
    this.#options = options;
    this.#end = end;
    this.#server = server;
  }

  /** The log as it is, after it was compared with what an earlier process knew. */
  static async open(options: LogIdentityOptions): Promise<LogIdentity> {
    const { pool, mark } = options;
    const client = await pool.connect();
    try {
      if (mark !== undefined) {
        const { server, ...end } = mark;
        await new LogIdentity(options, end, server ?? undefined).confirm(client);
      }
      const identity = new LogIdentity(options, await readLogEnd(client), stateOf(await readServer(client)));
      client.release();
      return identity;
    } catch (error) {
      client.release(error as Error);
      throw error;
    }
  }

  get logId(): string {
    return this.#end.logId;
  }

  /** How far the log is known, with the server that it was read from. */
  get mark(): HighWaterMark {
    return { ...this.#end, server: this.#server ?? null };
  }

  /** Whether the server says where it stands. */
  get tellsServer(): boolean {
    return this.#server !== undefined;
  }

  onRenewed(listener: OnRenewed): void {
    this.#listeners.add(listener);
  }

  /** The log has been read up to there. Returns whether that is further than was known. */
  rise(position: bigint, id: string, recordedAt: Date): boolean {
    if (position <= this.#end.position) return false;
    this.#end = { logId: this.#end.logId, position, id, recordedAt };
    return true;
  }

  /** Everything up to there is durable on that timeline. What comes late from a server that was left says nothing. */
  noteFlushed(timeline: number, flushed: bigint): void {
    const server = this.#server;
    if (server?.timeline !== timeline || server.flushed >= flushed) return;
    this.#server = { systemId: server.systemId, timeline, flushed };
  }

  /** For each new connection, before anybody is given it: a database can only be replaced, or go over to a standby, by ending
   *  all connections, and nothing may be written to one that has gone back before that is known.
   *  @throws HubError SOURCE_UNAVAILABLE (retryable) for a server that only repeats another one */
  async confirm(client: Queryable): Promise<void> {
    const known = this.mark;
    const isKept = await isAsKnown(client, known);
    const server = await readServer(client);
    if (isKept && !hasLost(known.server, server)) return this.#meet(server);
    const end = await renewLog(client, known, this.#options.onLogWentBack);
    this.#take(end, await readServer(client));
  }

  /** Something that was read is not what was known: compares, and gives the log a new id where it went back. */
  async settle(): Promise<void> {
    const client = await this.#options.pool.connect();
    try {
      await this.confirm(client);
      client.release();
    } catch (error) {
      client.release(error as Error);
      throw error;
    }
  }

  /** Nothing is lost. A server that was left may have answered late. */
  #meet(now: ServerNow | undefined): void {
    const known = this.#server;
    const isOlder =
      known !== undefined &&
      now?.systemId === known.systemId &&
      (now.timeline < known.timeline || (now.timeline === known.timeline && now.flushed < known.flushed));
    if (!isOlder) this.#server = stateOf(now);
  }

  #take(end: LogEnd, now: ServerNow | undefined): void {
    // Another connection may have been first.
    if (end.logId === this.#end.logId) return;
    this.#end = end;
    this.#server = stateOf(now);
    for (const listener of this.#listeners) listener(end);
  }
}

function stateOf(now: ServerNow | undefined): ServerState | undefined {
  return now && { systemId: now.systemId, timeline: now.timeline, flushed: now.flushed };
}

interface Seen {
  readonly isStandby: boolean;
  readonly isSameLog: boolean;
  readonly isKept: boolean;
}

const confirm = sql<Seen>(
  'event.confirm-log',
  `SELECT pg_is_in_recovery() AS "isStandby", log_id = $1 AS "isSameLog",
          $3::uuid IS NULL OR EXISTS (SELECT FROM event.log WHERE position = $2 AND id = $3) AS "isKept"
     FROM event.identity`,
);

/** Without a lock: what was known stands in the log for good, or the log is another one.
 *  @throws HubError SOURCE_UNAVAILABLE (retryable) for a standby: what it has not received yet is not lost */
async function isAsKnown(client: Queryable, { logId, position, id }: HighWaterMark): Promise<boolean> {
  const seen = await confirm.first(client, [logId, position, id]);
  if (seen?.isStandby === true) {
    throw new HubError('SOURCE_UNAVAILABLE', 'The database server repeats another one and takes no writes.', {
      retryable: true,
    });
  }
  return seen?.isSameLog === true && seen.isKept;
}
