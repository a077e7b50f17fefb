import { describe, expect, it } from '@jest/globals';

import { parseCalendarDate, parseInstant, textProblem } from '../../src/values/index.js';

describe('an instant', () => {
  it.each([
    ['2026-11-22T08:00:00Z', '2026-11-22T08:00:00.000Z'],
    ['2026-11-22t08:00:00.123456+07:00', '2026-11-22T01:00:00.123Z'],
    ['2024-02-29T23:59:59-05:00', '2024-03-01T04:59:59.000Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
    ['9999-12-31T16:59:59Z', '9999-12-31T16:59:59.000Z'],
  ])('is read of %s', (text, instant) => {
    expect(parseInstant(text).toISOString()).toBe(instant);
  });

  it.each([
    ['without a zone', '2026-11-22T08:00:00'],
    ['of a day that the calendar has not', '2026-02-30T00:00:00Z'],
    ['of a year 0', '0000-06-01T00:00:00Z'],
    ['that its zone puts before the year 1', '0001-01-01T00:00:00+07:00'],
    ['that its zone puts behind the year 9999', '9999-12-31T23:59:59-07:00'],
    ['whose day in Vietnam is behind the year 9999', '9999-12-31T23:59:59Z'],
    ['of hour 24', '2026-11-22T24:00:00Z'],
    ['with a sixtieth second', '2026-11-22T23:59:60Z'],
    ['of a year of five digits', '+010000-01-01T00:00:00Z'],
    ['that is empty', ''],
    ['with a NUL', '2026-11-22T08:00:00Z\0'],
  ])('is none %s', (_what, text) => {
    expect(() => parseInstant(text)).toThrow('A DateTime is an RFC 3339 instant');
  });
});

describe('a calendar date', () => {
  it.each(['0001-01-01', '2024-02-29', '9999-12-31'])('may be %s', (text) => {
    expect(parseCalendarDate(text)).toBe(text);
  });

  it.each(['0000-01-01', '2026-02-30', '2025-02-29', '2026-13-01', '10000-01-01', 'today', '2026-11-22\0'])(
    'is never %s',
    (text) => {
      expect(() => parseCalendarDate(text)).toThrow('A date is a day of the calendar');
    },
  );
});

describe('a text that can be kept', () => {
  it.each(['', 'Nguyễn Thị Hoà', '𠮷 👵🏽', '\t\n\u001b\u202e', '\ufffd', 'x'.repeat(10_000)])('%#', (text) => {
    expect(textProblem(text)).toBeUndefined();
  });

  it.each(['\0', 'a\0b', '\ud800', 'x\udc00', '\udc00\ud800', 'x'.repeat(10_001)])('is not %#', (text) => {
    expect(textProblem(text)).toMatch(/^It /);
  });
});
