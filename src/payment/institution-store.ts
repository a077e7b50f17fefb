/** Institutions as the account registry publishes them. */
import { sql } from '../database/index.js';
import type { Db } from '../work/index.js';

const served = sql<{ code: string }>(
  'payment.served-institutions',
  'SELECT code FROM account.institution_card WHERE served_by = $1 ORDER BY code',
);

/** The institutions whose work an adapter does: its own, and for NAPAS every `NAPAS:<bin>`. */
export async function listServedInstitutions(db: Db, institution: string): Promise<readonly string[]> {
  const codes = (await served.all(db, [institution])).map((row) => row.code);
  return codes.includes(institution) ? codes : [institution, ...codes];
}
