/** Putting questions about accounts into the queue: one statement, whether for one account or for a province. */
import { sql, type Statement } from '../database/index.js';
import { INTO_EVENT_INBOX } from '../event/index.js';
import { askAgainQuery, INTO_WORK_TASK, type Db, type Waking } from '../work/index.js';
import { accountOwner, mandateValid } from './visibility-store.js';

interface Queued {
  readonly found: number;
  readonly queued: number;
  readonly institutions: readonly string[];
}

/** $1 who asks, $2 what for; `found` gives the accounts meant, `isAsked` is a condition on them. One open question an
 *  account; what is verified or with an officer stays so until the answer. */
function queueStatement(name: string, found: string, isAsked: string): Statement<Queued> {
  return sql<Queued>(
    name,
    `WITH found AS (${found}), made AS (
      INSERT INTO account.account_check (account_id, requested_by, purpose)
      SELECT f.id, $1, $2 FROM found f WHERE ${isAsked} ORDER BY f.id
      ON CONFLICT (account_id) WHERE reported_at IS NULL DO NOTHING
      RETURNING id, account_id
    ), queued AS (
      ${INTO_WORK_TASK}
      SELECT m.id, 'ACCOUNT_CHECK', a.institution_code, 'CHECK', now()
      FROM made m JOIN account.account a ON a.id = m.account_id
    ), before AS (
      SELECT a.id, a.status FROM made m JOIN account.account a ON a.id = m.account_id
      WHERE a.status NOT IN ('VERIFIED','NEEDS_REVIEW','CHECKING') ORDER BY a.id FOR UPDATE OF a
    ), moved AS (
      UPDATE account.account a SET status = 'CHECKING', updated_at = now() FROM before
      WHERE a.id = before.id
      RETURNING a.id, a.citizen_id, a.institution_code, before.status AS status_from, a.name_match
    ), told AS (
      ${INTO_EVENT_INBOX}
      SELECT 'verification', m.id, owner.beneficiary_id, m.citizen_id, m.id, NULL, m.institution_code, owner.area_id,
        m.status_from, 'CHECKING', NULL, now(),
        jsonb_build_object('accountStatus', 'CHECKING', 'nameMatch', m.name_match)
      FROM moved m ${accountOwner('m')}
    )
    SELECT (SELECT count(*) FROM found)::int AS found, count(*)::int AS queued,
      coalesce(array_agg(DISTINCT a.institution_code) FILTER (WHERE a.id IS NOT NULL), '{}') AS institutions
    FROM made m JOIN account.account a ON a.id = m.account_id`,
  );
}

const queueNamed = queueStatement(
  'account.queue-checks-of-accounts',
  'SELECT a.id FROM account.account a WHERE a.id = ANY($3::uuid[])',
  'true',
);

const queueOfArea = queueStatement(
  'account.queue-checks-of-area',
  `WITH wanted AS (
     SELECT b.beneficiary_id, b.citizen_id FROM social_protection.beneficiary_card b
     WHERE b.area_id IN (SELECT descendant_id FROM social_protection.area_tree WHERE ancestor_id = $3)
       AND ($4::uuid[] IS NULL OR b.beneficiary_id = ANY($4))
   ), holder AS (
     SELECT citizen_id FROM wanted
     UNION
     SELECT r.receiver_citizen_id FROM social_protection.receiver r JOIN wanted USING (beneficiary_id)
     WHERE ${mandateValid('r')}
   )
   SELECT a.id, a.status, a.checked_at FROM account.account a JOIN holder USING (citizen_id)`,
  `NOT $5 OR f.checked_at IS NULL OR f.checked_at < now() - make_interval(days => $6)
     OR f.status IN ('UNCHECKED','UNAVAILABLE')`,
);

export interface CheckRequest {
  readonly requestedBy: string;
  readonly purpose: string;
}

/** Asks about these accounts, whenever they were asked about last. */
export async function queueChecksOfAccounts(
  db: Db,
  waking: Waking,
  accountIds: readonly string[],
  { requestedBy, purpose }: CheckRequest,
): Promise<number> {
  return (await queue(db, waking, queueNamed, [requestedBy, purpose, accountIds])).queued;
}

export interface AreaChecks extends CheckRequest {
  /** Everyone who lives in this unit or below. */
  readonly areaId: string;
  /** Only these of them. */
  readonly beneficiaryIds: readonly string[] | null;
  readonly onlyStale: boolean;
  readonly freshnessDays: number;
}

/** Asks about the accounts of beneficiaries and of whoever may receive for them today. */
export async function queueChecksOfArea(db: Db, waking: Waking, checks: AreaChecks): Promise<Queued> {
  const { requestedBy, purpose, areaId, beneficiaryIds, onlyStale, freshnessDays } = checks;
  const values = [requestedBy, purpose, areaId, beneficiaryIds, onlyStale, freshnessDays];
  return queue(db, waking, queueOfArea, values);
}

async function queue(
  db: Db,
  waking: Waking,
  statement: Statement<Queued>,
  values: readonly unknown[],
): Promise<Queued> {
  const queued = (await statement.first(db, values)) ?? { found: 0, queued: 0, institutions: [] };
  for (const institutionCode of queued.institutions)
    waking.items.push({ kind: 'ACCOUNT_CHECK', institutionCode });
  return queued;
}

const unavailable = sql<{ requestedBy: string; purpose: string; accountIds: string[] }>(
  'account.find-unavailable',
  `SELECT requested_by AS "requestedBy", purpose, array_agg(subject) AS "accountIds"
   FROM (${askAgainQuery('account.account_check', 'account_id', 'account_state')}) again GROUP BY 1, 2 ORDER BY 1, 2`,
);

/** Accounts to ask about again, by who asked and what for. */
export async function findUnavailable(
  db: Db,
): Promise<readonly (CheckRequest & { readonly accountIds: readonly string[] })[]> {
  return unavailable.all(db);
}
