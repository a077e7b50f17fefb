/** Payments into accounts that were registered or changed shortly before, as they were when the batch was last looked at. */
import { rowVisible, sqlInScope, type InScope, type Scope } from '../access/index.js';
import { sql } from '../database/index.js';
import type { Db } from '../work/index.js';
import { PAYMENT_COLUMNS, type PaymentRow } from './payment-store.js';

const forget = sql(
  'payment.forget-recent-accounts',
  'DELETE FROM payment.recent_account WHERE batch_id = $1',
);
const find = sql<{ count: number }>(
  'payment.find-recent-accounts',
  `WITH found AS MATERIALIZED (
    SELECT p.id, c.changed_at FROM payment.payment p
    JOIN account.account_card c ON c.account_id = p.account_id
    WHERE p.batch_id = $1 AND p.status = 'DRAFT' AND c.changed_at > now() - make_interval(days => $2)
  ), gone AS (
    DELETE FROM payment.recent_account r
    WHERE r.batch_id = $1 AND NOT EXISTS (SELECT 1 FROM found f WHERE f.id = r.payment_id)
  ), written AS (
    INSERT INTO payment.recent_account (batch_id, payment_id, changed_at)
    SELECT $1, f.id, f.changed_at FROM found f
    LEFT JOIN payment.recent_account r ON r.batch_id = $1 AND r.payment_id = f.id
    WHERE r.changed_at IS DISTINCT FROM f.changed_at
    ON CONFLICT (batch_id, payment_id) DO UPDATE SET changed_at = excluded.changed_at
  )
  SELECT count(*)::int AS count FROM found`,
);

/** Notes them anew, of a batch's drafted lines; what was noted already is not written again. Returns how many there are; none
 *  for 0 days. */
export async function writeRecentAccounts(db: Db, batchId: string, days: number): Promise<number> {
  if (days > 0) return (await find.first(db, [batchId, days]))?.count ?? 0;
  await forget.run(db, [batchId]);
  return 0;
}

export type RecentAccountRow = PaymentRow & { readonly changed_at: Date };

const NOTED = `FROM payment.recent_account r JOIN payment.payment p ON p.id = r.payment_id
   WHERE r.batch_id = $3 AND ${rowVisible('p', 1)}`;
const list = sqlInScope<RecentAccountRow>(
  'payment.list-recent-accounts',
  `SELECT ${PAYMENT_COLUMNS}, r.changed_at ${NOTED} AND ($4::uuid IS NULL OR r.payment_id > $4)
   ORDER BY r.payment_id LIMIT $5`,
);
const count = sqlInScope<{ count: number }>(
  'payment.count-recent-accounts',
  `SELECT count(*)::int AS count ${NOTED}`,
);

/** One more than `first`, sorted by payment: those that the scope reaches. */
export async function listRecentAccounts(
  db: Db,
  batchId: string,
  scope: Scope,
  page: { readonly first: number; readonly after?: string },
): Promise<readonly InScope<RecentAccountRow>[]> {
  return list.all(db, scope, [batchId, page.after ?? null, page.first + 1]);
}

export async function countRecentAccounts(db: Db, batchId: string, scope: Scope): Promise<number> {
  return (await count.first(db, scope, [batchId]))?.count ?? 0;
}
