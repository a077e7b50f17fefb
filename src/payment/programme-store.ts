/** Programmes as the social-protection domain publishes them. */
import { sql } from '../database/index.js';
import type { Db } from '../work/index.js';

const programme = sql<{ code: string }>(
  'payment.find-programme',
  'SELECT code FROM social_protection.programme_card WHERE code = $1',
);

export async function isProgramme(db: Db, code: string): Promise<boolean> {
  return (await programme.first(db, [code])) !== undefined;
}
