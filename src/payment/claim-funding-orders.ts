/** Hands the Treasury's adapter what the Treasury is to do now: money for batches that lack it, and what is left of batches
 *  whose period is over. An order is committed before it is handed out, so its reference outlives every crash. */
import { requireInstitution, type Caller } from '../access/index.js';
import { calendarDateOf, HubError } from '../values/index.js';
import { TREASURY } from './funding-document.js';
import { handOutOrders, writeOrders, type FundingOrderRow } from './funding-order-store.js';
import type { PaymentDeps } from './payment-deps.js';

const FIRST_MAX = 500;

/** An order comes again with each call until it is closed: by its document, or because it is not wanted any more. A repeat
 *  is harmless, several callers at once too.
 *  @throws HubError FORBIDDEN for whoever is not the Treasury's adapter, BAD_USER_INPUT past 500 */
export async function claimFundingOrders(
  deps: PaymentDeps,
  caller: Caller,
  { first }: { readonly first: number },
): Promise<readonly FundingOrderRow[]> {
  requireTreasury(caller);
  if (first < 1 || first > FIRST_MAX)
    throw new HubError('BAD_USER_INPUT', `first must be 1 to ${FIRST_MAX}.`);
  deps.noteSeen(TREASURY);
  return deps.transact(async (db) => {
    const now = deps.clock();
    await writeOrders(db, now, calendarDateOf(now));
    return handOutOrders(db, now, first);
  });
}

/** @throws HubError FORBIDDEN */
export function requireTreasury(caller: Caller): void {
  if (requireInstitution(caller) !== TREASURY)
    throw new HubError('FORBIDDEN', 'This is for the State Treasury’s adapter.');
}
