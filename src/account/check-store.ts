/** Checks of accounts: read for adapters, locked for their reports, and closed by them. Each function is one statement,
 *  whether there is one check or a thousand. */
import { sql } from '../database/index.js';
import type { Db } from '../work/index.js';
import type { AccountState, AccountStatus } from './account-verdict.js';
import type { NameMatch } from './name-match.js';
import { accountOwner } from './visibility-store.js';

/** What an institution is asked. */
export interface AccountQuestion {
  readonly check_id: string;
  readonly kind: string;
  readonly bin: string | null;
  readonly number: string;
  /** The citizen's name, which is the reference; the list's word where the person is not known any more. */
  readonly holder_name: string;
  readonly personal_id: string | null;
}

const questions = sql<AccountQuestion>(
  'account.questions',
  `SELECT c.id AS check_id, a.kind, i.bin, a.number, coalesce(p.full_name, a.holder_name) AS holder_name, p.personal_id
   FROM account.account_check c
   JOIN account.account a ON a.id = c.account_id
   JOIN account.institution i ON i.code = a.institution_code
   LEFT JOIN social_protection.person_card p ON p.citizen_id = a.citizen_id
   WHERE c.id = ANY($1::uuid[])`,
);

export async function findQuestions(
  db: Db,
  checkIds: readonly string[],
): Promise<ReadonlyMap<string, AccountQuestion>> {
  return new Map((await questions.all(db, [checkIds])).map((row) => [row.check_id, row]));
}

/** A check with its account, as a report finds them. */
export interface LockedAccountCheck {
  readonly check_id: string;
  readonly report_id: string | null;
  readonly account_id: string;
  readonly citizen_id: string;
  readonly institution_code: string;
  readonly status: AccountStatus;
  readonly name_match: NameMatch;
  readonly person_name: string;
  readonly beneficiary_id: string | null;
  readonly area_id: string | null;
}

const lock = sql<LockedAccountCheck>(
  'account.lock-checks',
  `SELECT c.id AS check_id, c.report_id, a.id AS account_id, a.citizen_id, a.institution_code, a.status, a.name_match,
     coalesce(p.full_name, a.holder_name) AS person_name, owner.beneficiary_id, owner.area_id
   FROM account.account_check c
   JOIN account.account a ON a.id = c.account_id
   LEFT JOIN social_protection.person_card p ON p.citizen_id = a.citizen_id
   ${accountOwner('a')}
   WHERE c.id = ANY($1::uuid[]) AND (a.institution_code = $2 OR a.institution_code LIKE $2 || ':%')
   ORDER BY c.id FOR UPDATE OF c, a`,
);

/** The checks of an institution, held until the transaction ends. Tasks are locked before them, everywhere. */
export async function lockChecks(
  db: Db,
  checkIds: readonly string[],
  institution: string,
): Promise<readonly LockedAccountCheck[]> {
  return lock.all(db, [checkIds, institution]);
}

const knownReports = sql<{ report_id: string; report_hash: string }>(
  'account.known-reports',
  `SELECT c.report_id, c.report_hash FROM account.account_check c JOIN account.account a ON a.id = c.account_id
   WHERE c.report_id = ANY($1::text[]) AND (a.institution_code = $2 OR a.institution_code LIKE $2 || ':%')`,
);

/** Which of these report ids of an institution counted before, and the hashes of what they said. */
export async function findKnownReports(
  db: Db,
  reportIds: readonly string[],
  institution: string,
): Promise<ReadonlyMap<string, string>> {
  const rows = await knownReports.all(db, [reportIds, institution]);
  return new Map(rows.map((row) => [row.report_id, row.report_hash]));
}

export interface AccountOutcome {
  readonly checkId: string;
  readonly accountId: string;
  readonly accountState: AccountState;
  readonly returnedName: string | null;
  readonly institutionMatch: NameMatch | null;
  /** What became of the account. */
  readonly status: AccountStatus;
  readonly nameMatch: NameMatch;
  readonly checkedAt: Date;
  readonly reportId: string;
  readonly hash: string;
}

const close = sql(
  'account.close-checks',
  `WITH answer AS (
    SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
        $8::timestamptz[], $9::text[], $10::text[])
      AS a(check_id, account_id, account_state, returned_name, institution_match, status, name_match, checked_at,
        report_id, report_hash)
  ), closed AS (
    UPDATE account.account_check c SET reported_at = clock_timestamp(), account_state = a.account_state,
      returned_name = a.returned_name, institution_match = a.institution_match, name_match = a.name_match,
      checked_at = a.checked_at, report_id = a.report_id, report_hash = a.report_hash, outcome = 'APPLIED'
    FROM answer a WHERE c.id = a.check_id
  )
  UPDATE account.account t SET status = a.status, name_match = a.name_match, updated_at = now(),
    -- An institution that could not be asked has checked nothing: the account grows stale.
    checked_at = CASE a.account_state WHEN 'UNAVAILABLE' THEN t.checked_at ELSE a.checked_at END,
    returned_name = CASE a.account_state WHEN 'UNAVAILABLE' THEN t.returned_name ELSE a.returned_name END
  FROM answer a WHERE t.id = a.account_id`,
);

/** Closes checks with their answers, and writes what these make of the accounts. Both are locked by the caller. */
export async function closeChecks(db: Db, outcomes: readonly AccountOutcome[]): Promise<void> {
  if (outcomes.length === 0) return;
  await close.run(db, [
    outcomes.map((outcome) => outcome.checkId),
    outcomes.map((outcome) => outcome.accountId),
    outcomes.map((outcome) => outcome.accountState),
    outcomes.map((outcome) => outcome.returnedName),
    outcomes.map((outcome) => outcome.institutionMatch),
    outcomes.map((outcome) => outcome.status),
    outcomes.map((outcome) => outcome.nameMatch),
    outcomes.map((outcome) => outcome.checkedAt),
    outcomes.map((outcome) => outcome.reportId),
    outcomes.map((outcome) => outcome.hash),
  ]);
}
