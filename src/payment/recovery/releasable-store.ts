/** Batches that are approved and funded, and were not released since a recovery went on. */
import { sql } from '../../database/index.js';
import type { Db } from '../../work/index.js';

const releasable = sql<{ id: string }>(
  'recovery.releasable',
  `SELECT id FROM payment.batch WHERE status = 'APPROVED' AND funded_amount - returned_amount >= coalesce(approved_amount, 0)
   ORDER BY id LIMIT 10000`,
);

export async function findReleasable(db: Db): Promise<readonly string[]> {
  return (await releasable.all(db)).map((row) => row.id);
}
