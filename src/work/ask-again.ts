/** Questions that an institution could not answer are asked again by themselves, a few times and ever later: a bank that was
 *  down for a minute needs no officer. */

/** After so many answers of UNAVAILABLE in a day it takes a person to ask again. */
export const UNAVAILABLE_TRIES_MAX = 5;

/** SQL that selects what to ask again: `subject`, `requested_by`, `purpose` of the last question of each subject whose last
 *  answer was UNAVAILABLE, 5 seconds after the first such answer, then 10, 20, 40.
 *  @param table the questions   @param subject the column of what they are about   @param state the column of the answer */
export function askAgainQuery(table: string, subject: string, state: string): string {
  return `SELECT last.${subject} AS subject, last.requested_by, last.purpose FROM (
      SELECT DISTINCT ON (c.${subject}) c.*, count(*) FILTER (
          WHERE c.${state} = 'UNAVAILABLE' AND c.reported_at > now() - interval '1 day'
        ) OVER (PARTITION BY c.${subject}) AS tries
      FROM ${table} c
      WHERE c.${subject} IN (SELECT u.${subject} FROM ${table} u
        WHERE u.${state} = 'UNAVAILABLE' AND u.reported_at > now() - interval '1 hour')
      ORDER BY c.${subject}, c.requested_at DESC, c.id DESC
    ) last
    WHERE last.${state} = 'UNAVAILABLE' AND last.tries < ${UNAVAILABLE_TRIES_MAX}
      AND last.reported_at < now() - make_interval(secs => 5 * 2 ^ (last.tries - 1))
    LIMIT 10000`;
}
