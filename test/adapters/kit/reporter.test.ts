/** Reports are facts: each reaches the hub, whatever the hub or the network does. */
import { describe, expect, it } from '@jest/globals';
import { HubFailure, silentLog } from '../../../adapters/kit/index.js';
import { Reporter, type Receipt } from '../../../adapters/kit/worker/reporter.js';
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
