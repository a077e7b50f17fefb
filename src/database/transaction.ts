/** Runs work in one transaction, and again when PostgreSQL chose it as the victim of a conflict. */
import { setTimeout as delay } from 'node:timers/promises';

import type pg from 'pg';

import { asRefusedValue } from './refused-value.js';

export interface TransactionOptions {
  /** Default `read committed`. */
  readonly isolation?: 'read committed' | 'repeatable read' | 'serializable';
  readonly isReadOnly?: boolean;
  /** For work that finds all its rows by keys: no statement is planned to read a whole table. A queue is empty when a connection
   *  plans its first claim, and PostgreSQL would keep that plan while a million tasks come. */
  readonly goesByKeys?: boolean;
  /** How often the work may run in all. Default 5. */
  readonly attemptsMax?: number;
  /** Spreads the retries; 0 to 1. */
  readonly random?: () => number;
}

const retryDelayMsMax = 400;
const serializationFailure = '40001';
const deadlockDetected = '40P01';

/** Work found that another transaction had meanwhile written what it was about to write: run again, it reads that. */
export class WriteConflict extends Error {
  readonly code = serializationFailure;
}

/** Commits what `work` did, or nothing of it. The work may run several times after a serialization failure, a deadlock or a
 *  `WriteConflict`, so it must do nothing that a rollback does not undo.
 *  @throws whatever the work throws; RefusedValue for what PostgreSQL refuses in a value; after `attemptsMax` conflicts, its own error */
export async function withTransaction<Result>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<Result>,
  options: TransactionOptions = {},
): Promise<Result> {
  const { attemptsMax = 5, random = Math.random } = options;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await runOnce(pool, work, options);
    } catch (error) {
      if (attempt >= attemptsMax || !isConflict(error)) throw asRefusedValue(error);
      await delay(random() * Math.min(retryDelayMsMax, 10 * 2 ** attempt));
    }
  }
}

/** Whether PostgreSQL undid a transaction only because of another one: the same work may succeed now. */
export function isConflict(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return code === serializationFailure || code === deadlockDetected;
}

async function runOnce<Result>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<Result>,
  options: TransactionOptions,
): Promise<Result> {
  const client = await pool.connect();
  try {
    await client.query(beginStatement(options, pool));
    const result = await work(client);
    await client.query('COMMIT');
    client.release();
    return result;
  } catch (error) {
    await rollBack(client);
    throw error;
  }
}

/** How long one statement of a transaction may take, whatever its pool says of others: a draft for a province takes a minute. */
const STATEMENT_TIMEOUT = '10min';

function beginStatement(options: TransactionOptions, pool: pg.Pool): string {
  const isolation =
    options.isolation === undefined ? '' : ` ISOLATION LEVEL ${options.isolation.toUpperCase()}`;
  const begin = `BEGIN${isolation}${options.isReadOnly === true ? ' READ ONLY' : ''}`;
  const isTimed = (pool.options as { readonly statement_timeout?: unknown }).statement_timeout !== undefined;
  return [
    begin,
    ...(isTimed ? [`SET LOCAL statement_timeout = '${STATEMENT_TIMEOUT}'`] : []),
    ...(options.goesByKeys === true ? ['SET LOCAL enable_seqscan = off'] : []),
  ].join('; ');
}

/** A connection whose rollback fails is broken: the pool must drop it, and the first error is the one that matters. */
async function rollBack(client: pg.PoolClient): Promise<void> {
  try {
    await client.query('ROLLBACK');
    client.release();
  } catch (failure) {
    client.release(failure as Error);
  }
}
