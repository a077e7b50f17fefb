/** Putting questions to the register: one statement, whether for one person or for a province. */
import { sql } from '../database/index.js';
import { askAgainQuery, INTO_WORK_TASK, type Db } from '../work/index.js';
import type { CitizenCheckScope } from './citizen-verdict.js';
import { REGISTER } from './population-deps.js';

export interface WantedChecks {
  /** Everyone who lives in this unit or below. */
  readonly areaId: string;
  /** Only these of them. */
  readonly beneficiaryIds: readonly string[] | null;
  readonly onlyStale: boolean;
  readonly freshnessDays: number;
  readonly scope: CitizenCheckScope;
  readonly requestedBy: string;
  readonly purpose: string;
}

const insertChecks = sql<{ found: number; queued: number }>(
  'population.insert-checks',
  `WITH wanted AS (
    SELECT b.beneficiary_id, b.citizen_id FROM social_protection.beneficiary_card b
    WHERE b.area_id IN (SELECT descendant_id FROM social_protection.area_tree WHERE ancestor_id = $1)
      AND ($2::uuid[] IS NULL OR b.beneficiary_id = ANY($2))
  ), citizen AS (
    SELECT citizen_id FROM wanted
    UNION
    SELECT r.receiver_citizen_id FROM social_protection.receiver r JOIN wanted USING (beneficiary_id)
    WHERE (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date BETWEEN r.valid_from AND coalesce(r.valid_to, 'infinity')
  ), made AS (
    INSERT INTO population.citizen_check (citizen_id, scope, requested_by, purpose)
    SELECT c.citizen_id, $5, $6, $7
    FROM citizen c
    JOIN social_protection.person_card p USING (citizen_id)
    LEFT JOIN population.citizen_verdict v USING (citizen_id)
    -- Without a personal id there is nothing to ask with.
    WHERE p.personal_id IS NOT NULL
      AND (NOT $3 OR v.checked_at IS NULL OR v.checked_at < now() - make_interval(days => $4))
    ORDER BY c.citizen_id
    ON CONFLICT (citizen_id) WHERE reported_at IS NULL DO NOTHING
    RETURNING id
  ), queued AS (
    ${INTO_WORK_TASK} SELECT id, 'CITIZEN_CHECK', '${REGISTER}', 'CHECK', now() FROM made
  )
  SELECT (SELECT count(*) FROM citizen)::int AS found, (SELECT count(*) FROM made)::int AS queued`,
);

/** Asks about beneficiaries and whoever may receive for them today; nobody twice while an answer is awaited. */
export async function insertCitizenChecks(
  db: Db,
  wanted: WantedChecks,
): Promise<{ readonly found: number; readonly queued: number }> {
  const { areaId, beneficiaryIds, onlyStale, freshnessDays, scope, requestedBy, purpose } = wanted;
  const row = await insertChecks.first(db, [
    areaId,
    beneficiaryIds,
    onlyStale,
    freshnessDays,
    scope,
    requestedBy,
    purpose,
  ]);
  return row ?? { found: 0, queued: 0 };
}

const insertAgain = sql<{ queued: number }>(
  'population.insert-checks-again',
  `WITH again AS (${askAgainQuery('population.citizen_check', 'citizen_id', 'verdict')}), made AS (
    INSERT INTO population.citizen_check (citizen_id, scope, requested_by, purpose)
    SELECT subject, 'AUTHENTICATE', requested_by, purpose FROM again ORDER BY subject
    ON CONFLICT (citizen_id) WHERE reported_at IS NULL DO NOTHING
    RETURNING id
  ), queued AS (
    ${INTO_WORK_TASK} SELECT id, 'CITIZEN_CHECK', '${REGISTER}', 'CHECK', now() FROM made
  )
  SELECT count(*)::int AS queued FROM made`,
);

/** Asks again about whom the register could not answer. */
export async function insertChecksAgain(db: Db): Promise<number> {
  return (await insertAgain.first(db))?.queued ?? 0;
}
