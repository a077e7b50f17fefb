/** Derives from the facts when each person was entitled where, and when they had an account then: one version for each
 *  position at which that changed. A question about any instant and any knowledge is then one look at one version. */
import { sql } from '../database/index.js';
import { TELLS_ACCOUNT, TELLS_STANDING } from './fact-store.js';
import type { Db } from './report-deps.js';

/** The end of what is known to hold still. */
export const KNOWN_STILL = 9_223_372_036_854_775_807n;

const IN_STRETCH = 'position > $1 AND position <= $2';

/** Persons with the positions at which something was said of them, of an account of theirs, or of a receiver's. */
export const TOUCHED = `
  said AS MATERIALIZED (
    SELECT position, citizen_id FROM event.log WHERE ${IN_STRETCH} AND ${TELLS_ACCOUNT}
  ), touched AS MATERIALIZED (
    SELECT beneficiary_id, position FROM event.log WHERE ${IN_STRETCH} AND ${TELLS_STANDING}
    UNION
    SELECT f.beneficiary_id, said.position FROM said JOIN report.residence_fact f USING (citizen_id)
    UNION
    SELECT f.beneficiary_id, said.position FROM said JOIN report.mandate_fact f ON f.receiver_citizen_id = said.citizen_id
  )`;

/** Where they lived: from the first report on backwards too, since nobody is entitled nowhere. */
const LIVED = `
  lived AS (
    SELECT beneficiary_id, position, area_id, reason, range_agg(span) AS spans FROM (
      SELECT t.beneficiary_id, t.position, f.area_id, f.reason,
        tstzrange(CASE WHEN row_number() OVER w > 1 THEN f.occurred_at END, lead(f.occurred_at) OVER w) AS span
      FROM touched t JOIN report.residence_fact f ON f.beneficiary_id = t.beneficiary_id AND f.position <= t.position
      WINDOW w AS (PARTITION BY t.beneficiary_id, t.position ORDER BY f.occurred_at, f.position)
    ) stay GROUP BY 1, 2, 3, 4
  )`;

/** An entitlement is what was said of it last. */
const ENTITLED = `
  entitled AS (
    SELECT beneficiary_id, position, range_agg(held) AS spans FROM (
      SELECT DISTINCT ON (t.beneficiary_id, t.position, f.entitlement_id) t.beneficiary_id, t.position, f.held
      FROM touched t JOIN report.entitlement_fact f ON f.beneficiary_id = t.beneficiary_id AND f.position <= t.position
      ORDER BY t.beneficiary_id, t.position, f.entitlement_id, f.position DESC
    ) latest GROUP BY 1, 2
  )`;

/** Whose accounts count for a person, and when: always their own, a receiver's while the mandate is valid. */
const HOLDER = `
  holder AS (
    SELECT beneficiary_id, position, citizen_id, range_agg(held) AS held FROM (
      SELECT t.beneficiary_id, t.position, f.citizen_id, '(,)'::tstzrange AS held
      FROM touched t JOIN report.residence_fact f ON f.beneficiary_id = t.beneficiary_id AND f.position <= t.position
      UNION ALL
      (SELECT DISTINCT ON (t.beneficiary_id, t.position, f.authorisation_id)
         t.beneficiary_id, t.position, f.receiver_citizen_id, f.held
       FROM touched t JOIN report.mandate_fact f ON f.beneficiary_id = t.beneficiary_id AND f.position <= t.position
       ORDER BY t.beneficiary_id, t.position, f.authorisation_id, f.position DESC)
    ) one GROUP BY 1, 2, 3
  )`;

/** An account is verified from one check that says so until the next check, in the order of the checks. */
const VERIFIED = `
  verified AS (
    SELECT beneficiary_id, position, range_agg(part) AS spans FROM (
      SELECT h.beneficiary_id, h.position, h.held, f.is_verified,
        tstzrange(f.occurred_at, lead(f.occurred_at) OVER w) AS span
      FROM holder h JOIN report.account_fact f ON f.citizen_id = h.citizen_id AND f.position <= h.position
      WINDOW w AS (PARTITION BY h.beneficiary_id, h.position, f.citizen_id, f.account_id ORDER BY f.occurred_at, f.position)
    ) checked, unnest(tstzmultirange(span) * held) AS part
    WHERE is_verified GROUP BY 1, 2
  )`;

const SEGMENT = 'ROW(area_id, reason, entitled, with_account)::report.segment ORDER BY area_id, reason';

const deriveStandings = sql(
  'report.derive-standings',
  `WITH ${[TOUCHED, LIVED, ENTITLED, HOLDER, VERIFIED].join(',')}, segment AS (
    SELECT l.beneficiary_id, l.position, l.area_id, l.reason, l.spans * e.spans AS entitled,
      l.spans * e.spans * coalesce(v.spans, '{}') AS with_account
    FROM lived l JOIN entitled e USING (beneficiary_id, position) LEFT JOIN verified v USING (beneficiary_id, position)
    WHERE NOT isempty(l.spans * e.spans)
  ), version AS (
    SELECT beneficiary_id, position, array_agg(${SEGMENT}) FILTER (WHERE area_id IS NOT NULL) AS segments
    FROM touched LEFT JOIN segment USING (beneficiary_id, position) GROUP BY 1, 2
  ), present AS (
    SELECT beneficiary_id, array_agg(${SEGMENT}) AS segments
    FROM report.standing
    WHERE known_to = $3 AND beneficiary_id IN (SELECT beneficiary_id FROM touched) GROUP BY 1
  ), compared AS (
    SELECT v.*, row_number() OVER w = 1 AS is_first, lag(v.segments) OVER w AS before, p.segments AS present
    FROM version v LEFT JOIN present p USING (beneficiary_id)
    WINDOW w AS (PARTITION BY beneficiary_id ORDER BY position)
  ), changed AS MATERIALIZED (
    SELECT beneficiary_id, position AS known_from, segments,
      coalesce(lead(position) OVER (PARTITION BY beneficiary_id ORDER BY position), $3) AS known_to
    FROM compared WHERE segments IS DISTINCT FROM CASE WHEN is_first THEN present ELSE before END
  ), superseded AS (
    UPDATE report.standing s SET known_to = c.known_from
    FROM (SELECT beneficiary_id, min(known_from) AS known_from FROM changed GROUP BY 1) c
    WHERE s.beneficiary_id = c.beneficiary_id AND s.known_to = $3
  )
  INSERT INTO report.standing (beneficiary_id, known_from, known_to, area_id, reason, entitled, with_account)
  SELECT c.beneficiary_id, c.known_from, c.known_to, s.area_id, s.reason, s.entitled, s.with_account
  FROM changed c, unnest(c.segments) s ORDER BY c.known_from, s.area_id, s.reason`,
);

/** Writes the versions that the events of (after, upTo] made. Their facts are in the tables already. */
export function insertStandings(db: Db, after: bigint, upTo: bigint): Promise<number> {
  return deriveStandings.run(db, [after, upTo, KNOWN_STILL]);
}
