/** Codes that filters name: one that is not there is a mistake of whoever asks, and an empty list would hide it. */
import { sql, type Queryable } from '../database/index.js';
import { HubError } from '../values/index.js';
import { TODAY } from './visibility.js';

export interface FilterCodes {
  /** Of an administrative unit of today. */
  readonly area?: string | null | undefined;
  /** `NAPAS` stands for every bank behind it. */
  readonly institution?: string | null | undefined;
  readonly programme?: string | null | undefined;
}

const known = sql<{ area: boolean; institution: boolean; programme: boolean }>(
  'access.known-codes',
  `SELECT
    ($1::text IS NULL OR EXISTS (SELECT FROM social_protection.area a
       WHERE a.code = $1 AND a.valid_from <= ${TODAY} AND (a.valid_to IS NULL OR a.valid_to >= ${TODAY}))) AS area,
    ($2::text IS NULL OR EXISTS (SELECT FROM account.institution_card i
       WHERE i.code = $2 OR split_part(i.code, ':', 1) = $2)) AS institution,
    ($3::text IS NULL OR EXISTS (SELECT FROM social_protection.programme_card p WHERE p.code = $3)) AS programme`,
  { plan: 'ONCE' },
);

/** Where to look for what there is. */
const WORDS = {
  area: 'There is no administrative unit with this code today: administrativeUnit(code:) says which there are.',
  institution: 'There is no institution with this code: institutions lists them.',
  programme: 'There is no programme with this code: programmes lists them.',
} as const;

/** @throws HubError BAD_USER_INPUT naming the first of the codes that is not there, as `filter.area` */
export async function requireKnownCodes(db: Queryable, codes: FilterCodes): Promise<void> {
  const { area = null, institution = null, programme = null } = codes;
  if (area === null && institution === null && programme === null) return;
  const row = await known.first(db, [area, institution, programme]);
  const unknown = (['area', 'institution', 'programme'] as const).find((name) => row?.[name] !== true);
  if (unknown) throw new HubError('BAD_USER_INPUT', `filter.${unknown}: ${WORDS[unknown]}`);
}
