/** Instants as clients write them: RFC 3339, within the calendar that PostgreSQL and JavaScript both keep. */
import { calendarDateOf, isCalendarDate } from './calendar-date.js';
import { HubError } from './hub-error.js';

const RFC_3339 = /^(\d{4}-\d{2}-\d{2})T(\d{2}):\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/i;

/** An instant with its zone: without one it would be another on every machine.
 *  @throws HubError BAD_USER_INPUT when it is none, or when its day, in UTC or in Vietnam, lies outside the years 0001 to 9999 */
export function parseInstant(text: string): Date {
  const [, day, hour] = RFC_3339.exec(text) ?? [];
  const instant = day !== undefined && isCalendarDate(day) && hour !== '24' ? new Date(text) : undefined;
  if (instant === undefined || Number.isNaN(instant.getTime()) || !hasCalendarDays(instant)) {
    throw new HubError('BAD_USER_INPUT', 'A DateTime is an RFC 3339 instant, such as 2026-11-22T08:00:00Z.');
  }
  return instant;
}

/** Near the ends of the calendar a zone leads out of it. */
function hasCalendarDays(instant: Date): boolean {
  return isCalendarDate(instant.toISOString().slice(0, 10)) && isCalendarDate(calendarDateOf(instant));
}
