/** When an institution will be through: a table of what is known and what may honestly be said. */
import { describe, expect, it } from '@jest/globals';
import { estimateFinish, latestFinish, type Load, type Pace } from '../../src/payment/estimate-finish.js';

const hours = { opensAt: '08:00', closesAt: '16:30', weekdays: [1, 2, 3, 4, 5] };
/** Seen, five a second as declared, around the clock, nobody before, released a moment ago. */
const pace: Pace = {
  isReachable: true,
  isCash: false,
  serviceHours: null,
  declaredPerSecond: 5,
  observed: { sent: 0, seconds: 1 },
  quietSeconds: null,
  queuedBefore: 0,
};
const cashUntil = vietnam('2026-12-01 00:00:00');
const monday = '2026-11-23 10:00:00';
const friday = '2026-11-27 16:29:00';

/** An instant by the clock of Hà Nội. */
function vietnam(text: string): Date {
  return new Date(`${text.replace(' ', 'T')}+07:00`);
}

/** What, when, what is left, what is known, and the finish by the clock of Hà Nội or why nobody can know it. */
type Row = readonly [string, string, Partial<Load>, Partial<Pace>, string];

const rows: readonly Row[] = [
  ['1,000 lines at 5 a second take 200 s', monday, { toSend: 1_000 }, {}, '2026-11-23 10:03:20'],
  ['others’ 500 lines come first', monday, { toSend: 1_000 }, { queuedBefore: 500 }, '2026-11-23 10:05:00'],
  ['nothing open is over now', monday, {}, {}, monday],
  ['nothing open is over even where nobody answers', monday, {}, { isReachable: false }, monday],
  [
    'an institution that shows less than it declares is believed in what it shows',
    monday,
    { toSend: 100 },
    { observed: { sent: 20, seconds: 10 }, quietSeconds: 0 },
    '2026-11-23 10:00:50',
  ],
  [
    'one that shows more is held to what it declares',
    monday,
    { toSend: 100 },
    { observed: { sent: 900, seconds: 10 }, quietSeconds: 0 },
    '2026-11-23 10:00:20',
  ],
  [
    'a look of four seconds says nothing',
    monday,
    { toSend: 100 },
    { observed: { sent: 1, seconds: 4 }, quietSeconds: 0 },
    '2026-11-23 10:00:20',
  ],
  [
    'what it shows is enough where it declares nothing',
    monday,
    { toSend: 100 },
    { declaredPerSecond: null, observed: { sent: 100, seconds: 10 }, quietSeconds: 0 },
    '2026-11-23 10:00:10',
  ],
  ['nothing declared and nothing shown', monday, { toSend: 1 }, { declaredPerSecond: null }, 'NO_PACE'],
  [
    'what ends with the day ends with the day',
    friday,
    { toSend: 300 },
    { serviceHours: hours },
    '2026-11-27 16:30:00',
  ],
  [
    'what is left at the cut-off on a Friday goes on on Monday',
    friday,
    { toSend: 301 },
    { serviceHours: hours, declaredPerSecond: 5 },
    '2026-11-30 08:00:00.200',
  ],
  [
    'a weekend stands still',
    '2026-11-28 12:00:00',
    { toSend: 600 },
    { serviceHours: hours },
    '2026-11-30 08:02:00',
  ],
  [
    'before the opening of a working day',
    '2026-11-23 06:00:00',
    { toSend: 5 },
    { serviceHours: hours },
    '2026-11-23 08:00:01',
  ],
  [
    'at the cut-off itself it is closed',
    '2026-11-23 16:30:00',
    { toSend: 5 },
    { serviceHours: hours },
    '2026-11-24 08:00:01',
  ],
  [
    'more than a day’s work goes over three days',
    '2026-11-23 08:00:00',
    { toSend: 2 * 8.5 * 3_600 + 60 },
    { serviceHours: hours, declaredPerSecond: 1 },
    '2026-11-25 08:01:00',
  ],
  [
    'a Monday morning in Hà Nội that is still Sunday in UTC',
    '2026-11-23 06:59:00',
    { toSend: 5 },
    { serviceHours: { ...hours, opensAt: '00:00' } },
    '2026-11-23 06:59:01',
  ],
  ['more than a year’s work', monday, { toSend: 2 ** 31 }, { declaredPerSecond: 1 }, 'NO_PACE'],
  ['what is under way only is through with the next word', monday, { underWay: 3 }, {}, monday],
  [
    'what is under way at night is asked about in the morning',
    '2026-11-23 20:00:00',
    { underWay: 3 },
    { serviceHours: hours },
    '2026-11-24 08:00:00',
  ],
  ['an adapter that is gone', monday, { toSend: 1 }, { isReachable: false }, 'UNREACHABLE'],
  [
    'an institution that has stopped',
    monday,
    { toSend: 10 },
    { observed: { sent: 0, seconds: 60 }, quietSeconds: null },
    'SILENT',
  ],
  [
    'one that keeps its last word to itself',
    monday,
    { underWay: 10 },
    { observed: { sent: 0, seconds: 60 }, quietSeconds: null },
    'SILENT',
  ],
  [
    'quiet while it is closed is no silence',
    '2026-11-23 20:00:00',
    { toSend: 5 },
    { serviceHours: hours, observed: { sent: 0, seconds: 60 } },
    '2026-11-24 08:00:01',
  ],
  [
    'nor in the first minute of the day',
    '2026-11-23 08:00:30',
    { toSend: 5 },
    { serviceHours: hours, observed: { sent: 0, seconds: 60 } },
    '2026-11-23 08:00:31',
  ],
  ['cash is collected until the month ends', monday, { toSend: 5 }, { isCash: true }, '2026-12-01 00:00:00'],
  ['cash that nobody collected in time', '2026-12-01 00:00:00', { underWay: 5 }, { isCash: true }, 'SILENT'],
];

describe('when an institution will be through', () => {
  it.each(rows)('%s', (_what, now, load, known, expected) => {
    const finish = estimateFinish(
      { toSend: 0, underWay: 0, ...load },
      { ...pace, ...known },
      { now: vietnam(now), cashUntil },
    );

    const isKnown = /^\d/.test(expected);
    expect(finish.finishesAt).toEqual(isKnown ? vietnam(expected) : null);
    expect(finish.unknown).toBe(isKnown ? null : expected);
  });

  it('says when a closed institution opens, and nothing while it works', () => {
    const open = (now: string) =>
      estimateFinish(
        { toSend: 1, underWay: 0 },
        { ...pace, serviceHours: hours },
        { now: vietnam(now), cashUntil },
      ).opensAt;

    expect(open('2026-11-28 12:00:00')).toEqual(vietnam('2026-11-30 08:00:00'));
    expect(open(monday)).toBeNull();
  });
});

describe('when a batch will be through', () => {
  const early = { finishesAt: vietnam(monday) };
  const late = { finishesAt: vietnam(friday) };

  it.each([
    ['at the latest of its institutions', [early, late, early], late.finishesAt],
    ['never known while one is unknown', [early, { finishesAt: null }, late], null],
  ])('%s', (_what, finishes, expected) => {
    expect(latestFinish(finishes)).toEqual(expected);
  });
});
