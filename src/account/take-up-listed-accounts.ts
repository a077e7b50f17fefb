/** Takes up the accounts that recipient lists name: the list is the officer's word, each account is still to be checked. */
import type { AccountDeps } from './account-deps.js';
import { insertListedAccounts, lockHolders } from './register-store.js';

export interface TakeUpOptions {
  /** One list; left out: every list. */
  readonly listId?: string | null;
  /** Who registers them. Default `import`. */
  readonly registeredBy?: string;
}

export interface TakenUp {
  /** New to the registry. */
  readonly registered: number;
  /** Named by the list and known before. */
  readonly known: number;
}

/** Safe to repeat: what is known stays as it is. No check is queued; ask for them with `requestAccountChecks`. */
export async function takeUpListedAccounts(
  deps: Pick<AccountDeps, 'transact'>,
  { listId = null, registeredBy = 'import' }: TakeUpOptions = {},
): Promise<TakenUp> {
  return deps.transact(async (db) => {
    await lockHolders(db);
    const { listed, registered } = await insertListedAccounts(db, listId, registeredBy);
    return { registered, known: listed - registered };
  });
}
