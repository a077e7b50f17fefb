/** Areas as other domains publish them: which unit a code means, and whether a caller's scope reaches it. */
import type { Scope } from '../access/index.js';
import { sql } from '../database/index.js';
import type { Db } from './transaction-store.js';

const findVisible = sql<{ area_id: string }>(
  'payment.find-area',
  `SELECT a.area_id FROM social_protection.area a
   WHERE a.code = $1 AND a.valid_from <= $2::date AND (a.valid_to IS NULL OR a.valid_to >= $2::date)
     AND ($3::text IS NULL OR EXISTS (
       SELECT 1 FROM social_protection.area_tree t
       WHERE t.descendant_id = a.area_id AND t.ancestor_code = $3
         AND t.ancestor_valid_from <= $2::date AND (t.ancestor_valid_to IS NULL OR t.ancestor_valid_to >= $2::date)))`,
);

/** The unit that a code means on a day, if the scope reaches it. An institution's scope reaches no area. */
export async function findArea(db: Db, code: string, day: string, scope: Scope): Promise<string | undefined> {
  if (scope.kind === 'INSTITUTION') return undefined;
  const row = await findVisible.first(db, [code, day, scope.kind === 'AREA' ? scope.areaCode : null]);
  return row?.area_id;
}

const below = sql<{ descendant_id: string }>(
  'payment.areas-below',
  `SELECT t.descendant_id FROM social_protection.area_tree t
   WHERE t.ancestor_code = $1 AND t.ancestor_valid_from <= $2::date
     AND (t.ancestor_valid_to IS NULL OR t.ancestor_valid_to >= $2::date)`,
);

/** The unit that a code means on a day, and every unit below it. */
export async function listAreasBelow(db: Db, code: string, day: string): Promise<readonly string[]> {
  return (await below.all(db, [code, day])).map((row) => row.descendant_id);
}

const reaches = sql<{ found: boolean }>(
  'payment.scope-reaches-area',
  `SELECT EXISTS (SELECT 1 FROM social_protection.area_tree t
     WHERE t.descendant_id = $1 AND t.ancestor_code = $2 AND t.ancestor_valid_from <= $3::date
       AND (t.ancestor_valid_to IS NULL OR t.ancestor_valid_to >= $3::date)) AS found`,
);

/** Whether rows of an area are the caller's to see. */
export async function isAreaVisible(db: Db, areaId: string, day: string, scope: Scope): Promise<boolean> {
  if (scope.kind === 'COUNTRY') return true;
  if (scope.kind === 'INSTITUTION') return false;
  return (await reaches.first(db, [areaId, scope.areaCode, day]))?.found ?? false;
}

const programme = sql<{ code: string }>(
  'payment.find-programme',
  'SELECT code FROM social_protection.programme_card WHERE code = $1',
);

export async function isProgramme(db: Db, code: string): Promise<boolean> {
  return (await programme.first(db, [code])) !== undefined;
}
