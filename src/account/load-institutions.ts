/** Brings the registry's institutions in line with the shipped list. */
import type { Db } from '../work/index.js';
import { upsertInstitutions, type NewInstitution } from './institution-store.js';

/** Safe to repeat, also while adapters run: what they have shown of themselves stays, and nothing is removed.
 *  @returns how many are new or changed */
export async function loadInstitutions(db: Db, rows: readonly NewInstitution[]): Promise<number> {
  return upsertInstitutions(db, rows);
}
