/** The duplicate guard's questions, answered by three indexes: the same person, account or receiver in one period. */
import {
  areaRowVisible,
  readWithin,
  rowVisible,
  sqlInScope,
  type InScope,
  type Scope,
} from '../access/index.js';
import { sql } from '../database/index.js';
import type { Db } from '../work/index.js';
import { PAYMENT_COLUMNS, type PaymentRow } from './payment-store.js';

export type DuplicateRule = 'SAME_PERSON' | 'SAME_ACCOUNT' | 'SAME_RECEIVER';

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

/** A flag with both of its payments. */
export interface FlagRow {
  readonly batch_id: string;
  readonly rule: DuplicateRule;
  readonly payment: PaymentRow;
  readonly other: PaymentRow;
  /** Whether the other one is the caller's to see: else it exists, and whose it is stays where it is. */
  readonly isOtherReached: boolean;
}

type FlatFlag = Readonly<Record<string, unknown>> & {
  readonly batch_id: string;
  readonly rule: DuplicateRule;
  readonly is_other_reached: boolean;
};

const [OF_PAYMENT, OF_OTHER] = ['payment_', 'other_'];
const columns = (row: string, prefix: string): string =>
  PAYMENT_COLUMNS.replaceAll(/p\.(\w+)/g, (_, column: string) => `${row}.${column} AS ${prefix}${column}`);

const list = sqlInScope<FlatFlag>(
  'payment.list-flags',
  `SELECT f.batch_id, f.rule, ${rowVisible('o', 1)} AS is_other_reached, ${columns('p', OF_PAYMENT)}, ${columns('o', OF_OTHER)}
   FROM unnest($3::uuid[]) wanted(id) CROSS JOIN LATERAL (
     SELECT d.* FROM payment.duplicate_flag d JOIN payment.payment p ON p.id = d.payment_id
     WHERE d.batch_id = wanted.id AND ${areaRowVisible('p', 1)}
     ORDER BY d.payment_id, d.other_payment_id, d.rule LIMIT $4) f
   JOIN payment.payment p ON p.id = f.payment_id JOIN payment.payment o ON o.id = f.other_payment_id
   ORDER BY f.batch_id, f.payment_id, f.other_payment_id, f.rule`,
);

/** Flags of payments that the scope reaches; none for an institution.
 *  @param first of each batch at most */
export async function findFlags(
  db: Db,
  batchIds: readonly string[],
  scope: Scope,
  first: number,
): Promise<readonly InScope<FlagRow>[]> {
  const rows = await list.all(db, scope, [batchIds, first]);
  return readWithin(
    scope,
    rows.map((row) => ({
      batch_id: row.batch_id,
      rule: row.rule,
      payment: partOf(row, OF_PAYMENT),
      other: partOf(row, OF_OTHER),
      isOtherReached: row.is_other_reached,
    })),
  );
}

function partOf(row: FlatFlag, prefix: string): PaymentRow {
  const part = Object.entries(row).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(
    part.map(([name, value]) => [name.slice(prefix.length), value]),
  ) as unknown as PaymentRow;
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
