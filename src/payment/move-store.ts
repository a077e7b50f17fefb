/** Moves whole batches of payments from one state to the next: rows, totals and events in one statement. */
import { INTO_EVENT_INBOX } from '../event/index.js';
import { INTO_WORK_TASK } from '../work/index.js';
import { sql } from '../database/index.js';
import type { PaymentStatus } from './payment-state.js';
import { intoAttempt, PASSED_OVER_MAX } from './reference-store.js';
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

/** `attempted`, counted. */
const MADE = `made AS (SELECT count(*) AS count FROM attempted)`;

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

const queueAll = sql<Moved & { readonly attempted: number }>(
  'payment.queue-batch',
  `WITH moved AS (
    UPDATE payment.payment SET status = 'QUEUED', updated_at = now()
    WHERE batch_id = $1 AND status = 'APPROVED'
    RETURNING ${TOLD_OF}, programme_code, line, kind, 'APPROVED'::text AS status_from
  ), ${TOLD}, ${SUBTRACTED}, ${ADDED}, ${intoAttempt({ of: 'moved', passedOver: '0', haveAttempts: false })}, tasked AS (
    ${INTO_WORK_TASK} SELECT id, 'PAYMENT', institution_code, 'SUBMIT', now() FROM attempted
  ), ${MADE}
  SELECT institution_code, sum(summed.count)::int AS count, sum(amount)::bigint AS amount, max(made.count)::int AS attempted
  FROM summed CROSS JOIN made GROUP BY 1 ORDER BY 1`,
);

const queueRest = sql<{ readonly attempted: number; readonly missing: number }>(
  'payment.queue-rest',
  `WITH rest AS (
    SELECT id, institution_code, citizen_id, programme_code, line, period, kind FROM payment.payment p
    WHERE batch_id = $1 AND status = 'QUEUED'
      AND NOT EXISTS (SELECT 1 FROM payment.attempt a WHERE a.payment_id = p.id AND a.is_live)
  ), ${intoAttempt({ of: 'rest', passedOver: '$2::int', haveAttempts: false })}, tasked AS (
    ${INTO_WORK_TASK} SELECT id, 'PAYMENT', institution_code, 'SUBMIT', now() FROM attempted
  ), ${MADE}
  SELECT made.count::int AS attempted, (SELECT count(*) FROM rest)::int AS missing FROM made`,
);

/** Releases a batch's payments: each gets its attempt, with the reference that the institution will see on every try of it,
 *  and a task for the adapter. Returns the institutions that have work now. */
export async function queueBatchPayments(db: Db, batchId: string): Promise<readonly string[]> {
  const moved = await queueAll.all(db, [batchId]);
  const count = moved.reduce((sum, row) => sum + row.count, 0);
  if (count > (moved[0]?.attempted ?? 0)) await attemptRest(db, batchId);
  return moved.map((row) => row.institution_code);
}

/** Payments whose reference was another payment's already take the next number. */
async function attemptRest(db: Db, batchId: string): Promise<void> {
  for (let passedOver = 1; passedOver <= PASSED_OVER_MAX; passedOver += 1) {
    const row = await queueRest.first(db, [batchId, passedOver]);
    if (row?.attempted === row?.missing) return;
  }
  throw new Error('A reference was another payment’s again and again.');
}
