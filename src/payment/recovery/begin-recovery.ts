/** Begins a recovery: the database is older than what institutions know. From this transaction on nothing is sent; what was open is
 *  asked about, and statements are wanted. */
import type { Db } from '../../work/index.js';
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

export interface Loss {
  readonly cause: RecoveryCause;
  /** What happened from then on may be forgotten. */
  readonly lostFrom: Date;
}

/** Safe to repeat, and to call on several hubs at once. */
export async function beginRecovery(
  { transact }: Pick<PaymentDeps, 'transact'>,
  loss: Loss,
): Promise<BegunRecovery> {
  return transact((db) => beginRecoveryWithin(db, loss));
}

/** In a transaction of the caller's. */
export async function beginRecoveryWithin(db: Db, { cause, lostFrom }: Loss): Promise<BegunRecovery> {
  const going = await ownRecovery(db);
  const recovery = going
    ? await widenRecovery(db, going.id, lostFrom)
    : await insertRecovery(db, cause, lostFrom);
  await wantStatements(db, recovery.lost_from);
  // What has been open since the first begin is being asked about.
  return { isNew: !going, attempts: going ? 0 : await askAboutEverything(db) };
}
