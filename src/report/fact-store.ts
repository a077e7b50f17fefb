/** Takes from the log what the figures need: one row a fact, with the position at which it became known. Nothing is ever
 *  taken from the tables of other domains, so that the same log always gives the same figures. */
import { sql } from '../database/index.js';
import type { Db } from './report-deps.js';

/** What was told has happened by then, whatever a clock elsewhere said. Instants leave the hub in milliseconds, so a fact is
 *  true from its millisecond on: asking as of an event's own `occurredAt` includes it. */
const OCCURRED_AT = "date_trunc('milliseconds', least(occurred_at, recorded_at))";

/** Says where a beneficiary lives and why they have no account. A correction of a name says neither. */
const TELLS_RESIDENCE = `kind IN ('beneficiary','survey') AND data ? 'noAccountReason'
  AND beneficiary_id IS NOT NULL AND citizen_id IS NOT NULL AND area_id IS NOT NULL`;
const TELLS_ENTITLEMENT = `kind = 'entitlement' AND beneficiary_id IS NOT NULL AND data->>'validFrom' IS NOT NULL`;
const TELLS_MANDATE = `kind = 'authorisation' AND beneficiary_id IS NOT NULL AND data->>'validFrom' IS NOT NULL
  AND data->>'receiverCitizenId' IS NOT NULL`;
const ACCOUNT_STATUS = "coalesce(data->>'accountStatus', status_to)";
/** Is the institution's or an officer's word on an account; its holder is the event's citizen. That somebody is being
 *  asked, or could not be, says nothing about the account. */
export const TELLS_ACCOUNT = `kind IN ('verification','account') AND account_id IS NOT NULL AND citizen_id IS NOT NULL
  AND ${ACCOUNT_STATUS} IN ('VERIFIED','NEEDS_REVIEW','REJECTED','CLOSED','BLOCKED')`;
/** Says that money arrived in an account. Cash at the counter has none. */
const TELLS_SETTLED = `kind = 'payment' AND status_to = 'SETTLED' AND account_id IS NOT NULL AND beneficiary_id IS NOT NULL
  AND data->>'amount' IS NOT NULL AND data->>'period' IS NOT NULL`;
const TELLS_RETURNED = `kind = 'payment' AND status_to = 'RETURNED'`;
/** May change a standing. */
export const TELLS_STANDING = `((${TELLS_RESIDENCE}) OR (${TELLS_ENTITLEMENT}) OR (${TELLS_MANDATE}))`;

const DAYS = `report.days((data->>'validFrom')::date, (data->>'validTo')::date)`;

export interface ReadFacts {
  /** Everything up to here has been read; null when nothing came. */
  readonly position: bigint | null;
  readonly events: number;
  /** Of those, the ones that may change a standing. */
  readonly aboutPersons: number;
  readonly settled: number;
  readonly returned: number;
}

const takeFacts = sql<ReadFacts>(
  'report.take-facts',
  `WITH read AS MATERIALIZED (
    SELECT * FROM event.log WHERE position > $1 ORDER BY position LIMIT $2
  ), lived AS (
    INSERT INTO report.residence_fact (beneficiary_id, position, citizen_id, area_id, reason, occurred_at)
    SELECT beneficiary_id, position, citizen_id, area_id, data->>'noAccountReason', ${OCCURRED_AT}
    FROM read WHERE ${TELLS_RESIDENCE}
  ), entitled AS (
    INSERT INTO report.entitlement_fact (beneficiary_id, entitlement_id, position, held)
    SELECT beneficiary_id, subject_id, position, ${DAYS} FROM read WHERE ${TELLS_ENTITLEMENT}
  ), mandated AS (
    INSERT INTO report.mandate_fact (beneficiary_id, authorisation_id, position, receiver_citizen_id, held)
    SELECT beneficiary_id, subject_id, position, (data->>'receiverCitizenId')::uuid, ${DAYS}
    FROM read WHERE ${TELLS_MANDATE}
  ), checked AS (
    INSERT INTO report.account_fact (citizen_id, account_id, position, is_verified, occurred_at)
    SELECT citizen_id, account_id, position, ${ACCOUNT_STATUS} = 'VERIFIED', ${OCCURRED_AT}
    FROM read WHERE ${TELLS_ACCOUNT}
  ), paid AS (
    INSERT INTO report.payment_fact
      (payment_id, beneficiary_id, period, institution_code, amount, settled_at, settled_position)
    SELECT subject_id, beneficiary_id, data->>'period', institution_code, (data->>'amount')::bigint, ${OCCURRED_AT}, position
    FROM read WHERE ${TELLS_SETTLED} ORDER BY position
    ON CONFLICT (payment_id) DO NOTHING
  )
  SELECT max(position) AS position, count(*)::int AS events,
    count(*) FILTER (WHERE ${TELLS_STANDING} OR (${TELLS_ACCOUNT}))::int AS "aboutPersons",
    count(*) FILTER (WHERE ${TELLS_SETTLED})::int AS settled,
    count(*) FILTER (WHERE ${TELLS_RETURNED})::int AS returned
  FROM read`,
);

/** Takes the facts of the next events behind a position, at most `limit` of them. */
export async function insertFacts(db: Db, after: bigint, limit: number): Promise<ReadFacts> {
  const read = await takeFacts.first(db, [after, limit]);
  return read ?? { position: null, events: 0, aboutPersons: 0, settled: 0, returned: 0 };
}

const takeReturns = sql(
  'report.take-returns',
  `UPDATE report.payment_fact f SET returned_at = e.returned_at, returned_position = e.position
   FROM (SELECT DISTINCT ON (subject_id) subject_id, position, ${OCCURRED_AT} AS returned_at FROM event.log
         WHERE position > $1 AND position <= $2 AND ${TELLS_RETURNED} ORDER BY subject_id, position) e
   WHERE f.payment_id = e.subject_id AND f.returned_position IS NULL`,
);

/** Notes what came back in (after, upTo]. A statement of its own: what settled in the same stretch must be visible to it. */
export function markReturned(db: Db, after: bigint, upTo: bigint): Promise<number> {
  return takeReturns.run(db, [after, upTo]);
}
