/** Administrative units: by id, by the code they have on a day, and those that took over from them. Units are public. */
import { publicRows, type InScope } from '../access/index.js';
import { sql } from '../database/index.js';
import type { AreaLevel } from './reference/unit-version.js';
import type { Db } from './transaction-store.js';

export interface UnitRow {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly level: AreaLevel;
  readonly parent_id: string | null;
  readonly valid_from: string;
  readonly valid_to: string | null;
}

const UNIT = 'u.id, u.code, u.name, u.level, u.parent_id, u.valid_from, u.valid_to';

const byIds = sql<UnitRow>(
  'social-protection.find-units',
  `SELECT ${UNIT} FROM social_protection.administrative_unit u WHERE u.id = ANY($1::uuid[])`,
);

export function findUnits(db: Db, ids: readonly string[]): Promise<UnitRow[]> {
  return byIds.all(db, [ids]);
}

const byCode = sql<UnitRow>(
  'social-protection.find-unit-by-code',
  `SELECT ${UNIT} FROM social_protection.administrative_unit u
   WHERE u.code = $1 AND u.valid_from <= $2::date AND (u.valid_to IS NULL OR u.valid_to >= $2::date)`,
);

/** The unit that the code means on a day. */
export function findUnitByCode(db: Db, code: string, day: string): Promise<UnitRow | undefined> {
  return byCode.first(db, [code, day]);
}

const successors = sql<UnitRow & { from_id: string }>(
  'social-protection.list-successors',
  `SELECT s.from_id, ${UNIT} FROM social_protection.unit_succession s
   JOIN social_protection.administrative_unit u ON u.id = s.to_id WHERE s.from_id = ANY($1::uuid[]) ORDER BY u.code`,
);

/** Everybody may see them. */
export async function listSuccessors(
  db: Db,
  ids: readonly string[],
): Promise<readonly InScope<UnitRow & { readonly from_id: string }>[]> {
  return publicRows(await successors.all(db, [ids]));
}
