/** The duplicate guard's questions, answered by three indexes: the same person, account or receiver in one period. */
import { sql } from '../database/index.js';
import type { Db } from '../work/index.js';

export type DuplicateRule = 'SAME_PERSON' | 'SAME_ACCOUNT' | 'SAME_RECEIVER';

export interface FlagRow {
  readonly payment_id: string;
  readonly other_payment_id: string;
  readonly rule: DuplicateRule;
}

/** Live payments of the same period: across programmes, areas, channels and batches. Naming the periods besides keeps the years
 *  before out of a pass over everything. */
const LIVE = `o.period = p.period AND o.period = ANY($2::text[]) AND o.id <> p.id AND o.is_live`;

const find = sql<{ count: number }>(
  'payment.find-duplicates',
  `WITH line AS MATERIALIZED (
    SELECT p.id, p.period, p.citizen_id, p.receiver_citizen_id, p.institution_code, p.account_number
    FROM payment.payment p WHERE p.batch_id = $1 AND p.status = 'DRAFT'
  ), found AS (
    SELECT p.id, o.id AS other_id, 'SAME_PERSON' AS rule FROM line p
    JOIN payment.payment o ON o.citizen_id = p.citizen_id AND ${LIVE}
    UNION ALL
    -- One person with two rights into one account is the person's flag already.
    SELECT p.id, o.id, 'SAME_ACCOUNT' FROM line p
    JOIN payment.payment o ON o.institution_code = p.institution_code AND o.account_number = p.account_number
      AND o.citizen_id <> p.citizen_id AND ${LIVE}
    UNION ALL
    SELECT p.id, o.id, 'SAME_RECEIVER' FROM line p
    JOIN payment.payment o ON o.receiver_citizen_id = p.receiver_citizen_id AND o.citizen_id <> p.citizen_id AND ${LIVE}
  ), written AS (
    INSERT INTO payment.duplicate_flag (batch_id, payment_id, other_payment_id, rule)
    SELECT $1, id, other_id, rule FROM found
    ON CONFLICT DO NOTHING
    RETURNING 1
  )
  SELECT count(*)::int AS count FROM written`,
);

const forget = sql('payment.forget-duplicates', 'DELETE FROM payment.duplicate_flag WHERE batch_id = $1');

const periods = sql<{ period: string }>(
  'payment.periods-of-batch',
  `SELECT DISTINCT period FROM payment.payment WHERE batch_id = $1 AND status = 'DRAFT'`,
);

/** Runs the guard over a batch's drafted lines and keeps what it finds. Returns how many flags there are. */
export async function writeFlags(db: Db, batchId: string): Promise<number> {
  await forget.run(db, [batchId]);
  const paid = (await periods.all(db, [batchId])).map((row) => row.period);
  return (await find.first(db, [batchId, paid]))?.count ?? 0;
}

const list = sql<FlagRow & { batch_id: string }>(
  'payment.list-flags',
  `SELECT batch_id, payment_id, other_payment_id, rule FROM payment.duplicate_flag
   WHERE batch_id = ANY($1::uuid[]) ORDER BY batch_id, payment_id, other_payment_id, rule`,
);

export async function findFlags(
  db: Db,
  batchIds: readonly string[],
): Promise<readonly (FlagRow & { readonly batch_id: string })[]> {
  return list.all(db, [batchIds]);
}

const lock = sql(
  'payment.lock-periods',
  `SELECT pg_advisory_xact_lock(hashtextextended('payment.period:' || period, 0))
   FROM (SELECT DISTINCT period FROM payment.payment WHERE batch_id = $1 AND status = 'DRAFT' ORDER BY period) p`,
);

/** One approval a period at a time, so that two at once cannot miss each other's payments. A batch that carries earlier
 *  periods forward takes them all, the earliest first, as everybody does. */
export async function lockPeriods(db: Db, batchId: string): Promise<void> {
  await lock.run(db, [batchId]);
}
