/** Which rows a caller's scope reaches, as SQL: every read of what has an area goes through these conditions. */
import type { Scope } from './scope.js';

export type ScopeValues = readonly [areaCode: string | null, institution: string | null];

export function scopeValues(scope: Scope): ScopeValues {
  switch (scope.kind) {
    case 'COUNTRY':
      return [null, null];
    case 'AREA':
      return [scope.areaCode, null];
    case 'INSTITUTION':
      return [null, scope.institution];
  }
}

/** A condition on `row.area_id` and `row.institution_code`; $at and the next parameter take `scopeValues`. */
export function rowVisible(row: string, at: number): string {
  return `(${areaReached(row, at)} AND ($${at + 1}::text IS NULL OR ${row}.institution_code = $${at + 1}
    OR ${row}.institution_code LIKE $${at + 1} || ':%'))`;
}

/** A condition on `row.area_id`; seen by areas and by the whole country, never by an institution. */
export function areaRowVisible(row: string, at: number): string {
  return `(${areaReached(row, at)} AND $${at + 1}::text IS NULL)`;
}

/** Whether the unit that a code means today is the row's area or above it: asked of each row by index. For rows that are found by
 *  key; whoever reads a whole area takes `areaBelow`. */
export function areaReached(row: string, at: number): string {
  // OFFSET 0 keeps PostgreSQL from hashing everything below the unit, thousands of areas, to answer for one row.
  return `($${at}::text IS NULL OR EXISTS (
    SELECT 1 FROM social_protection.area_tree t
    WHERE t.descendant_id = ${row}.area_id AND t.ancestor_code = $${at} AND ${VALID_TODAY} OFFSET 0))`;
}

/** The same as a set: the rows of the unit that a code means today and of all below it. For lists and counts, where the areas lead to
 *  the rows. */
export function areaBelow(row: string, at: number): string {
  return `${row}.area_id IN (
    SELECT t.descendant_id FROM social_protection.area_tree t WHERE t.ancestor_code = $${at} AND ${VALID_TODAY})`;
}

/** The day that it is in Vietnam. */
export const TODAY = `(now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date`;

const VALID_TODAY = `${TODAY}
      BETWEEN t.ancestor_valid_from AND coalesce(t.ancestor_valid_to, 'infinity')`;
