/** The hub's database as everything else sees it: one pool and one Prisma client, on the embedded PostgreSQL or on
 *  the one that DATABASE_URL names. */
import type pg from 'pg';

import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.js';
import { openPool, type PoolOptions } from './pool.js';
import { type OpenPrisma, prismaOf } from './prisma-client.js';

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
  /** Ends the connections, then stops the embedded server. Call it last; safe to repeat. */
  close(): Promise<void>;
}

/** Connects; `migrate(database.url)` is the caller's next step.
 *  @throws Error that names what to set when neither PostgreSQL can be used */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const embedded =
    options.url === undefined ? await startEmbeddedPostgres({ dataDir: options.dataDir }) : undefined;
  const url = options.url ?? embedded?.url ?? '';
  const pool = openPool({ ...options, url });
  const prisma = prismaOf(pool);
  let closing: Promise<void> | undefined;
  return {
    url,
    isEmbedded: embedded !== undefined,
    pool,
    prisma,
    close: () => (closing ??= closeAll(pool, stopsServer(embedded, options) ? embedded : undefined)),
  };
}

function stopsServer(embedded: EmbeddedPostgres | undefined, options: DatabaseOptions): boolean {
  return embedded !== undefined && (!embedded.wasRunning || (options.stopsAdopted ?? true));
}

async function closeAll(pool: pg.Pool, server: EmbeddedPostgres | undefined): Promise<void> {
  await pool.end();
  await server?.stop();
}
