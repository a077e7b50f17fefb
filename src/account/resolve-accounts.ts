/** The mapper: from personal ids to the accounts that people are paid into. */
import { requireRole, scopeOf, type Caller } from '../access/index.js';
import { HubError, type PersonalId } from '../values/index.js';
import type { AccountDeps } from './account-deps.js';
import type { FindOwnAccounts } from './own-account-store.js';

const PERSONAL_IDS_MAX = 1000;

/** Each person's own verified account, the preferred one first, in the order asked; null where there is none, and for
 *  people outside the caller's area. A look-up: who is not within the area is a miss, with or without an account.
 *  @param find how much of each account is read
 *  @throws HubError FORBIDDEN for whoever is neither officer nor approver, and as `LookUps.run`; BAD_USER_INPUT past 1,000 */
export async function resolveAccounts<Row>(
  deps: AccountDeps,
  who: { readonly caller: Caller; readonly requestId: string },
  personalIds: readonly PersonalId[],
  find: FindOwnAccounts<Row>,
): Promise<readonly (Row | null)[]> {
  requireRole(who.caller, 'officer', 'approver');
  if (personalIds.length > PERSONAL_IDS_MAX) {
    throw new HubError('BAD_USER_INPUT', `At most ${PERSONAL_IDS_MAX} personalIds in one call.`);
  }
  return deps.lookUps.run(who, 'resolveAccounts', async (permit) => {
    const { accounts, citizens } = await find(deps.db, personalIds, scopeOf(who.caller), permit);
    const misses = new Set(personalIds.filter((personalId) => !citizens.has(personalId))).size;
    return { answer: accounts, personIds: [...citizens.values()], misses };
  });
}
