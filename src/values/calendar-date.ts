/** Calendar dates as `YYYY-MM-DD` text in the hub's civil time, Asia/Ho_Chi_Minh (UTC+7, no daylight saving). */
import { HubError } from './hub-error.js';

export type CalendarDate = string & { readonly brand: 'CalendarDate' };

const UTC_OFFSET_MS = 7 * 3_600_000;
const DAY_MS = 24 * 3_600_000;

/** @throws HubError BAD_USER_INPUT when it is no day of the calendar, whose years are 0001 to 9999. */
export function parseCalendarDate(text: string): CalendarDate {
  if (!isCalendarDate(text)) {
    throw new HubError('BAD_USER_INPUT', 'A date is a day of the calendar, such as 2026-11-22.');
  }
  return text as CalendarDate;
}

/** A day of the years 0001 to 9999. JavaScript knows a year 0, PostgreSQL does not; and it reads 30 February as 2 March. */
export function isCalendarDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text.startsWith('0000')) return false;
  const midnight = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(text);
}

/** The day that an instant falls on in Vietnam. */
export function calendarDateOf(instant: Date): CalendarDate {
  return new Date(instant.getTime() + UTC_OFFSET_MS).toISOString().slice(0, 10) as CalendarDate;
}

/** From the first day to the last, both included; none where it ends before it begins. */
export function daysFrom(first: CalendarDate, last: CalendarDate): readonly CalendarDate[] {
  const [from, to] = [Date.parse(first), Date.parse(last)].map((midnight) => midnight / DAY_MS) as [
    number,
    number,
  ];
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, day) => {
    return new Date((from + day) * DAY_MS).toISOString().slice(0, 10) as CalendarDate;
  });
}
