/** Accounts whose institution could not be asked are asked about again, for whoever asked. */
import type { AccountDeps } from './account-deps.js';
import { findUnavailable, queueChecksOfAccounts } from './queue-store.js';

/** Called on a clock. Returns how many questions were put again. */
export async function askAgain(deps: AccountDeps): Promise<number> {
  if ((await findUnavailable(deps.db)).length === 0) return 0;
  return deps.transact(async (db, waking) => {
    let queued = 0;
    for (const { requestedBy, purpose, accountIds } of await findUnavailable(db)) {
      queued += await queueChecksOfAccounts(db, waking, accountIds, { requestedBy, purpose });
    }
    return queued;
  });
}
