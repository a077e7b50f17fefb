/** Citizens whom the register could not be asked about are asked about again, for whoever asked. */
import { REGISTER, type PopulationDeps } from './population-deps.js';
import { insertChecksAgain } from './request-store.js';

/** Called on a clock. Returns how many questions were put again. */
export async function askAgain(deps: PopulationDeps): Promise<number> {
  return deps.transact(async (db, waking) => {
    const queued = await insertChecksAgain(db);
    if (queued > 0) waking.items.push({ kind: 'CITIZEN_CHECK', institutionCode: REGISTER });
    return queued;
  });
}
