/** Treasury documents: money that came for a batch, and money of a batch that went back. */
import { appendEvents } from '../event/index.js';
import { sql } from '../database/index.js';
import type { BatchRow } from './batch-store.js';
import type { FundingOrderKind } from './funding-order.js';
import { MONEY_GONE } from './money-gone.js';
import { REPLACEABLE_STATUSES } from './payment-state.js';
import type { Db } from '../work/index.js';

export interface FundingRow {
  readonly direction: FundingOrderKind;
  readonly amount: bigint;
  readonly document_date: string;
}

const find = sql<FundingRow>(
  'funding.find',
  `SELECT direction, amount, document_date FROM payment.funding WHERE batch_id = $1 AND document_number = $2`,
);

/** What a document said when it was recorded; undefined for one that is new. */
export async function findFunding(
  db: Db,
  batchId: string,
  documentNumber: string,
): Promise<FundingRow | undefined> {
  return find.first(db, [batchId, documentNumber]);
}

const insert = sql<BatchRow>(
  'funding.insert',
  `WITH written AS (
     INSERT INTO payment.funding (batch_id, document_number, direction, amount, document_date, recorded_by)
     VALUES ($1, $2, $3, $4, $5, $6) RETURNING batch_id, direction, amount)
   UPDATE payment.batch b SET
     funded_amount = b.funded_amount + CASE w.direction WHEN 'FUND' THEN w.amount ELSE 0 END,
     returned_amount = b.returned_amount + CASE w.direction WHEN 'RETURN' THEN w.amount ELSE 0 END
   FROM written w WHERE b.id = w.batch_id RETURNING b.*`,
);

export interface NewFunding {
  readonly direction: FundingOrderKind;
  readonly documentNumber: string;
  readonly amount: bigint;
  readonly documentDate: string;
  readonly recordedBy: string;
}

/** Records a new document of a locked batch, and tells of it. */
export async function insertFunding(db: Db, batch: BatchRow, funding: NewFunding): Promise<BatchRow> {
  const { direction, documentNumber, amount, documentDate, recordedBy } = funding;
  const row = await insert.first(db, [
    ...[batch.id, documentNumber, direction, amount, documentDate, recordedBy],
  ]);
  if (!row) throw new Error('A locked batch is gone.');
  await appendEvents(db, [
    {
      kind: 'batch',
      subjectId: batch.id,
      batchId: batch.id,
      areaId: batch.area_id,
      statusFrom: batch.status,
      statusTo: batch.status,
      reason: direction === 'FUND' ? 'FUNDED' : 'FUNDING_RETURNED',
      occurredAt: new Date(),
      data: { amount: Number(amount), documentNumber },
    },
  ]);
  return row;
}

const atHand = sql<{ amount: bigint }>(
  'funding.at-hand',
  `SELECT (b.funded_amount - b.returned_amount - ${MONEY_GONE}
     - (SELECT coalesce(sum(t.amount), 0) FROM payment.batch_total t
        WHERE t.batch_id = b.id AND t.status <> ALL ($2::text[])))::bigint AS amount
   FROM payment.batch b WHERE b.id = $1`,
);

/** Money of a locked batch that is neither paid nor about to be: what may go back to the Treasury. Below zero while it is missing. */
export async function findAtHand(db: Db, batch: BatchRow): Promise<bigint> {
  return (await atHand.first(db, [batch.id, [...REPLACEABLE_STATUSES]]))?.amount ?? 0n;
}
