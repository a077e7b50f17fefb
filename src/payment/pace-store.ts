/** What a finish time is estimated from: who waits for people, and how the institutions of a batch work just now. */
import { sql } from '../database/index.js';
import type { ServiceHours } from '../values/index.js';
import type { Db } from '../work/index.js';
import { CLOSED_STATUSES, type PaymentStatus } from './payment-state.js';

export interface WaitingForPeople {
  readonly institution_code: string;
  readonly status: PaymentStatus;
  readonly count: number;
}

const people = sql<WaitingForPeople>(
  'pace.waiting-for-people',
  `SELECT p.institution_code, p.status, count(DISTINCT p.id)::int AS count
   FROM payment.exception x JOIN payment.payment p ON p.id = x.payment_id
   WHERE x.resolved_at IS NULL AND p.batch_id = $1 AND p.status <> ALL($2::text[])
   GROUP BY 1, 2`,
);

/** Open payments of a batch with an open exception, never received ones included: no machine moves them on. */
export async function countWaitingForPeople(db: Db, batchId: string): Promise<readonly WaitingForPeople[]> {
  return people.all(db, [batchId, CLOSED_STATUSES]);
}

export interface PaceRow {
  readonly code: string;
  /** Whose adapter does its work: `NAPAS` for every `NAPAS:<bin>`. All of one rail wait in one queue. */
  readonly rail: string;
  readonly kind: string | null;
  readonly last_seen_at: Date | null;
  readonly rate_per_second_max: number | null;
  readonly native_batch_max: number | null;
  readonly service_hours: ServiceHours | null;
  /** Payments of batches that were released earlier. */
  readonly queued_before: number;
  /** Payments that left the queue during `seconds`, the time in which there was one all along, a minute at most. */
  readonly sent: number;
  readonly seconds: number;
  /** Since the rail last said anything; null: not within the minute. */
  readonly quiet_seconds: number | null;
}

/** A minute of a quiet hub, some seconds of one that pays thousands a second. */
const TAIL_EVENTS = 10_000;

const paces = sql<PaceRow>(
  'pace.of-batch',
  `WITH batch AS (
     SELECT id, released_at FROM payment.batch WHERE id = $1
   ), rail AS (
     SELECT DISTINCT t.institution_code AS code, coalesce(c.served_by, t.institution_code) AS rail, c.kind, c.last_seen_at,
       c.rate_per_second_max, c.native_batch_max, c.service_hours
     FROM payment.batch_total t LEFT JOIN account.capability_card c ON c.code = t.institution_code
     WHERE t.batch_id = $1
   ), mate AS MATERIALIZED (
     SELECT code, served_by AS rail FROM account.capability_card WHERE served_by IN (SELECT rail FROM rail)
   ), before AS (
     SELECT mate.rail, sum(t.count)::int AS queued_before
     FROM batch JOIN payment.batch b ON b.status = 'RELEASED' AND (b.released_at, b.id) < (batch.released_at, batch.id)
     JOIN payment.batch_total t ON t.batch_id = b.id AND t.status = 'QUEUED' AND t.count > 0
     JOIN mate ON mate.code = t.institution_code
     GROUP BY 1
   ), latest AS MATERIALIZED (
     SELECT kind, institution_code, status_from, status_to, recorded_at FROM event.log
     ORDER BY position DESC LIMIT ${TAIL_EVENTS}
   ), tail AS MATERIALIZED (
     SELECT mate.rail, l.status_from, l.status_to, l.recorded_at
     FROM latest l JOIN mate ON mate.code = l.institution_code
     WHERE l.kind = 'payment' AND l.recorded_at > now() - interval '1 minute'
   ), queued AS MATERIALIZED (
     SELECT rail, max(recorded_at) AS at FROM tail WHERE status_to = 'QUEUED' GROUP BY 1
   ), since AS MATERIALIZED (
     -- With what came last into its queue a rail may have begun to work anew.
     SELECT own.rail, greatest(now() - interval '1 minute', batch.released_at, reach.at, queued.at) AS at
     FROM batch, (SELECT CASE count(*) WHEN ${TAIL_EVENTS} THEN min(recorded_at) END AS at FROM latest) reach,
       (SELECT DISTINCT rail FROM rail) own LEFT JOIN queued USING (rail)
   ), shown AS (
     SELECT since.rail, extract(epoch FROM now() - since.at)::float8 AS seconds,
       count(*) FILTER (WHERE tail.status_from = 'QUEUED' AND tail.recorded_at > since.at)::int AS sent,
       extract(epoch FROM now() - max(tail.recorded_at) FILTER (WHERE tail.status_to <> 'QUEUED'))::float8 AS quiet_seconds
     FROM since LEFT JOIN tail USING (rail) GROUP BY since.rail, since.at
   )
   SELECT rail.*, coalesce(before.queued_before, 0) AS queued_before, shown.sent, shown.seconds, shown.quiet_seconds
   FROM rail JOIN shown USING (rail) LEFT JOIN before USING (rail) ORDER BY rail.code`,
);

/** How each institution of a batch works now: one statement, whatever the batch's size. */
export async function findPaces(db: Db, batchId: string): Promise<readonly PaceRow[]> {
  return paces.all(db, [batchId]);
}
