/** Days of the calendar. */
import { describe, expect, it } from '@jest/globals';
import { daysFrom, parseCalendarDate } from '../../src/values/index.js';

describe('the days from one to another', () => {
  it.each([
    ['2026-11-28', '2026-11-28', ['2026-11-28']],
    ['2024-02-28', '2024-03-01', ['2024-02-28', '2024-02-29', '2024-03-01']],
    ['2026-12-31', '2027-01-01', ['2026-12-31', '2027-01-01']],
    ['2026-11-28', '2026-11-27', []],
  ])('%s to %s are %j', (first, last, days) => {
    expect(daysFrom(parseCalendarDate(first), parseCalendarDate(last))).toEqual(days);
  });
});
