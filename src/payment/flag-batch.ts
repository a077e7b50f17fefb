/** Everything that an approver must look at before money goes out: possible duplicates, accounts that are new or were changed
 *  shortly before (whoever takes over an account changes it first), and bookings that nobody can explain. */
import type { Db } from '../work/index.js';
import { writeFlags } from './duplicate-store.js';
import type { PaymentPolicy } from './payment-policy.js';
import { writePossibleBookings } from './possible-booking-store.js';
import { writeRecentAccounts } from './recent-account-store.js';
import { planForBatch } from './statistics-store.js';

/** Looks at a batch's drafted lines anew. Returns how much there is to look at. */
export async function flagBatch(
  db: Db,
  batchId: string,
  { accountQuarantineDays }: Pick<PaymentPolicy, 'accountQuarantineDays'>,
): Promise<number> {
  await planForBatch(db);
  const duplicates = await writeFlags(db, batchId);
  const recent = await writeRecentAccounts(db, batchId, accountQuarantineDays);
  return duplicates + recent + (await writePossibleBookings(db, batchId));
}
