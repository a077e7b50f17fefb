/** Officers' decisions on names: kept for ever, in force while the person's name and the name returned stay as they were. */
import { scopeValues, type Scope } from '../access/index.js';
import { sql } from '../database/index.js';
import type { Db } from '../work/index.js';
import type { AccountStatus } from './account-verdict.js';
import type { NameMatch } from './name-match.js';
import { accountOwner, accountVisible } from './visibility-store.js';

export interface DecisionRow {
  readonly account_id: string;
  readonly person_name: string;
  readonly returned_name: string | null;
  readonly is_accepted: boolean;
}

const ofAccounts = sql<DecisionRow>(
  'account.decisions-of',
  `SELECT DISTINCT ON (account_id, person_name, returned_name) account_id, person_name, returned_name, is_accepted
   FROM account.name_decision WHERE account_id = ANY($1::uuid[])
   ORDER BY account_id, person_name, returned_name, decided_at DESC, id DESC`,
);

/** The last decision on each pair of names of these accounts. */
export async function findDecisions(db: Db, accountIds: readonly string[]): Promise<readonly DecisionRow[]> {
  return accountIds.length === 0 ? [] : ofAccounts.all(db, [accountIds]);
}

/** The decision that holds for these names, if any. */
export function decisionFor(
  decisions: readonly DecisionRow[],
  asked: Pick<DecisionRow, 'account_id' | 'person_name' | 'returned_name'>,
): 'ACCEPTED' | 'REFUSED' | undefined {
  const found = decisions.find(
    (one) =>
      one.account_id === asked.account_id &&
      one.person_name === asked.person_name &&
      one.returned_name === asked.returned_name,
  );
  return found && (found.is_accepted ? 'ACCEPTED' : 'REFUSED');
}

/** An account whose name is to be decided. */
export interface LockedAccount {
  readonly account_id: string;
  readonly citizen_id: string;
  readonly institution_code: string;
  readonly status: AccountStatus;
  readonly name_match: NameMatch;
  readonly person_name: string;
  readonly returned_name: string | null;
  readonly beneficiary_id: string | null;
  readonly area_id: string | null;
}

const lock = sql<LockedAccount>(
  'account.lock-for-decision',
  `SELECT a.id AS account_id, a.citizen_id, a.institution_code, a.status, a.name_match, a.returned_name,
     coalesce(p.full_name, a.holder_name) AS person_name, owner.beneficiary_id, owner.area_id
   FROM account.account a
   LEFT JOIN social_protection.person_card p ON p.citizen_id = a.citizen_id
   ${accountOwner('a')}
   WHERE a.id = $1 AND ${accountVisible('a', 2)} FOR UPDATE OF a`,
);

export async function lockAccount(db: Db, id: string, scope: Scope): Promise<LockedAccount | undefined> {
  return lock.first(db, [id, ...scopeValues(scope)]);
}

const insert = sql(
  'account.insert-decision',
  `INSERT INTO account.name_decision (account_id, citizen_id, person_name, returned_name, is_accepted, reason, decided_by,
     decided_at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, clock_timestamp())`,
);

export interface NewDecision {
  readonly isAccepted: boolean;
  readonly reason: string;
  readonly decidedBy: string;
}

export async function insertDecision(
  db: Db,
  account: LockedAccount,
  { isAccepted, reason, decidedBy }: NewDecision,
): Promise<void> {
  const { account_id, citizen_id, person_name, returned_name } = account;
  await insert.run(db, [account_id, citizen_id, person_name, returned_name, isAccepted, reason, decidedBy]);
}

const move = sql(
  'account.move-decided',
  'UPDATE account.account SET status = $2, updated_at = now() WHERE id = $1',
);

export async function moveAccount(db: Db, accountId: string, status: AccountStatus): Promise<void> {
  await move.run(db, [accountId, status]);
}
