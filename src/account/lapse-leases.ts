/** A question whose lease ended without an answer waits again. */
import { BY_KEYS, expireLeases } from '../work/index.js';
import type { AccountDeps } from './account-deps.js';

/** Ends leases that ran out while no adapter claimed. Called on a clock. Returns how many there were. */
export async function lapseLeases(deps: AccountDeps): Promise<number> {
  return deps.transact(async (db, waking) => {
    const lapsed = await expireLeases(db, { kind: 'ACCOUNT_CHECK' });
    for (const { institutionCode } of lapsed) waking.items.push({ kind: 'ACCOUNT_CHECK', institutionCode });
    return lapsed.length;
  }, BY_KEYS);
}
