import { describe, expect, it } from '@jest/globals';
import { accessEntryOf, callerFromToken, createAccessLog, type AccessEntry } from '../../src/access/index.js';

const caller = callerFromToken({ sub: 'lan', roles: ['monitor'], purposes: ['MONITORING'] });

function entry(operation: string): AccessEntry {
  return accessEntryOf(caller, {
    at: new Date(0),
    operation,
    rootFields: ['viewer'],
    traceId: 'trace',
    outcome: 'OK',
  });
}

describe('the access log', () => {
  it('says who asked, as what client, for what purpose', () => {
    expect(entry('Who')).toEqual({
      at: new Date(0),
      subject: 'lan',
      clientId: 'lan',
      purpose: 'MONITORING',
      operation: 'Who',
      rootFields: ['viewer'],
      traceId: 'trace',
      outcome: 'OK',
    });
  });

  it('writes everything that was recorded, in order, before it stops', async () => {
    const written: AccessEntry[] = [];
    const log = createAccessLog({
      write: (entries) => {
        written.push(...entries);
        return Promise.resolve();
      },
    });
    const names = Array.from({ length: 1_203 }, (_, index) => `Operation${index}`);

    names.forEach((name) => log.record(entry(name)));
    await log.stop();

    expect(written.map((one) => one.operation)).toEqual(names);
  });

  it('keeps what could not be written and writes it once the database is back', async () => {
    const written: AccessEntry[] = [];
    let isAway = true;
    const log = createAccessLog({
      flushDelayMs: 60_000,
      write: (entries) => {
        if (isAway) return Promise.reject(new Error('no connection'));
        written.push(...entries);
        return Promise.resolve();
      },
    });
    log.record(entry('WhileAway'));

    await expect(log.flush()).rejects.toThrow('no connection');
    isAway = false;
    await log.stop();

    expect(written.map((one) => one.operation)).toEqual(['WhileAway']);
  });

  it('refuses operations that it has no room for', async () => {
    let isAway = true;
    const log = createAccessLog({
      flushDelayMs: 60_000,
      write: () => (isAway ? Promise.reject(new Error('no connection')) : Promise.resolve()),
    });

    for (let index = 0; index < 50_000; index += 1) log.record(entry('Many'));

    expect(() => log.assertRoom()).toThrow(expect.objectContaining({ code: 'SOURCE_UNAVAILABLE' }));
    isAway = false;
    await log.stop();
    expect(() => log.assertRoom()).not.toThrow();
  });

  describe('of an operation that begins', () => {
    const begun = {
      at: new Date(0),
      subject: 'lan',
      clientId: 'lan',
      operation: 'Slow',
      rootFields: [],
      traceId: 't',
    };

    function openLog() {
      const written: AccessEntry[] = [];
      const log = createAccessLog({
        flushDelayMs: 60_000,
        write: (entries) => Promise.resolve(void written.push(...entries)),
      });
      return { log, outcomes: () => written.map(({ traceId, outcome }) => `${traceId} ${outcome}`) };
    }

    it('says how it ended, where it has ended', async () => {
      const { log, outcomes } = openLog();

      log.begin(begun)('FORBIDDEN');
      await log.flush();

      expect(outcomes()).toEqual(['t FORBIDDEN']);
    });

    it('shows what has not ended, and what never ends', async () => {
      const { log, outcomes } = openLog();

      log.begin(begun);
      await log.flush();

      expect(outcomes()).toEqual(['t UNDER_WAY']);
    });

    it('says in a second entry how it ended after the first was written', async () => {
      const { log, outcomes } = openLog();
      const end = log.begin(begun);
      await log.flush();

      end('OK');
      await log.flush();

      expect(outcomes()).toEqual(['t UNDER_WAY', 't OK']);
    });
  });
});
