/** The hub's database as everything else sees it: one pool and one Prisma client, on the embedded PostgreSQL or on
 *  the one that DATABASE_URL names. */
import type pg from 'pg';

import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.js';
import { CANCEL, openPool, type PoolOptions } from './pool.js';
import { type OpenPrisma, prismaOf } from './prisma-client.js';

/** The embedded server as what may die while it is used. */
export interface KeptServer {
  isRunning(): boolean;
  /** Starts it again; connections that are opened afterwards go there, whatever its port. Safe to repeat.
   *  @throws Error with PostgreSQL's own words; the signal's reason */
  restart(signal: AbortSignal): Promise<void>;
}

export interface ServerKeeper {
  stop(): Promise<void>;
}

export interface DatabaseOptions extends Omit<PoolOptions, 'url'> {
  /** Use this PostgreSQL; when absent the embedded one of `dataDir` is started or adopted. */
  readonly url?: string;
  /** Where the embedded PostgreSQL keeps its data. */
  readonly dataDir: string;
  /** Whether `close` stops an embedded server that somebody else had started. Default true. */
  readonly stopsAdopted?: boolean;
  /** Gives adapters, the event log and people connections of their own, so that none of them waits for the others. Default: one pool
   *  for everything, as a command wants it. */
  readonly hasLanes?: boolean;
}

export interface Database {
  readonly url: string;
  readonly isEmbedded: boolean;
  /** What people ask. */
  readonly pool: pg.Pool;
  /** What adapters do, and what the hub does by itself. */
  readonly work: Lane;
  /** The event log. */
  readonly events: pg.Pool;
  readonly prisma: OpenPrisma;
  /** Has the embedded server kept running from now on; `close` ends the keeping before the server. Does nothing where the
   *  database is not embedded. Call it once. */
  keepServer(keep: (server: KeptServer) => ServerKeeper): void;
  /** Ends the connections, then stops the embedded server. Call it last; safe to repeat. */
  close(): Promise<void>;
}

export interface Lane {
  readonly pool: pg.Pool;
  readonly prisma: OpenPrisma;
}

/** Milliseconds. A field is given up after two seconds; what its statement still does is for nobody. */
const READ_TIMEOUT_MS = 10_000;
/** Adapters claim and report by keys; the hub's own work is in transactions, which have their own limit. */
const WORK_TIMEOUT_MS = 60_000;

/** Connects; `migrate(database.url)` is the caller's next step.
 *  @throws Error that names what to set when neither PostgreSQL can be used */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { dataDir } = options;
  const embedded = options.url === undefined ? await startEmbeddedPostgres({ dataDir }) : undefined;
  const url = options.url ?? embedded?.url ?? '';
  const pools = openPools({ ...options, url });
  const [pool, work, events] = pools;
  const prisma = prismaOf(pool);
  let keeper: ServerKeeper | undefined;
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await keeper?.stop();
    await Promise.all([...new Set(pools)].map((one) => one.end()));
    if (embedded && stopsServer(embedded, options)) await embedded.stop();
  };
  return {
    url,
    isEmbedded: embedded !== undefined,
    pool,
    prisma,
    work: { pool: work, prisma: work === pool ? prisma : prismaOf(work) },
    events,
    keepServer: (keep) => {
      if (embedded) keeper = keep(keptServer(embedded, pools, dataDir));
    },
    close: () => (closing ??= close()),
  };
}

type Pools = readonly [people: pg.Pool, work: pg.Pool, events: pg.Pool];

/** People have half of the connections, adapters three eighths, the log the rest. */
function openPools(options: DatabaseOptions & { readonly url: string }): Pools {
  const all = options.connectionsMax;
  if (options.hasLanes !== true || all === undefined) {
    const one = openPool(options);
    return [one, one, one];
  }
  const eventsMax = Math.max(1, Math.round(all / 8));
  const workMax = Math.max(1, Math.round((all * 3) / 8));
  const events = openPool({ ...options, connectionsMax: eventsMax });
  const cancel = (processId: number) => events.query(CANCEL, [processId]);
  const work = openPool({ ...options, cancel, connectionsMax: workMax, statementTimeoutMs: WORK_TIMEOUT_MS });
  const people = openPool({
    ...{ ...options, cancel },
    connectionsMax: Math.max(1, all - workMax - eventsMax),
    statementTimeoutMs: READ_TIMEOUT_MS,
  });
  return [people, work, events];
}

function stopsServer({ wasRunning }: EmbeddedPostgres, { stopsAdopted = true }: DatabaseOptions): boolean {
  return !wasRunning || stopsAdopted;
}

function keptServer(embedded: EmbeddedPostgres, pools: readonly pg.Pool[], dataDir: string): KeptServer {
  return {
    isRunning: () => embedded.isRunning(),
    restart: async (signal) => {
      const { url } = await startEmbeddedPostgres({ dataDir, signal });
      // Its port may have been taken meanwhile.
      for (const pool of pools) pool.options.connectionString = url;
    },
  };
}
