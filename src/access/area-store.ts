/** Areas as the social-protection domain publishes them: which unit a code means, and whether a caller's scope reaches it. */
import { sql, type Queryable } from '../database/index.js';
import { HubError } from '../values/index.js';
import type { Scope } from './scope.js';

const findVisible = sql<{ area_id: string }>(
  'access.find-area',
  `SELECT a.area_id FROM social_protection.area a
   WHERE a.code = $1 AND a.valid_from <= $2::date AND (a.valid_to IS NULL OR a.valid_to >= $2::date)
     AND ($3::text IS NULL OR EXISTS (
       SELECT 1 FROM social_protection.area_tree t
       WHERE t.descendant_id = a.area_id AND t.ancestor_code = $3
         AND t.ancestor_valid_from <= $2::date AND (t.ancestor_valid_to IS NULL OR t.ancestor_valid_to >= $2::date)))`,
);

/** The unit that a code means on a day, if the scope reaches it. An institution's scope reaches no area. */
export async function findArea(
  db: Queryable,
  code: string,
  day: string,
  scope: Scope,
): Promise<string | undefined> {
  if (scope.kind === 'INSTITUTION') return undefined;
  const row = await findVisible.first(db, [code, day, scope.kind === 'AREA' ? scope.areaCode : null]);
  return row?.area_id;
}

const below = sql<{ descendant_id: string }>(
  'access.areas-below',
  `SELECT t.descendant_id FROM social_protection.area_tree t
   WHERE t.ancestor_code = $1 AND t.ancestor_valid_from <= $2::date
     AND (t.ancestor_valid_to IS NULL OR t.ancestor_valid_to >= $2::date)`,
);

/** The unit that a code means on a day, and every unit below it. */
export async function listAreasBelow(db: Queryable, code: string, day: string): Promise<readonly string[]> {
  return (await below.all(db, [code, day])).map((row) => row.descendant_id);
}

const reaches = sql<{ found: boolean }>(
  'access.scope-reaches-area',
  `SELECT EXISTS (SELECT 1 FROM social_protection.area_tree t
     WHERE t.descendant_id = $1 AND t.ancestor_code = $2 AND t.ancestor_valid_from <= $3::date
       AND (t.ancestor_valid_to IS NULL OR t.ancestor_valid_to >= $3::date)) AS found`,
);

/** Whether rows of an area are the caller's to see. */
export async function isAreaVisible(
  db: Queryable,
  areaId: string,
  day: string,
  scope: Scope,
): Promise<boolean> {
  if (scope.kind === 'COUNTRY') return true;
  if (scope.kind === 'INSTITUTION') return false;
  return (await reaches.first(db, [areaId, scope.areaCode, day]))?.found ?? false;
}

/** What readers of the event log filter by, for a scope. @throws HubError FORBIDDEN when the scope's area exists no more */
export async function findScopeReach(
  db: Queryable,
  scope: Scope,
  day: string,
): Promise<{ readonly areaIds?: ReadonlySet<string>; readonly institutionCode?: string }> {
  if (scope.kind === 'COUNTRY') return {};
  if (scope.kind === 'INSTITUTION') return { institutionCode: scope.institution };
  const ids = await listAreasBelow(db, scope.areaCode, day);
  if (ids.length === 0)
    throw new HubError('FORBIDDEN', 'The area of this token is no administrative unit today.');
  return { areaIds: new Set(ids) };
}

/** An area that a client names, and all below. @throws HubError BAD_USER_INPUT when there is none of this code */
export async function getAreasBelow(db: Queryable, code: string, day: string): Promise<ReadonlySet<string>> {
  const ids = await listAreasBelow(db, code, day);
  if (ids.length === 0)
    throw new HubError('BAD_USER_INPUT', 'There is no administrative unit with this code on that day.');
  return new Set(ids);
}
