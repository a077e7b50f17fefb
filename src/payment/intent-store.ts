/** The writing of a batch's payments: one statement whatever the size of the area. Who may be paid, and why not, is decided
 *  in judged-entitlements.ts. */
import { INTO_EVENT_INBOX } from '../event/index.js';
import { sql } from '../database/index.js';
import { JUDGED } from './judged-entitlements.js';
import { CASH_INSTITUTION } from './payment-policy.js';
import { PAYMENT_STATUSES } from './payment-state.js';
import { planForBatch } from './statistics-store.js';
import type { Db } from '../work/index.js';

export interface IntentScope {
  readonly batchId: string;
  readonly areaId: string;
  readonly programmeCode: string | null;
  readonly period: string;
  readonly kind: string;
  readonly freshnessDays: number;
  /** Whether what earlier periods still owe is paid too. */
  readonly carriesForward: boolean;
}

const writeIntents = sql<{ payments: number; left_out: number; carried_from: string | null }>(
  'payment.write-intents',
  `WITH ${JUDGED}, written AS (
    INSERT INTO payment.payment (batch_id, programme_code, period, kind, line, citizen_id, beneficiary_id, entitlement_id,
      area_id, amount, account_id, institution_code, account_number, delivery, receiver_citizen_id, receiver_name,
      beneficiary_name, part, replaces)
    SELECT $1, j.programme_code, j.period, $5, j.line, j.citizen_id, j.beneficiary_id, j.entitlement_id, j.area_id,
      j.amount, j.account_id, j.institution_code, j.number, j.delivery, j.receiver_citizen_id, j.receiver_name,
      j.full_name, j.part,
      -- What was rejected or returned is picked up by a later batch, as a replacement; also when a replacement of it was
      -- taken back before it was sent.
      (SELECT p.id FROM payment.payment p
       WHERE p.citizen_id = j.citizen_id AND p.period = j.period AND p.programme_code = j.programme_code
         AND p.line = j.line AND p.kind = $5
         AND NOT p.is_live AND (p.status <> 'CANCELLED' OR p.replaces IS NOT NULL)
         AND NOT EXISTS (SELECT 1 FROM payment.payment n WHERE n.replaces = p.id)
       ORDER BY p.id DESC LIMIT 1)
    FROM judged j WHERE j.left_out IS NULL
    ORDER BY j.beneficiary_id, j.programme_code, j.line, j.period
    ON CONFLICT DO NOTHING
    RETURNING id, batch_id, beneficiary_id, citizen_id, account_id, institution_code, area_id, amount, programme_code,
      line, period, replaces
  ), told AS (
    ${INTO_EVENT_INBOX}
    SELECT 'payment', w.id, w.beneficiary_id, w.citizen_id, w.account_id, w.batch_id, w.institution_code, w.area_id,
      NULL, 'DRAFT', NULL, now(), jsonb_build_object('amount', w.amount, 'period', w.period)
    FROM written w
  ), totalled AS (
    INSERT INTO payment.batch_total (batch_id, institution_code, status, count, amount)
    -- A row for every state, so that moving a payment is only ever an update.
    SELECT d.batch_id, d.institution_code, s.status, CASE s.status WHEN 'DRAFT' THEN d.count ELSE 0 END,
      CASE s.status WHEN 'DRAFT' THEN d.amount ELSE 0 END
    FROM (SELECT batch_id, institution_code, count(*) AS count, sum(amount) AS amount FROM written GROUP BY 1, 2) d
    CROSS JOIN unnest($7::text[]) AS s(status)
  ), omitted AS (
    INSERT INTO payment.left_out (batch_id, beneficiary_id, reason, text)
    SELECT DISTINCT ON (j.beneficiary_id) $1::uuid, j.beneficiary_id, coalesce(j.left_out, 'ALREADY_PAID'),
      j.left_out_text
    FROM judged j
    LEFT JOIN written w USING (beneficiary_id, programme_code, line, period)
    WHERE w.id IS NULL
    ORDER BY j.beneficiary_id, j.period DESC, j.left_out
    RETURNING 1
  )
  SELECT (SELECT count(*) FROM written)::int AS payments, (SELECT count(*) FROM omitted)::int AS left_out,
    -- Looked up by its id: a join may be answered by going through all payments from the newest.
    (SELECT batch_id FROM payment.payment
     WHERE id = (SELECT replaces FROM written WHERE replaces IS NOT NULL ORDER BY replaces DESC LIMIT 1)) AS carried_from`,
);

const below = sql<{ ids: readonly string[] }>(
  'payment.areas-below',
  'SELECT array_agg(descendant_id) AS ids FROM social_protection.area_tree WHERE ancestor_id = $1',
);

export interface WrittenIntents {
  readonly payments: number;
  readonly leftOut: number;
  /** The batch whose rejected or returned payments are replaced, if any. */
  readonly carriedForwardFrom: string | null;
}

/** Writes a payment for everyone in the scope who may be paid, and a reason for everyone else, with the events and totals
 *  of both. Two batches made at once cannot both take one intent: the unique index decides. Two that pay parts of one month
 *  cannot overlook each other: see `lockWorth`. */
export async function insertIntents(db: Db, scope: IntentScope): Promise<WrittenIntents> {
  const { batchId, areaId, programmeCode, period, kind, freshnessDays, carriesForward } = scope;
  await lockWorth(db, kind);
  await planForBatch(db);
  const areas = await below.first(db, [areaId]);
  const row = await writeIntents.first(db, [
    ...[
      batchId,
      areas?.ids ?? [],
      programmeCode,
      period,
      kind,
      freshnessDays,
      PAYMENT_STATUSES,
      carriesForward,
    ],
    CASH_INSTITUTION,
  ]);
  return {
    payments: row?.payments ?? 0,
    leftOut: row?.left_out ?? 0,
    carriedForwardFrom: row?.carried_from ?? null,
  };
}

const share = sql('payment.share-worth', `SELECT pg_advisory_xact_lock_shared(hashtext('payment.worth'))`);
const own = sql('payment.own-worth', `SELECT pg_advisory_xact_lock(hashtext('payment.worth'))`);

/** A regular payment and a back payment of one month are two intents, and no index sees that together they would pay it
 *  twice. Back payments are drafted while no regular ones are, so that each sees the other; regular ones run side by side. */
async function lockWorth(db: Db, kind: string): Promise<void> {
  if (kind === 'REGULAR') await share.run(db);
  if (kind === 'ARREARS') await own.run(db);
}
