/** Reports are facts: each reaches the hub, whatever the hub or the network does. */
import { describe, expect, it } from '@jest/globals';
import { HubFailure, silentLog, type Log } from '../../../adapters/kit/index.js';
import { Reporter, type Receipt, type ReporterOptions } from '../../../adapters/kit/worker/reporter.js';
import { withReportId } from '../../../adapters/kit/worker/report-id.js';

interface Report {
  readonly reportId: string;
}

/** A hub whose behaviour at each call is scripted; after the script it acknowledges everything. */
function reporterWith(script: ((reports: readonly Report[]) => readonly Receipt[])[]) {
  const calls: string[][] = [];
  const reporter = new Reporter<Report>((reports) => {
    calls.push(reports.map(({ reportId }) => reportId));
    const step = script.shift();
    return new Promise((resolve) => resolve((step ?? acknowledge)(reports)));
  }, silentLog);
  return { reporter, calls };
}

function acknowledge(reports: readonly Report[]): readonly Receipt[] {
  return reports.map(({ reportId }) => ({ reportId, outcome: 'APPLIED' }));
}

function fail(code: string): () => never {
  return () => {
    throw new HubFailure(code, 'no');
  };
}

const reports = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ reportId: `rep_${index}` }));

describe('the reporter', () => {
  it('brings a thousand reports at a time', async () => {
    const { reporter, calls } = reporterWith([]);

    await Promise.all(reports(2_300).map((report) => reporter.report(report)));

    expect(calls.map((call) => call.length)).toEqual([1_000, 1_000, 300]);
  });

  it('says the same report once, however often it is told', async () => {
    const { reporter, calls } = reporterWith([]);

    await Promise.all([reporter.report({ reportId: 'rep_1' }), reporter.report({ reportId: 'rep_1' })]);

    expect(calls).toEqual([['rep_1']]);
  });

  it.each(['UNREACHABLE', 'UNAUTHENTICATED', 'RATE_LIMITED', 'INTERNAL'])(
    'repeats the same reports after %s until they are acknowledged',
    async (code) => {
      const { reporter, calls } = reporterWith([fail(code)]);

      const outcome = await reporter.report({ reportId: 'rep_1' });

      expect(outcome).toBe('APPLIED');
      expect(calls).toEqual([['rep_1'], ['rep_1']]);
    },
  );

  it('repeats a report that got no receipt', async () => {
    const { reporter, calls } = reporterWith([(all) => acknowledge(all.slice(0, 1))]);

    await Promise.all(reports(2).map((report) => reporter.report(report)));

    expect(calls).toEqual([['rep_0', 'rep_1'], ['rep_1']]);
  });

  it('lets one bad report stand alone, so that the others arrive', async () => {
    const refuseThird = (all: readonly Report[]) =>
      all.some(({ reportId }) => reportId === 'rep_2') ? fail('BAD_USER_INPUT')() : acknowledge(all);
    const { reporter } = reporterWith(Array.from({ length: 20 }, () => refuseThird));

    const outcomes = await Promise.all(reports(6).map((report) => reporter.report(report)));

    expect(outcomes).toEqual(['APPLIED', 'APPLIED', 'REFUSED', 'APPLIED', 'APPLIED', 'APPLIED']);
  });

  it('tells how many reports were never acknowledged when it must stop', async () => {
    const { reporter } = reporterWith(Array.from({ length: 50 }, () => fail('UNREACHABLE')));
    void reporter.report({ reportId: 'rep_1' });

    expect(await reporter.drain(20)).toBe(1);
  });
});

/** A hub that fails over some reports as long as they are in a call, and takes every other call. */
function reporterAt(
  hub: { readonly poison: ReadonlySet<string>; isAway?: boolean },
  options: ReporterOptions = {},
) {
  const calls: string[][] = [];
  const taken: string[] = [];
  const lines: string[] = [];
  const note = (fields: object, message: string) => lines.push(`${message} ${JSON.stringify(fields)}`);
  const log = { ...silentLog, error: note } as Log;
  const reporter = new Reporter<Report>(
    (reports) => {
      const ids = reports.map(({ reportId }) => reportId);
      calls.push(ids);
      if (hub.isAway === true || ids.some((id) => hub.poison.has(id))) return Promise.reject(failure());
      taken.push(...ids);
      return Promise.resolve(acknowledge(reports));
    },
    log,
    { failuresMax: 2, lookMs: 5, pauseMsMax: 5, ...options },
  );
  return { reporter, calls, taken, lines };
}

const failure = () => new HubFailure('SOURCE_UNAVAILABLE', 'the source is unavailable');

describe('a report over which the hub fails while it takes others', () => {
  it.each([1, 3, 40])(
    'is kept apart, told of once, and the others arrive: %d of a hundred',
    async (count) => {
      const ids = reports(100).map(({ reportId }) => reportId);
      const poison = new Set(ids.filter((_, at) => at % Math.floor(100 / count) === 0).slice(0, count));
      const { reporter, taken, lines } = reporterAt({ poison });

      const outcomes = await Promise.all(reports(100).map((report) => reporter.report(report)));

      expect(new Set(taken)).toEqual(new Set(ids.filter((id) => !poison.has(id))));
      expect(ids.filter((_, at) => outcomes[at] === 'KEPT_APART')).toEqual([...poison]);
      expect(lines.filter((line) => line.includes('kept apart'))).toHaveLength(count);
      expect(await reporter.drain(10)).toBe(count);
    },
  );

  it('does not hold up what comes later, and is not sent with it', async () => {
    const { reporter, calls } = reporterAt({ poison: new Set(['bad']) });
    await Promise.all([reporter.report({ reportId: 'bad' }), reporter.report({ reportId: 'good' })]);
    calls.length = 0;

    const again = await reporter.report({ reportId: 'bad' });
    const later = await reporter.report({ reportId: 'later' });

    expect([again, later]).toEqual(['KEPT_APART', 'APPLIED']);
    expect(calls).toEqual([['later']]);
  });

  it('is brought as soon as the hub can take it', async () => {
    const poison = new Set(['bad']);
    const { reporter, taken } = reporterAt({ poison }, { againAfterMs: 1 });
    await Promise.all([reporter.report({ reportId: 'bad' }), reporter.report({ reportId: 'good' })]);

    poison.clear();
    while (!taken.includes('bad')) await new Promise(setImmediate);

    expect(await reporter.drain(10)).toBe(0);
  });

  it('is believed to be at fault when it is alone too, once the hub takes a call without any', async () => {
    const { reporter, calls } = reporterAt({ poison: new Set(['bad']) }, { failuresMax: 1 });

    expect(await reporter.report({ reportId: 'bad' })).toBe('KEPT_APART');
    expect(calls.filter(([id]) => id === 'bad')).toHaveLength(6);
    expect(calls.at(-1)).toEqual([]);
  });
});

describe('reports to a hub that takes nothing', () => {
  it('all wait for it, none is kept apart, and few calls look for one that is at fault', async () => {
    const hub = { poison: new Set<string>(), isAway: true };
    const { reporter, calls, lines } = reporterAt(hub, { failuresMax: 1 });
    const done = Promise.all(reports(64).map((report) => reporter.report(report)));

    while (calls.length < 30) await new Promise((again) => setTimeout(again, 5));
    hub.isAway = false;
    const outcomes = await done;

    expect(new Set(outcomes)).toEqual(new Set(['APPLIED']));
    expect(lines).toEqual([]);
    // Down to one, and a few more: not all sixty-four one by one.
    expect(calls.slice(0, 30).filter(({ length }) => length === 64).length).toBeGreaterThanOrEqual(2);
  });
});

describe('a report’s id', () => {
  it('is the same for the same words, whatever their order', () => {
    const one = withReportId({ reference: 'ASH1', status: 'SETTLED', amount: 5, reason: undefined }, 'ASH1');
    const other = withReportId({ amount: 5, status: 'SETTLED', reference: 'ASH1' }, 'ASH1');

    expect(other.reportId).toBe(one.reportId);
  });

  it('is another when anything differs', () => {
    const one = withReportId({ reference: 'ASH1', status: 'SETTLED', amount: 5 }, 'ASH1');
    const other = withReportId({ reference: 'ASH1', status: 'SETTLED', amount: 6 }, 'ASH1');

    expect(other.reportId).not.toBe(one.reportId);
  });

  it('stands in the hub’s index where those stand that are about the same time', () => {
    const about = Array.from({ length: 20 }, (_, at) => `019A9B2C5D${10 + at}7F00A1`);

    const ids = about.map((reference) => withReportId({ reference }, reference).reportId);

    expect(ids.toSorted()).toEqual(ids);
  });
});
