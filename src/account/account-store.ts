/** Reading accounts: each function is one statement for any number of keys. */
import { areaRowVisible, sqlInScope, type InScope, type Scope } from '../access/index.js';
import type { Db } from '../work/index.js';
import type { AccountStatus } from './account-verdict.js';
import type { NameMatch } from './name-match.js';
import { accountVisible, mandateValid } from './visibility-store.js';

/** Enough to name an account and to pay into it. */
export interface BriefAccountRow {
  readonly id: string;
  readonly institution_code: string;
  readonly number: string;
  readonly holder_name: string;
  readonly status: AccountStatus;
}

export interface AccountRow extends BriefAccountRow {
  readonly citizen_id: string;
  readonly kind: string;
  readonly name_match: NameMatch;
  readonly checked_at: Date | null;
  readonly is_preferred: boolean;
}

const COLUMNS = `a.id, a.citizen_id, a.institution_code, a.kind, a.number, a.holder_name, a.status, a.name_match,
  a.checked_at, a.is_preferred`;
/** As a batch chooses: see the view `account.payable_account`. */
export const BEST_FIRST = `a.is_preferred DESC, array_position(ARRAY['BANK','WALLET','MOBILE_MONEY'], a.kind), a.id`;

const byId = sqlInScope<AccountRow>(
  'account.by-id',
  `SELECT ${COLUMNS} FROM account.account a WHERE a.id = ANY($3::uuid[]) AND ${accountVisible('a', 1)}`,
  { plan: 'ONCE' },
);

/** Those of the accounts that the scope reaches, in any order. */
export async function findAccounts(
  db: Db,
  ids: readonly string[],
  scope: Scope,
): Promise<readonly InScope<AccountRow>[]> {
  return byId.all(db, scope, [ids]);
}

export type AccountOfBeneficiary = AccountRow & { readonly beneficiary_id: string };

/** `rank` 1: their own; 2: those of whoever may receive for them today. */
const ofBeneficiaries = sqlInScope<AccountOfBeneficiary & { readonly rank: number }>(
  'account.of-beneficiaries',
  `SELECT b.beneficiary_id, 1 AS rank, ${COLUMNS}
   FROM social_protection.beneficiary_card b
   JOIN account.account a ON a.citizen_id = b.citizen_id
   WHERE b.beneficiary_id = ANY($3::uuid[]) AND ${areaRowVisible('b', 1)}
   UNION ALL
   SELECT b.beneficiary_id, 2, ${COLUMNS}
   FROM social_protection.receiver r
   JOIN social_protection.beneficiary_card b USING (beneficiary_id)
   JOIN account.account a ON a.citizen_id = r.receiver_citizen_id
   WHERE r.beneficiary_id = ANY($3::uuid[]) AND r.receiver_citizen_id <> b.citizen_id AND ${mandateValid('r')}
     AND ${areaRowVisible('b', 1)}`,
  { plan: 'ONCE' },
);

/** Beneficiaries' own accounts, the preferred one first, then those of whoever may receive for them today. */
export async function findAccountsOf(
  db: Db,
  beneficiaryIds: readonly string[],
  scope: Scope,
): Promise<readonly InScope<AccountOfBeneficiary>[]> {
  const rows = await ofBeneficiaries.all(db, scope, [beneficiaryIds]);
  return rows.sort(
    (one, other) =>
      one.rank - other.rank ||
      Number(other.is_preferred) - Number(one.is_preferred) ||
      (one.id < other.id ? -1 : 1),
  );
}

const payable = sqlInScope<AccountOfBeneficiary>(
  'account.payable-of-beneficiaries',
  `SELECT p.beneficiary_id, ${COLUMNS}
   FROM account.payable_account p
   JOIN social_protection.beneficiary_card b USING (beneficiary_id)
   JOIN account.account a ON a.id = p.account_id
   JOIN account.institution i ON i.code = a.institution_code
   WHERE p.beneficiary_id = ANY($3::uuid[]) AND ${areaRowVisible('b', 1)}
     AND b.payment_method <> 'CASH' AND i.rail_since IS NOT NULL
     AND a.checked_at >= now() - make_interval(days => $4)`,
);

/** The account that a batch made now would use: verified, fresh, and at an institution whose rail runs. */
export async function findPayableAccounts(
  db: Db,
  beneficiaryIds: readonly string[],
  scope: Scope,
  freshnessDays: number,
): Promise<readonly InScope<AccountOfBeneficiary>[]> {
  return payable.all(db, scope, [beneficiaryIds, freshnessDays]);
}

export type AccountOfAuthorisation = AccountRow & { readonly authorisation_id: string };

const ofAuthorisations = sqlInScope<AccountOfAuthorisation>(
  'account.of-authorisations',
  `SELECT DISTINCT ON (r.authorisation_id) r.authorisation_id, ${COLUMNS}
   FROM social_protection.receiver r
   JOIN social_protection.beneficiary_card b USING (beneficiary_id)
   JOIN account.account a ON a.citizen_id = r.receiver_citizen_id
   WHERE r.authorisation_id = ANY($3::uuid[]) AND ${areaRowVisible('b', 1)}
   ORDER BY r.authorisation_id, a.status = 'VERIFIED' DESC, ${BEST_FIRST}`,
  { plan: 'ONCE' },
);

/** The account that the receiver of each authorisation would be paid into: a verified one, else the preferred one. */
export async function findAccountsOfAuthorisations(
  db: Db,
  authorisationIds: readonly string[],
  scope: Scope,
): Promise<readonly InScope<AccountOfAuthorisation>[]> {
  return ofAuthorisations.all(db, scope, [authorisationIds]);
}
