/** The hub's database as everything else sees it: one pool and one Prisma client, on the embedded PostgreSQL or on
 *  the one that DATABASE_URL names. */
import type pg from 'pg';

import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.js';
import { openPool, type PoolOptions } from './pool.js';
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
}

export interface Database {
  readonly url: string;
  readonly isEmbedded: boolean;
  readonly pool: pg.Pool;
  readonly prisma: OpenPrisma;
  /** Has the embedded server kept running from now on; `close` ends the keeping before the server. Does nothing where the
   *  database is not embedded. Call it once. */
  keepServer(keep: (server: KeptServer) => ServerKeeper): void;
  /** Ends the connections, then stops the embedded server. Call it last; safe to repeat. */
  close(): Promise<void>;
}

/** Connects; `migrate(database.url)` is the caller's next step.
 *  @throws Error that names what to set when neither PostgreSQL can be used */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { dataDir } = options;
  const embedded = options.url === undefined ? await startEmbeddedPostgres({ dataDir }) : undefined;
  const url = options.url ?? embedded?.url ?? '';
  const pool = openPool({ ...options, url });
  const prisma = prismaOf(pool);
  let keeper: ServerKeeper | undefined;
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await keeper?.stop();
    await pool.end();
    if (embedded && stopsServer(embedded, options)) await embedded.stop();
  };
  return {
    url,
    isEmbedded: embedded !== undefined,
    pool,
    prisma,
    keepServer: (keep) => {
      if (embedded) keeper = keep(keptServer(embedded, pool, dataDir));
    },
    close: () => (closing ??= close()),
  };
}

function stopsServer({ wasRunning }: EmbeddedPostgres, { stopsAdopted = true }: DatabaseOptions): boolean {
  return !wasRunning || stopsAdopted;
}

function keptServer(embedded: EmbeddedPostgres, pool: pg.Pool, dataDir: string): KeptServer {
  return {
    isRunning: () => embedded.isRunning(),
    restart: async (signal) => {
      const { url } = await startEmbeddedPostgres({ dataDir, signal });
      // Its port may have been taken meanwhile.
      pool.options.connectionString = url;
    },
  };
}
