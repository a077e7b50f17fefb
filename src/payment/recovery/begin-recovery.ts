/** Begins a recovery: the database is older than what institutions know. From this transaction on nothing is sent; what was open is
 *  asked about, and statements are wanted. */
import type { PaymentDeps } from '../payment-deps.js';
import { askAboutEverything } from './open-work-store.js';
import { insertRecovery, ownRecovery, widenRecovery, type RecoveryCause } from './recovery-store.js';
import { wantStatements } from './statement-store.js';

export interface BegunRecovery {
  /** False: one was going on already; more may be lost than it knew of. */
  readonly isNew: boolean;
  /** Attempts that wait to be asked about. */
  readonly attempts: number;
}

/** Safe to repeat, and to call on several hubs at once.
 *  @param lostFrom what happened from then on may be forgotten */
export async function beginRecovery(
  { transact }: Pick<PaymentDeps, 'transact'>,
  { cause, lostFrom }: { readonly cause: RecoveryCause; readonly lostFrom: Date },
): Promise<BegunRecovery> {
  return transact(async (db) => {
    const going = await ownRecovery(db);
    const recovery = going
      ? await widenRecovery(db, going.id, lostFrom)
      : await insertRecovery(db, cause, lostFrom);
    await wantStatements(db, recovery.lost_from);
    // What has been open since the first begin is being asked about.
    return { isNew: !going, attempts: going ? 0 : await askAboutEverything(db) };
  });
}
