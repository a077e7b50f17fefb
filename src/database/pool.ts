/** Connections to PostgreSQL, with the project's own reading of its types: money is bigint, calendar dates are text. */
import pg from 'pg';
import { getTypeParser } from './column-types.js';
import { passChecks } from './connection-checks.js';
import { preparePlanOnce } from './prepared-query.js';
import { gatherReads } from './read-queue.js';

/** What a store needs: a pool, or the connection of a transaction. */
export type Queryable = Pick<pg.ClientBase, 'query'>;

export interface PoolOptions {
  readonly url: string;
  /** Connections at most. Default 10. */
  readonly connectionsMax?: number;
  /** How long a statement outside a transaction may take, in milliseconds; default: as long as it takes. */
  readonly statementTimeoutMs?: number;
  /** Cancels what a connection of this pool is doing. Default: by a connection of this pool. */
  readonly cancel?: (processId: number) => Promise<unknown>;
  /** Shown in pg_stat_activity. Default `ansinh-hub`. */
  readonly applicationName?: string;
  /** Told when a connection that nobody uses breaks; the pool has already replaced it. */
  readonly onConnectionLost?: (error: Error) => void;
}

/** Ends what another connection of the same account is doing. */
export const CANCEL = 'SELECT pg_cancel_backend($1)';

const connectTimeoutMs = 10_000;

/** Opens a pool: int8 is `bigint`, date is `YYYY-MM-DD`, timestamptz is `Date`, numeric is text. Close it with `end()`. */
export function openPool(options: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.connectionsMax ?? 10,
    application_name: options.applicationName ?? 'ansinh-hub',
    ...(options.statementTimeoutMs === undefined ? {} : { statement_timeout: options.statementTimeoutMs }),
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    types: { getTypeParser },
    // eslint-disable-next-line @typescript-eslint/no-misused-promises -- the pool waits for it; its type declarations leave that out
    onConnect: (client) => prepare(pool, client),
  });
  // Without a listener Node ends the process when an idle connection breaks; the pool recovers by itself.
  pool.on('error', (error) => options.onConnectionLost?.(error));
  // The pool listens to connections that nobody uses. One that breaks in a transaction, between two statements, has no statement to
  // fail: without a listener of its own it would end the process. The next statement, or the return to the pool, tells.
  pool.on('connect', (client) => client.on('error', () => undefined));
  gatherReads(pool, options.cancel ?? ((processId) => pool.query(CANCEL, [processId])));
  return pool;
}

async function prepare(pool: pg.Pool, client: pg.ClientBase): Promise<void> {
  await preparePlanOnce(client);
  await passChecks(pool, client);
}
