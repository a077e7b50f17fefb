/** Orders to the Treasury: written where one is needed, handed out, closed by its document. */
import { areaRowVisible, sqlInScope, type InScope, type Scope } from '../access/index.js';
import { sql } from '../database/index.js';
import type { FundingOrderKind } from './funding-order.js';
import { MONEY_GONE } from './money-gone.js';
import { REPLACEABLE_STATUSES } from './payment-state.js';
import type { Db } from '../work/index.js';

export interface FundingOrderRow {
  readonly id: string;
  readonly batch_id: string;
  readonly kind: FundingOrderKind;
  /** What the Treasury knows it by: up to 33 of A–Z and 0–9. */
  readonly reference: string;
  readonly amount: bigint;
  readonly ordered_at: Date;
  readonly wanted_at: Date | null;
  readonly refusal: string | null;
  readonly refused_at: Date | null;
  readonly document_number: string | null;
  readonly closed_at: Date | null;
  readonly is_wanted: boolean;
  readonly batch_name: string;
  readonly period: string;
  readonly programme_code: string | null;
  readonly area_code: string;
  readonly area_name: string;
}

/** At most this many are written at a time: the rest follows with the next claim. */
const WRITTEN_MAX = 500;

const NONE_OPEN = (kind: FundingOrderKind): string =>
  `NOT EXISTS (SELECT 1 FROM payment.funding_order o WHERE o.batch_id = b.id AND o.kind = '${kind}' AND o.closed_at IS NULL)`;
const MISSING = 'b.approved_amount - (b.funded_amount - b.returned_amount)';
/** See `isOrderWanted`. */
const IS_WANTED = `((o.kind = 'RETURN' OR b.status = 'APPROVED' AND ${MISSING} > 0)
  AND NOT EXISTS (SELECT 1 FROM payment.recovery WHERE ended_at IS NULL))`;

/** Writes the orders of `due`, a CTE of locked batches with the amount that each is about. The reference is a function of what the batch
 *  pays and of the order's number among all such batches: a hub that has forgotten a batch and makes it again names its orders as
 *  before, and the Treasury carries out each once. Where two hubs write at once, one leaves its order to its next claim. */
const intoOrder = (
  kind: FundingOrderKind,
): string => `INSERT INTO payment.funding_order (batch_id, kind, amount, ordered_at, number, reference)
   SELECT id, '${kind}', amount, $1, number, left('${kind}', 1) || payment.reference_of(key_number, inner_pad, outer_pad,
     payment.funding_of('${kind}', area_code, programme_code, period, kind, number), period, NULL, NULL)
   FROM (
     SELECT d.id, d.amount, b.programme_code, b.period, b.kind, u.code AS area_code, k.number AS key_number, k.inner_pad, k.outer_pad,
       (row_number() OVER (PARTITION BY u.code, b.programme_code, b.period, b.kind ORDER BY d.id))::int + (
         SELECT coalesce(max(o.number), 0) FROM payment.batch other
         JOIN social_protection.area there ON there.area_id = other.area_id
         JOIN payment.funding_order o ON o.batch_id = other.id AND o.kind = '${kind}'
         WHERE there.code = u.code AND other.period = b.period AND other.kind = b.kind
           AND other.programme_code IS NOT DISTINCT FROM b.programme_code
       ) AS number
     FROM due d JOIN payment.batch b ON b.id = d.id JOIN social_protection.area u ON u.area_id = b.area_id
     JOIN payment.reference_key_span k
       ON b.period COLLATE "C" >= k.valid_from AND (k.valid_before IS NULL OR b.period COLLATE "C" < k.valid_before)
   ) named
   ON CONFLICT DO NOTHING`;

/** Batches are locked, so that a document that is being recorded counts; one that is locked now has its turn later. */
const writeFunding = sql(
  'funding-order.write-funding',
  `WITH due AS (
     SELECT b.id, ${MISSING} AS amount FROM payment.batch b
     WHERE b.status = 'APPROVED' AND ${MISSING} > 0 AND ${NONE_OPEN('FUND')}
     ORDER BY b.id LIMIT ${WRITTEN_MAX} FOR UPDATE OF b SKIP LOCKED)
   ${intoOrder('FUND')}`,
);
const REST = `b.funded_amount - b.returned_amount - live.amount - ${MONEY_GONE}`;
const writeReturns = sql(
  'funding-order.write-returns',
  `WITH due AS (
     SELECT b.id, ${REST} AS amount
     FROM payment.batch b
     CROSS JOIN LATERAL (SELECT coalesce(sum(t.amount), 0)::bigint AS amount FROM payment.batch_total t
                         WHERE t.batch_id = b.id AND t.status <> ALL ($3::text[])) live
     WHERE b.funded_amount > b.returned_amount AND ${REST} > 0
       AND (b.status = 'CANCELLED' OR b.status = 'COMPLETED' AND (b.period || '-01')::date + interval '1 month' <= $2::date)
       AND ${NONE_OPEN('RETURN')}
     ORDER BY b.id LIMIT ${WRITTEN_MAX} FOR UPDATE OF b SKIP LOCKED)
   ${intoOrder('RETURN')}`,
);

/** An order for each batch that lacks money, and for each whose period is over and that has some left.
 *  @param today in Asia/Ho_Chi_Minh */
export async function writeOrders(db: Db, now: Date, today: string): Promise<void> {
  await writeFunding.run(db, [now]);
  await writeReturns.run(db, [now, today, [...REPLACEABLE_STATUSES]]);
}

const CARD = `o.*, ${IS_WANTED} AS is_wanted, b.name AS batch_name, b.period, b.programme_code,
    a.code AS area_code, a.name AS area_name
  FROM payment.funding_order o
  JOIN payment.batch b ON b.id = o.batch_id JOIN social_protection.area a ON a.area_id = b.area_id`;

/** Nobody who was told to carry an order out still tries to after this time: from then on it may be taken back. */
export const WITHDRAW_AFTER_SECONDS = 120;

const handOut = sql<FundingOrderRow>(
  'funding-order.hand-out',
  `WITH due AS (
     SELECT o.id, ${IS_WANTED} AS is_wanted FROM payment.funding_order o JOIN payment.batch b ON b.id = o.batch_id
     WHERE o.closed_at IS NULL AND coalesce(o.retry_at, '-infinity') <= $1
       AND (${IS_WANTED} OR coalesce(o.wanted_at, '-infinity') <= $1 - interval '${WITHDRAW_AFTER_SECONDS} seconds')
     ORDER BY o.wanted_at NULLS FIRST, o.id LIMIT $2 FOR UPDATE OF o SKIP LOCKED),
   noted AS (
     -- Not with every look: an order may be in control for days.
     UPDATE payment.funding_order o SET wanted_at = $1 FROM due
     WHERE o.id = due.id AND due.is_wanted AND coalesce(o.wanted_at, '-infinity') <= $1 - interval '30 seconds')
   SELECT ${CARD} WHERE o.id IN (SELECT id FROM due) ORDER BY o.id`,
);

/** The open orders that it is time for, the longest waiting first. */
export async function handOutOrders(db: Db, now: Date, first: number): Promise<readonly FundingOrderRow[]> {
  return handOut.all(db, [now, first]);
}

/** Of one batch: each refusal is an order. */
const LISTED_MAX = 500;

const ofBatches = sqlInScope<FundingOrderRow>(
  'funding-order.of-batches',
  `SELECT ${CARD} WHERE o.id IN (
     SELECT last.id FROM unnest($3::uuid[]) wanted(id) CROSS JOIN LATERAL (
       SELECT n.id FROM payment.funding_order n WHERE n.batch_id = wanted.id ORDER BY n.id DESC LIMIT ${LISTED_MAX}) last)
     AND ${areaRowVisible('b', 1)} ORDER BY o.id`,
);

/** The latest orders of those of the batches that the scope reaches, the oldest first. */
export async function findOrdersOf(
  db: Db,
  batchIds: readonly string[],
  scope: Scope,
): Promise<readonly InScope<FundingOrderRow>[]> {
  return ofBatches.all(db, scope, [batchIds]);
}

const byReference = sql<FundingOrderRow>(
  'funding-order.by-reference',
  `SELECT ${CARD} WHERE o.reference = $1`,
);

/** Lock its batch, then ask again: only that holds it. */
export async function findOrder(db: Db, reference: string): Promise<FundingOrderRow | undefined> {
  return byReference.first(db, [reference]);
}

const reserved = sql<{ amount: bigint }>(
  'funding-order.reserved',
  `SELECT coalesce(sum(amount), 0)::bigint AS amount FROM payment.funding_order
   WHERE batch_id = $1 AND kind = 'RETURN' AND closed_at IS NULL`,
);

/** What is under way back to the Treasury: nobody may send it a second time. */
export async function findReserved(db: Db, batchId: string): Promise<bigint> {
  return (await reserved.first(db, [batchId]))?.amount ?? 0n;
}

const close = sql(
  'funding-order.close',
  `UPDATE payment.funding_order SET document_number = $2, closed_at = coalesce(closed_at, $3)
   WHERE id = $1 AND document_number IS NULL`,
);

/** @param documentNumber the Treasury's; null when it will never carry the order out */
export async function closeOrder(
  db: Db,
  id: string,
  documentNumber: string | null,
  now: Date,
): Promise<void> {
  await close.run(db, [id, documentNumber, now]);
}

const refuse = sql(
  'funding-order.refuse',
  'UPDATE payment.funding_order SET refusal = $2, refused_at = $3, retry_at = $4 WHERE id = $1',
);

export interface Refusal {
  readonly reason: string;
  readonly refusedAt: Date;
  /** When the order is handed out again. */
  readonly retryAt: Date;
}

export async function noteRefusal(
  db: Db,
  id: string,
  { reason, refusedAt, retryAt }: Refusal,
): Promise<void> {
  await refuse.run(db, [id, reason, refusedAt, retryAt]);
}
