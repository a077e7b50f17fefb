/** Lines of a batch that a booking which nobody can explain may have paid already: same institution, account and amount, booked since
 *  the period began. As they were when the batch was last looked at. */
import { rowVisible, sqlInScope, type InScope, type Scope } from '../access/index.js';
import { sql } from '../database/index.js';
import type { Db } from '../work/index.js';
import { PAYMENT_COLUMNS, type PaymentRow } from './payment-store.js';

const find = sql<{ count: number }>(
  'payment.find-possible-bookings',
  `WITH open AS MATERIALIZED (
    SELECT id, payment_id, institution_code, named_account, named_amount, named_at FROM payment.exception
    WHERE kind = 'STATEMENT_UNMATCHED' AND resolved_at IS NULL AND named_account IS NOT NULL
  ), found AS MATERIALIZED (
    SELECT DISTINCT ON (p.id) p.id AS payment_id, x.id AS exception_id FROM open x
    JOIN payment.payment p ON p.batch_id = $1 AND p.status = 'DRAFT' AND p.amount = x.named_amount
      AND upper(translate(p.account_number, ' .-', '')) = x.named_account
    WHERE split_part(p.institution_code, ':', 1) = split_part(x.institution_code, ':', 1)
      AND p.id IS DISTINCT FROM x.payment_id
      AND (x.named_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date >= (p.period || '-01')::date
    ORDER BY p.id, x.id
  ), gone AS (
    DELETE FROM payment.possible_booking b
    WHERE b.batch_id = $1 AND NOT EXISTS (SELECT 1 FROM found f WHERE f.payment_id = b.payment_id)
  ), written AS (
    INSERT INTO payment.possible_booking (batch_id, payment_id, exception_id)
    SELECT $1, payment_id, exception_id FROM found
    ON CONFLICT (batch_id, payment_id) DO UPDATE SET exception_id = excluded.exception_id
  )
  SELECT count(*)::int AS count FROM found`,
);

/** Notes them anew, of a batch's drafted lines. Returns how many there are. */
export async function writePossibleBookings(db: Db, batchId: string): Promise<number> {
  return (await find.first(db, [batchId]))?.count ?? 0;
}

export type PossibleBookingRow = PaymentRow & { readonly exception_id: string };

const NOTED = `FROM payment.possible_booking b JOIN payment.payment p ON p.id = b.payment_id
   WHERE b.batch_id = $3 AND ${rowVisible('p', 1)}`;
const list = sqlInScope<PossibleBookingRow>(
  'payment.list-possible-bookings',
  `SELECT ${PAYMENT_COLUMNS}, b.exception_id ${NOTED} AND ($4::uuid IS NULL OR b.payment_id > $4)
   ORDER BY b.payment_id LIMIT $5`,
);
const count = sqlInScope<{ count: number }>(
  'payment.count-possible-bookings',
  `SELECT count(*)::int AS count ${NOTED}`,
);

/** One more than `first`, sorted by payment: those that the scope reaches. */
export async function listPossibleBookings(
  db: Db,
  batchId: string,
  scope: Scope,
  page: { readonly first: number; readonly after?: string },
): Promise<readonly InScope<PossibleBookingRow>[]> {
  return list.all(db, scope, [batchId, page.after ?? null, page.first + 1]);
}

export async function countPossibleBookings(db: Db, batchId: string, scope: Scope): Promise<number> {
  return (await count.first(db, scope, [batchId]))?.count ?? 0;
}
