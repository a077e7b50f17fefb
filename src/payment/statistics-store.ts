/** What PostgreSQL is told before it looks at a large batch. A batch of a million lines is written in one statement, and until
 *  somebody counts them again PostgreSQL plans as if there were none: one look-up a line instead of one pass. */
import { sql } from '../database/index.js';
import type { Db } from '../work/index.js';

/** From so many lines on, counting again is worth its fraction of a second. */
const LINES_MANY = 10_000;

const analyse = sql(
  'payment.analyse',
  `ANALYZE payment.payment (batch_id, status, period, citizen_id, receiver_citizen_id, institution_code, account_number,
     account_id)`,
);

/** Counts payments again after `lines` of them were written. Another batch that is counted meanwhile is waited for. */
export async function countAgain(db: Db, lines: number): Promise<void> {
  if (lines >= LINES_MANY) await analyse.run(db);
}

const settle = sql(
  'payment.plan-for-batch',
  `SELECT set_config('plan_cache_mode', 'force_custom_plan', true), set_config('work_mem', '64MB', true)`,
);

/** Until the transaction ends, statements are planned for the very batch that they are about, with room for a pass over it: a
 *  plan that is kept for every batch would fit none. */
export async function planForBatch(db: Db): Promise<void> {
  await settle.run(db);
}
