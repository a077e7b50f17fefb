/** Payment periods: a calendar month, `2026-11`. */
import type { CalendarDate } from './calendar-date.js';
import { HubError } from './hub-error.js';

export type Period = string & { readonly brand: 'Period' };

/** @throws HubError BAD_USER_INPUT when it is no month between 2000 and 2199. */
export function parsePeriod(text: string): Period {
  if (!/^2[01]\d\d-(0[1-9]|1[0-2])$/.test(text)) {
    throw new HubError('BAD_USER_INPUT', 'A period is a month, such as 2026-11.');
  }
  return text as Period;
}

/** The instant at which the month is over in Vietnam (UTC+7, no daylight saving). */
export function endOfPeriod(period: Period): Date {
  const [year = 0, month = 0] = period.split('-').map(Number);
  return new Date(Date.UTC(year, month, 1) - 7 * 3_600_000);
}

/** The month so many months later; earlier where `months` is negative. */
export function addMonths(period: Period, months: number): Period {
  const [year = 0, month = 0] = period.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 7) as Period;
}

/** The month that a day lies in. */
export function periodOfDate(date: CalendarDate): Period {
  return date.slice(0, 7) as Period;
}
