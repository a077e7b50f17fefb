/** Citizens as they are shown: the person as lists name them, with the register's last verdict. */
import {
  areaReached,
  areaRowVisible,
  readWithin,
  sqlInScope,
  type InScope,
  type Scope,
} from '../access/index.js';
import { sql } from '../database/index.js';
import type { Db } from '../work/index.js';
import type { CitizenField, CitizenVerdict } from './citizen-verdict.js';

export interface CitizenRow {
  readonly citizen_id: string;
  readonly personal_id: string | null;
  readonly full_name: string;
  readonly verdict: CitizenVerdict;
  readonly mismatches: readonly CitizenField[];
  /** Null: never checked. */
  readonly source: string | null;
  readonly checked_at: Date | null;
  readonly is_stale: boolean;
}

/** @param ids the parameter of whom, an array   @param days that of how long a verdict is fresh */
const citizens = (ids: string, days: string) =>
  `SELECT p.citizen_id, p.personal_id, p.full_name, coalesce(v.verdict, 'UNCHECKED') AS verdict,
     coalesce(v.mismatches, '{}') AS mismatches, v.source, v.checked_at,
     coalesce(v.checked_at < now() - make_interval(days => ${days}), true) AS is_stale
   FROM social_protection.person_card p
   LEFT JOIN population.latest_verdict v USING (citizen_id)
   WHERE p.citizen_id = ANY(${ids}::uuid[])`;

/** Who sees the whole country is not asked of each row: PostgreSQL would prepare for every way to see one. */
const anywhere = sql<CitizenRow>('population.citizens-anywhere', citizens('$1', '$2'), { plan: 'ONCE' });

const withinScope = sqlInScope<CitizenRow>(
  'population.citizens',
  `${citizens('$3', '$4')}
     -- Whoever receives for somebody is seen where that somebody lives.
     AND (${areaRowVisible('p', 1)} OR EXISTS (
       SELECT 1 FROM social_protection.receiver r JOIN social_protection.beneficiary_card b USING (beneficiary_id)
       WHERE r.receiver_citizen_id = p.citizen_id AND ${areaReached('b', 1)} AND $2::text IS NULL))`,
  { plan: 'ONCE' },
);

/** Those of the citizens that the scope reaches, in any order. An institution's scope reaches none. */
export async function findCitizens(
  db: Db,
  ids: readonly string[],
  scope: Scope,
  freshnessDays: number,
): Promise<readonly InScope<CitizenRow>[]> {
  return scope.kind === 'COUNTRY'
    ? readWithin(scope, await anywhere.all(db, [ids, freshnessDays]))
    : withinScope.all(db, scope, [ids, freshnessDays]);
}
