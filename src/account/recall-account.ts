/** The account that a mutation answers with, as it is now, if the caller may see it. It is read in the mutation's own
 *  transaction: what has been committed is then said. */
import { scopeOf, type Caller } from '../access/index.js';
import type { RowReaders } from '../idempotency/index.js';
import type { Db } from '../work/index.js';
import { findAccounts, type AccountRow } from './account-store.js';

/** For an answer that is repeated. */
export function recallAccount(caller: Caller): RowReaders {
  return { account: async (db, id) => (await findAccounts(db, [id], scopeOf(caller)))[0] };
}

/** Of one that was found or made for a holder whom the caller sees. */
export async function getSeenAccount(db: Db, caller: Caller, id: string): Promise<AccountRow> {
  const [account] = await findAccounts(db, [id], scopeOf(caller));
  if (!account) throw new Error('An account that was just registered is not the caller’s to see.');
  return account;
}
