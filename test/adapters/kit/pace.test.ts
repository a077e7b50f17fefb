/** An institution that takes five a second gets five a second. */
import { describe, expect, it } from '@jest/globals';
import { isOpen } from '../../../adapters/kit/worker/service-hours.js';
import { Pace } from '../../../adapters/kit/worker/pace.js';

describe('the pace of an adapter', () => {
  it('spaces the starts evenly to the institution’s rate', async () => {
    const waits: number[] = [];
    const clock = { monotonicMs: () => 1_000, wait: (forMs: number) => Promise.resolve(waits.push(forMs)) };
    const pace = new Pace({ concurrencyMax: 10, ratePerSecondMax: 5 }, clock);

    for (let start = 0; start < 4; start += 1) await pace.enter();

    expect(waits).toEqual([200, 400, 600]);
  });

  it('starts at most five in any second where five are allowed, however many come at once', async () => {
    let now = 0;
    const starts: number[] = [];
    const sleeping: { until: number; wake: () => void }[] = [];
    const wait = (forMs: number) =>
      new Promise<void>((wake) => void sleeping.push({ until: now + forMs, wake }));
    const pace = new Pace({ concurrencyMax: 100, ratePerSecondMax: 5 }, { monotonicMs: () => now, wait });

    const all = Promise.all(Array.from({ length: 40 }, () => pace.enter().then(() => void starts.push(now))));
    await new Promise((resolve) => setImmediate(resolve));
    for (const { until, wake } of sleeping) {
      now = until;
      wake();
      await new Promise((resolve) => setImmediate(resolve));
    }
    await all;

    const inSecondFrom = starts.map((from) => starts.filter((at) => at >= from && at < from + 1_000).length);
    expect(Math.max(...inSecondFrom)).toBe(5);
    expect(starts.at(-1)).toBe(39 * 200);
  });

  it('lets no more in at once than the institution bears, and the first in the queue first', async () => {
    const pace = new Pace({ concurrencyMax: 2, ratePerSecondMax: 10_000 });
    const entered: string[] = [];
    const enter = (name: string) => pace.enter().then(() => entered.push(name));
    await Promise.all([enter('first'), enter('second')]);
    const third = enter('third');
    const fourth = enter('fourth');

    expect(entered).toEqual(['first', 'second']);
    pace.leave();
    await third;
    expect(entered).toEqual(['first', 'second', 'third']);
    pace.leave();
    await fourth;
    expect(entered).toEqual(['first', 'second', 'third', 'fourth']);
  });
});

const hours = { opensAt: '08:00', closesAt: '16:30', weekdays: [1, 2, 3, 4, 5] };

describe('the service hours of an institution', () => {
  it.each([
    ['a Monday at 07:59', '2026-11-23T00:59:00Z', false],
    ['a Monday at 08:00', '2026-11-23T01:00:00Z', true],
    ['a Monday at 16:29', '2026-11-23T09:29:59Z', true],
    ['a Monday at 16:30', '2026-11-23T09:30:00Z', false],
    ['a Sunday at noon', '2026-11-22T05:00:00Z', false],
    ['a Monday morning that is still Sunday in UTC', '2026-11-22T18:00:00Z', false],
  ])('on %s', (_when, instant, isWorking) => {
    expect(isOpen(hours, new Date(instant))).toBe(isWorking);
  });

  it('are around the clock when none are declared', () => {
    expect(isOpen(undefined, new Date('2026-11-22T18:00:00Z'))).toBe(true);
  });
});
