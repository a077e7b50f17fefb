/** What is asked of each new connection before anybody is given it. A server is replaced by another one, or by an older copy of
 *  itself, only by ending all connections: whoever checks the new ones notices before anything is read or written. */
import type pg from 'pg';

/** Rejects where the connection must not be used: whoever asked the pool for it gets the error. */
export type ConnectionCheck = (client: Pick<pg.ClientBase, 'query'>) => Promise<void>;

const checks = new WeakMap<object, Set<ConnectionCheck>>();

/** From now on each new connection of the pool passes the check first. The check must not ask the pool itself.
 *  @returns how to take it back */
export function checkConnections(pool: pg.Pool, check: ConnectionCheck): () => void {
  const ofPool = checks.get(pool) ?? new Set();
  checks.set(pool, ofPool.add(check));
  return () => void ofPool.delete(check);
}

export async function passChecks(pool: pg.Pool, client: pg.ClientBase): Promise<void> {
  for (const check of checks.get(pool) ?? []) await check(client);
}
