/** Checks of citizens: read for the adapter, locked for its reports, and closed by them. Each function is one statement,
 *  whether there is one check or a thousand. */
import { sql } from '../database/index.js';
import type { Db } from '../work/index.js';
import type { CitizenCheckScope, CitizenVerdict } from './citizen-verdict.js';
import { REGISTER } from './population-deps.js';

/** What the register is asked. */
export interface CitizenQuestion {
  readonly check_id: string;
  readonly scope: CitizenCheckScope;
  readonly requested_by: string;
  readonly purpose: string;
  readonly personal_id: string;
  readonly old_id_number: string | null;
  readonly full_name: string;
  readonly date_of_birth: string | null;
  readonly year_of_birth: number | null;
  readonly gender: string | null;
  readonly residence_code: string | null;
}

const questions = sql<CitizenQuestion>(
  'population.questions',
  `SELECT c.id AS check_id, c.scope, c.requested_by, c.purpose, p.personal_id, p.old_id_number, p.full_name,
     p.date_of_birth, p.year_of_birth, p.gender, u.code AS residence_code
   FROM population.citizen_check c
   JOIN social_protection.person_card p USING (citizen_id)
   LEFT JOIN social_protection.area u ON u.area_id = p.area_id
   WHERE c.id = ANY($1::uuid[]) AND p.personal_id IS NOT NULL`,
);

export async function findQuestions(
  db: Db,
  checkIds: readonly string[],
): Promise<ReadonlyMap<string, CitizenQuestion>> {
  return new Map((await questions.all(db, [checkIds])).map((row) => [row.check_id, row]));
}

/** A check as a report finds it. */
export interface LockedCitizenCheck {
  readonly check_id: string;
  readonly citizen_id: string;
  readonly report_id: string | null;
  /** The verdict before the report. */
  readonly verdict: CitizenVerdict;
  /** Of a receiver who is no beneficiary: whose mandate it is. */
  readonly beneficiary_id: string | null;
  readonly area_id: string | null;
}

const lock = sql<LockedCitizenCheck>(
  'population.lock-checks',
  `SELECT c.id AS check_id, c.citizen_id, c.report_id, coalesce(v.verdict, 'UNCHECKED') AS verdict,
     coalesce(p.beneficiary_id, m.beneficiary_id) AS beneficiary_id, coalesce(p.area_id, m.area_id) AS area_id
   FROM population.citizen_check c
   LEFT JOIN population.citizen_verdict v USING (citizen_id)
   LEFT JOIN social_protection.person_card p USING (citizen_id)
   LEFT JOIN LATERAL (
     SELECT r.beneficiary_id, b.area_id
     FROM social_protection.receiver r JOIN social_protection.beneficiary_card b USING (beneficiary_id)
     WHERE r.receiver_citizen_id = c.citizen_id AND p.beneficiary_id IS NULL
     ORDER BY coalesce(r.valid_to, 'infinity') DESC, r.valid_from DESC, r.beneficiary_id LIMIT 1
   ) m ON true
   WHERE c.id = ANY($1::uuid[]) ORDER BY c.id FOR UPDATE OF c`,
);

/** Held until the transaction ends. Tasks are locked before them, everywhere. */
export async function lockChecks(
  db: Db,
  checkIds: readonly string[],
): Promise<readonly LockedCitizenCheck[]> {
  return lock.all(db, [checkIds]);
}

const knownReports = sql<{ report_id: string; report_hash: string }>(
  'population.known-reports',
  'SELECT report_id, report_hash FROM population.citizen_check WHERE report_id = ANY($1::text[])',
);

/** Which of these report ids counted before, and the hashes of what they said. */
export async function findKnownReports(
  db: Db,
  reportIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  return new Map((await knownReports.all(db, [reportIds])).map((row) => [row.report_id, row.report_hash]));
}

export interface CitizenAnswer {
  readonly checkId: string;
  readonly citizenId: string;
  readonly verdict: CitizenVerdict;
  readonly mismatches: readonly string[];
  readonly checkedAt: Date;
  readonly reportId: string;
  readonly hash: string;
  /** Whether it becomes the citizen's verdict. */
  readonly isVerdict: boolean;
}

const close = sql(
  'population.close-checks',
  `WITH answer AS (
    SELECT a.*, ARRAY(SELECT jsonb_array_elements_text(a.mismatches_json)) AS mismatches
    FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::jsonb[], $5::timestamptz[], $6::text[], $7::text[], $8::bool[])
      AS a(check_id, citizen_id, verdict, mismatches_json, checked_at, report_id, report_hash, is_verdict)
  ), closed AS (
    UPDATE population.citizen_check c SET reported_at = clock_timestamp(), verdict = a.verdict,
      mismatches = a.mismatches, checked_at = a.checked_at, report_id = a.report_id, report_hash = a.report_hash,
      outcome = 'APPLIED'
    FROM answer a WHERE c.id = a.check_id
  )
  INSERT INTO population.citizen_verdict AS v (citizen_id, verdict, mismatches, source, checked_at, check_id)
  -- A register that could not be asked has checked nothing: such a verdict is stale from the start.
  SELECT a.citizen_id, a.verdict, a.mismatches, '${REGISTER}',
    CASE a.verdict WHEN 'UNAVAILABLE' THEN NULL ELSE a.checked_at END, a.check_id
  FROM answer a WHERE a.is_verdict ORDER BY a.citizen_id
  ON CONFLICT (citizen_id) DO UPDATE SET verdict = excluded.verdict, mismatches = excluded.mismatches,
    source = excluded.source, checked_at = excluded.checked_at, check_id = excluded.check_id`,
);

/** Closes checks with their answers, and writes the verdicts that the answers give. The checks are locked by the caller. */
export async function closeChecks(db: Db, answers: readonly CitizenAnswer[]): Promise<void> {
  if (answers.length === 0) return;
  await close.run(db, [
    answers.map((answer) => answer.checkId),
    answers.map((answer) => answer.citizenId),
    answers.map((answer) => answer.verdict),
    answers.map((answer) => JSON.stringify(answer.mismatches)),
    answers.map((answer) => answer.checkedAt),
    answers.map((answer) => answer.reportId),
    answers.map((answer) => answer.hash),
    answers.map((answer) => answer.isVerdict),
  ]);
}
