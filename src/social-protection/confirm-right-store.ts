/** What a register's list means for rights: those that it names are confirmed by it, and once the whole list has come, those
 *  that it confirmed before and names no longer are ended. Rights that no list of this register confirmed are nobody's here. */
import { INTO_EVENT_INBOX } from '../event/index.js';
import { sql } from '../database/index.js';
import { EVENT_OF_RIGHT } from './merge-right-store.js';
import type { Db } from './transaction-store.js';

/** Refuses rows of a person who stands on another line of the same list. */
export async function refuseListedBefore(db: Db, listId: string, text: string): Promise<void> {
  await db.query(
    `UPDATE staged_row s SET refusal = replace($2, '{row}', 'dòng ' || l.line)
     FROM social_protection.person p JOIN social_protection.reported_line l ON l.citizen_id = p.citizen_id AND l.refusal IS NULL
     WHERE s.refusal IS NULL AND p.personal_id = s.personal_id AND l.list_id = $1`,
    [listId, text],
  );
}

/** Where somebody with other rights lives and how they chose to be paid is said by the lists of those rights, not by this one. */
export async function keepWhatOthersSay(db: Db, periodStart: string): Promise<void> {
  await db.query(
    `UPDATE staged_row s SET area_id = b.area_id, no_account_reason = b.no_account_reason,
       payment_method = CASE b.payment_method WHEN 'UNDECIDED' THEN s.payment_method ELSE b.payment_method END
     FROM social_protection.person p JOIN social_protection.beneficiary b USING (citizen_id)
     WHERE s.refusal IS NULL AND p.personal_id = s.personal_id AND EXISTS (
       SELECT 1 FROM social_protection.entitlement e
       WHERE e.beneficiary_id = b.id AND e.confirmed_list_id IS NULL AND coalesce(e.valid_to, 'infinity') >= $1::date)`,
    [periodStart],
  );
}

/** Whoever was off the register's lists and is back is entitled again from the list's month on, not for the time between. A
 *  right that a corrected list withdrew before it began, and another brings back from the same day, holds after all. */
export async function beginAgain(db: Db, periodStart: string, now: Date): Promise<void> {
  await db.query(
    `UPDATE staged_row s SET valid_from = greatest(s.valid_from, $1::date)
     FROM social_protection.person p JOIN social_protection.beneficiary b USING (citizen_id)
     WHERE s.refusal IS NULL AND p.personal_id = s.personal_id AND (
       SELECT max(coalesce(e.valid_to, 'infinity')) FROM social_protection.entitlement e
       WHERE e.beneficiary_id = b.id AND e.programme_code = s.programme_code AND e.line = '1') < $1::date`,
    [periodStart],
  );
  await db.query(
    `WITH revived AS (
       UPDATE social_protection.entitlement e SET valid_to = NULL
       FROM staged_row s, social_protection.person p, social_protection.beneficiary b
       WHERE s.refusal IS NULL AND p.personal_id = s.personal_id AND b.citizen_id = p.citizen_id
         AND e.beneficiary_id = b.id AND e.programme_code = s.programme_code AND e.line = '1'
         AND e.valid_from = s.valid_from AND e.valid_to = e.valid_from - 1
       RETURNING e.*, b.citizen_id, b.area_id
     )
     ${INTO_EVENT_INBOX}
     SELECT 'entitlement', id, beneficiary_id, citizen_id, NULL, NULL, NULL, area_id, 'ENDED', 'GRANTED', NULL, $1,
            ${EVENT_OF_RIGHT} FROM revived ORDER BY id`,
    [now],
  );
}

/** The versions of the listed rights that hold in the month or later. Told as an event when a right is confirmed the first time;
 *  that it still stands is what the lists are for. */
export async function confirmRights(db: Db, listId: string, periodStart: string, now: Date): Promise<void> {
  await db.query(
    `WITH before AS (
       SELECT e.id, e.confirmed_list_id IS NULL AND e.created_at < now() AS is_news, r.citizen_id, r.area_id
       FROM listed_right r JOIN social_protection.entitlement e
         ON e.beneficiary_id = r.beneficiary_id AND e.programme_code = r.programme_code AND e.line = '1'
         AND coalesce(e.valid_to, 'infinity') >= greatest(r.valid_from, $2::date)
     ), confirmed AS (
       UPDATE social_protection.entitlement e SET confirmed_list_id = $1::uuid, confirmed_at = $3
       FROM before b WHERE b.id = e.id
       RETURNING e.*, b.is_news, b.citizen_id, b.area_id
     )
     ${INTO_EVENT_INBOX}
     SELECT 'entitlement', id, beneficiary_id, citizen_id, NULL, NULL, NULL, area_id, 'GRANTED', 'CONFIRMED', NULL, $3, NULL
     FROM confirmed WHERE is_news ORDER BY id`,
    [listId, periodStart, now],
  );
}

/** A refused line that names nobody known may mean anybody of that name: they keep their right. */
const endMissing = sql<{ ended: number }>(
  'social-protection.end-missing-rights',
  `WITH list AS MATERIALIZED (
     SELECT l.*, (l.period || '-01')::date AS starts_on FROM social_protection.reported_list l WHERE l.list_id = $1
   ), ended AS (
     UPDATE social_protection.entitlement e SET valid_to = greatest(e.valid_from, list.starts_on) - 1
     FROM list, social_protection.reported_list earlier, social_protection.area_closure below,
          social_protection.beneficiary b, social_protection.person p
     WHERE e.confirmed_list_id = earlier.list_id AND e.programme_code = list.programme_code
       AND earlier.institution_code = list.institution_code AND earlier.programme_code = list.programme_code
       AND (earlier.period, earlier.issued_at, earlier.number) < (list.period, list.issued_at, list.number)
       AND below.ancestor_id = list.area_id AND below.descendant_id = earlier.area_id
       AND e.valid_from < list.starts_on + interval '1 month' AND coalesce(e.valid_to, 'infinity') >= list.starts_on
       AND e.valid_to IS DISTINCT FROM e.valid_from - 1
       AND b.id = e.beneficiary_id AND p.citizen_id = b.citizen_id
       AND NOT EXISTS (SELECT 1 FROM social_protection.reported_line named
                       WHERE named.list_id = list.list_id AND named.citizen_id = p.citizen_id)
       AND NOT EXISTS (SELECT 1 FROM social_protection.reported_line unclear
                       WHERE unclear.list_id = list.list_id AND unclear.citizen_id IS NULL
                         AND unclear.name_folded = p.name_folded)
     RETURNING e.*, b.citizen_id, b.area_id
   ), told AS (
     ${INTO_EVENT_INBOX}
     SELECT 'entitlement', id, beneficiary_id, citizen_id, NULL, NULL, NULL, area_id, 'GRANTED', 'ENDED', 'NOT_LISTED', $2,
            ${EVENT_OF_RIGHT}
     FROM ended ORDER BY id
   ), completed AS (
     UPDATE social_protection.reported_list SET completed_at = $2 WHERE list_id = $1
   ) SELECT count(*)::int AS ended FROM ended`,
);

/** Ends what the list, now whole, no longer names, and notes that it is whole.
 *  @returns how many rights ended */
export async function completeList(db: Db, listId: string, now: Date): Promise<number> {
  return (await endMissing.first(db, [listId, now]))?.ended ?? 0;
}
