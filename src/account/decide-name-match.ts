/** An officer's word on a close or masked name. It is kept per person and account and applied again at every later check,
 *  until the person's name or the name returned changes. */
import { requireRole, scopeOf, type Caller } from '../access/index.js';
import { appendEvents } from '../event/index.js';
import { answerOnce, type KeyRefused } from '../idempotency/index.js';
import type { Db } from '../work/index.js';
import { PURPOSE_DEFAULT, type AccountDeps } from './account-deps.js';
import type { AccountRow } from './account-store.js';
import type { AccountStatus } from './account-verdict.js';
import {
  decisionFor,
  findDecisions,
  insertDecision,
  lockAccount,
  moveAccount,
  type LockedAccount,
} from './decision-store.js';
import { queueChecksOfAccounts } from './queue-store.js';
import { getSeenAccount, recallAccount } from './recall-account.js';
import { verificationEvent } from './verification-event.js';

export interface DecideNameMatchInput {
  readonly accountId: string;
  /** Whether the account is the person's. */
  readonly accept: boolean;
  readonly reason: string;
  readonly idempotencyKey?: string | null;
}

export type DecideNameMatchResult =
  | { readonly kind: 'DECIDED'; readonly account: AccountRow }
  | { readonly kind: 'NOT_FOUND' }
  | { readonly kind: 'INVALID'; readonly field: keyof DecideNameMatchInput; readonly message: string }
  | KeyRefused;

const REASON_LENGTH_MAX = 1000;

/** NEEDS_REVIEW becomes VERIFIED or REJECTED. A decision may be taken back: VERIFIED becomes REJECTED at once; REJECTED is
 *  asked about again, since more than the name may speak against the account by now.
 *  @throws HubError FORBIDDEN for whoever is no officer */
export async function decideNameMatch(
  deps: AccountDeps,
  caller: Caller,
  input: DecideNameMatchInput,
): Promise<DecideNameMatchResult> {
  requireRole(caller, 'officer');
  const { idempotencyKey: key, ...said } = input;
  const asked = { operation: 'decideNameMatch', caller, key, input: said, rows: recallAccount(caller) };
  return answerOnce(deps, asked, (within) => decide(within, caller, said));
}

async function decide(
  deps: AccountDeps,
  caller: Caller,
  input: DecideNameMatchInput,
): Promise<DecideNameMatchResult> {
  const { accountId, accept: isAccepted } = input;
  const reason = input.reason.trim();
  if (reason === '' || reason.length > REASON_LENGTH_MAX) {
    const message = `Say why, in 1 to ${REASON_LENGTH_MAX} characters: the decision is kept.`;
    return { kind: 'INVALID', field: 'reason', message };
  }
  return deps.transact(async (db, waking): Promise<DecideNameMatchResult> => {
    const account = await lockAccount(db, accountId, scopeOf(caller));
    if (!account) return { kind: 'NOT_FOUND' };
    const standing = decisionFor(await findDecisions(db, [accountId]), account);
    const next = statusAfter(account, isAccepted, standing);
    if (next === undefined) return NOTHING_TO_DECIDE;
    await insertDecision(db, account, { isAccepted, reason, decidedBy: caller.subject });
    if (next === 'CHECKING') {
      const purpose = caller.purpose ?? PURPOSE_DEFAULT;
      await queueChecksOfAccounts(db, waking, [accountId], { requestedBy: caller.subject, purpose });
    } else await tellDecided(db, deps.clock(), account, next);
    return { kind: 'DECIDED', account: await getSeenAccount(db, caller, accountId) };
  });
}

const NOTHING_TO_DECIDE = {
  kind: 'INVALID',
  field: 'accountId',
  message: 'There is no name to decide on: only a close, masked or untold name is an officer’s to judge.',
} as const;

async function tellDecided(db: Db, now: Date, account: LockedAccount, status: AccountStatus): Promise<void> {
  await moveAccount(db, account.account_id, status);
  const change = { statusFrom: account.status, reason: 'NAME_DECIDED', occurredAt: now };
  await appendEvents(db, [verificationEvent({ ...account, status, nameMatch: account.name_match }, change)]);
}

/** Where a decision takes the account; undefined where there is nothing to decide. */
function statusAfter(
  { status, name_match }: LockedAccount,
  isAccepted: boolean,
  standing: 'ACCEPTED' | 'REFUSED' | undefined,
): AccountStatus | undefined {
  if (status === 'NEEDS_REVIEW') return isAccepted ? 'VERIFIED' : 'REJECTED';
  const isUnsure = name_match === 'CLOSE' || name_match === 'MASKED_MATCH' || name_match === 'UNAVAILABLE';
  if (!isUnsure || standing === undefined) return undefined;
  if (status === 'VERIFIED' && !isAccepted) return 'REJECTED';
  return status === 'REJECTED' && isAccepted ? 'CHECKING' : undefined;
}
