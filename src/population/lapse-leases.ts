/** A question whose lease ended without an answer waits again. */
import { BY_KEYS, expireLeases } from '../work/index.js';
import type { PopulationDeps } from './population-deps.js';

/** Ends leases that ran out while no adapter claimed. Called on a clock. Returns how many there were. */
export async function lapseLeases(deps: PopulationDeps): Promise<number> {
  return deps.transact(async (db, waking) => {
    const lapsed = await expireLeases(db, { kind: 'CITIZEN_CHECK' });
    for (const { institutionCode } of lapsed) waking.items.push({ kind: 'CITIZEN_CHECK', institutionCode });
    return lapsed.length;
  }, BY_KEYS);
}
