/** How tallies are laid out: what those who write them and those who read them must agree on. */

/** A unit's folds are numbered in digits of so many bits; from the last level on, tallies are not summed up further: none then
 *  takes long to write, though more are read of a unit in which very much happens. */
export const SHAPE = '(VALUES (false, 3, 3), (true, 4, 2)) shape(is_upper, bits, levels)';

const SLOT_SECONDS = 10;
/** In the year 2310: what lies behind is in the slot after it, and never read from there. */
const LAST_SLOT = 1 << 30;

/** The slot at whose end a change has happened. What lies before 1970 is in the first one. */
export function slotOf(instant: string): string {
  return `greatest(0, least(${LAST_SLOT} + 1, ceil(date_part('epoch', ${instant}) / ${SLOT_SECONDS})))::int`;
}

/** The last slot that has ended by then; -1 before 1970. */
export function slotBy(instant: string): string {
  return `greatest(-1, least(${LAST_SLOT}, floor(date_part('epoch', ${instant}) / ${SLOT_SECONDS})))::int`;
}

/** The end of such a slot. */
export function endOfSlot(slot: string): string {
  return `CASE WHEN ${slot} < 0 THEN '-infinity' ELSE to_timestamp(${slot}::float8 * ${SLOT_SECONDS}) END`;
}
