/** Moves whole batches of payments from one state to the next: rows, totals and events in one statement. */
import { INTO_EVENT_INBOX } from '../event/index.js';
import { INTO_WORK_TASK } from '../work/index.js';
import { sql } from '../database/index.js';
import type { PaymentStatus } from './payment-state.js';
import type { Db } from '../work/index.js';

/** Of a payment, what its event tells: of a million moved rows nothing else is kept until they are told. */
const TOLD_OF = `id, beneficiary_id, citizen_id, account_id, batch_id, institution_code, area_id, status, reason, amount, period`;

/** The events of `moved`, a CTE of payment rows that have a `status_from`. */
const TOLD = `told AS (
    ${INTO_EVENT_INBOX}
    SELECT 'payment', id, beneficiary_id, citizen_id, account_id, batch_id, institution_code, area_id, status_from,
      status, reason, now(), jsonb_build_object('amount', amount, 'period', period)
    FROM moved
  )`;

/** `moved`, counted in one pass. */
const SUMMED = `summed AS (
    SELECT batch_id, institution_code, status_from, status, count(*) AS count, sum(amount) AS amount
    FROM moved GROUP BY 1, 2, 3, 4
  )`;

/** Takes `moved` out of the totals of the state that it left. */
const SUBTRACTED = `${SUMMED}, subtracted AS (
    UPDATE payment.batch_total t SET count = t.count - d.count, amount = t.amount - d.amount
    FROM summed d
    WHERE t.batch_id = d.batch_id AND t.institution_code = d.institution_code AND t.status = d.status_from
  )`;

/** Adds `moved` to the totals of the state that it entered. */
const ADDED = `added AS (
    UPDATE payment.batch_total t SET count = t.count + d.count, amount = t.amount + d.amount
    FROM summed d
    WHERE t.batch_id = d.batch_id AND t.institution_code = d.institution_code AND t.status = d.status
  )`;

export interface Moved {
  readonly institution_code: string;
  readonly count: number;
  readonly amount: bigint;
}

const MOVED_BY_INSTITUTION = `SELECT institution_code, sum(count)::int AS count, sum(amount)::bigint AS amount
  FROM summed GROUP BY 1 ORDER BY 1`;

const moveAll = sql<Moved>(
  'payment.move-batch',
  `WITH moved AS (
    UPDATE payment.payment SET status = $3, updated_at = now()
    WHERE batch_id = $1 AND status = $2
    RETURNING ${TOLD_OF}, $2::text AS status_from
  ), ${TOLD}, ${SUBTRACTED}, ${ADDED}
  ${MOVED_BY_INSTITUTION}`,
);

/** Moves every payment of a batch that is in one state to another, and says how many and how much by institution. */
export async function moveBatchPayments(
  db: Db,
  batchId: string,
  from: PaymentStatus,
  to: PaymentStatus,
): Promise<readonly Moved[]> {
  return moveAll.all(db, [batchId, from, to]);
}

const excludeSome = sql<Moved>(
  'payment.exclude',
  `WITH moved AS (
    UPDATE payment.payment SET status = 'CANCELLED', is_excluded = true, reason_text = $3, updated_at = now()
    WHERE batch_id = $1 AND id = ANY($2::uuid[]) AND status = 'DRAFT'
    RETURNING ${TOLD_OF}, 'DRAFT'::text AS status_from
  ), ${TOLD}, ${SUBTRACTED}, omitted AS (
    INSERT INTO payment.left_out (batch_id, beneficiary_id, reason, text)
    SELECT DISTINCT batch_id, beneficiary_id, 'EXCLUDED', $3 FROM moved
    ON CONFLICT (batch_id, beneficiary_id) DO UPDATE SET reason = 'EXCLUDED', text = excluded.text
  )
  ${MOVED_BY_INSTITUTION}`,
);

/** Takes drafted lines out of a batch; they are no part of its totals any more. Returns how many went. */
export async function excludeDrafts(
  db: Db,
  batchId: string,
  paymentIds: readonly string[],
  reason: string,
): Promise<number> {
  const moved = await excludeSome.all(db, [batchId, paymentIds, reason]);
  return moved.reduce((sum, row) => sum + row.count, 0);
}

const stopSome = sql<Moved>(
  'payment.stop-approved',
  `WITH moved AS (
    UPDATE payment.payment p SET status = 'CANCELLED', reason = 'DECEASED', updated_at = now(),
      reason_text = CASE WHEN p.citizen_id = ANY($1::uuid[]) THEN $2 ELSE $3 END
    WHERE p.status = 'APPROVED' AND (p.citizen_id = ANY($1::uuid[])
      OR p.receiver_citizen_id = ANY($1::uuid[]) AND p.receiver_citizen_id <> p.citizen_id) AND p.is_live
    RETURNING ${TOLD_OF}, 'APPROVED'::text AS status_from
  ), ${TOLD}, ${SUBTRACTED}, ${ADDED}
  ${MOVED_BY_INSTITUTION}`,
);

/** Cancels what is approved and not released for people who died, as the entitled person or as the receiver. */
export async function stopApproved(
  db: Db,
  citizenIds: readonly string[],
  texts: { readonly beneficiary: string; readonly receiver: string },
): Promise<void> {
  await stopSome.run(db, [citizenIds, texts.beneficiary, texts.receiver]);
}

const cancelSome = sql<Moved>(
  'payment.cancel-approved',
  `WITH moved AS (
    UPDATE payment.payment SET status = 'CANCELLED', reason = 'DUPLICATE', reason_text = $2, updated_at = now()
    WHERE id = ANY($1::uuid[]) AND status = 'APPROVED'
    RETURNING ${TOLD_OF}, 'APPROVED'::text AS status_from
  ), ${TOLD}, ${SUBTRACTED}, ${ADDED}
  ${MOVED_BY_INSTITUTION}`,
);

/** Cancels payments that are approved and not released, since the same was paid otherwise. */
export async function cancelApproved(db: Db, paymentIds: readonly string[], text: string): Promise<void> {
  await cancelSome.run(db, [paymentIds, text]);
}

const queueAll = sql<Moved>(
  'payment.queue-batch',
  `WITH moved AS (
    UPDATE payment.payment SET status = 'QUEUED', updated_at = now()
    WHERE batch_id = $1 AND status = 'APPROVED'
    RETURNING ${TOLD_OF}, 'APPROVED'::text AS status_from
  ), ${TOLD}, ${SUBTRACTED}, ${ADDED}, attempted AS (
    INSERT INTO payment.attempt (id, payment_id, institution_code, reference)
    SELECT m.attempt_id, m.id, m.institution_code,
      payment.reference_of(m.attempt_id, c.reference_length_max, c.reference_alphabet)
    FROM (SELECT id, institution_code, hub.uuid_v7() AS attempt_id FROM moved ORDER BY id) m
    LEFT JOIN account.capability_card c ON c.code = m.institution_code
    RETURNING id, institution_code
  ), tasked AS (
    ${INTO_WORK_TASK} SELECT id, 'PAYMENT', institution_code, 'SUBMIT', now() FROM attempted
  )
  ${MOVED_BY_INSTITUTION}`,
);

/** Releases a batch's payments: each gets its attempt, with the reference that the institution will see on every try of it,
 *  and a task for the adapter. Returns the institutions that have work now. */
export async function queueBatchPayments(db: Db, batchId: string): Promise<readonly string[]> {
  return (await queueAll.all(db, [batchId])).map((row) => row.institution_code);
}
