/** The adapter against the simulated register over real sockets. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { AdapterError, silentLog, type CitizenCheckTask } from '../../../adapters/kit/index.js';
import type { Faults } from '../../../adapters/kit/simulator/index.js';
import { adapter, demoConfig } from '../../../adapters/population/index.js';
import { createSimulator } from '../../../adapters/population/simulator.js';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const dao = {
  personalId: '001145000011',
  oldIdNumber: '012345678',
  fullName: 'Nguyễn Thị Ánh Đào',
  dateOfBirth: '1945-03-02',
  gender: 'FEMALE',
  residenceCode: '00070',
} as const;
const citizens = [
  dao,
  {
    personalId: '066150000022',
    fullName: "H'Bia Niê & Kđăm",
    yearOfBirth: 1950,
    gender: 'FEMALE',
    residenceCode: '24118',
  },
  {
    personalId: '001040000033',
    fullName: 'Trần Văn Bình',
    dateOfBirth: '1940-02-03',
    gender: 'MALE',
    residenceCode: '00070',
    isDeceased: true,
  },
] as const;

async function start(faults: Partial<Faults> = {}, change: object = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), 'population-'));
  const simulator = await createSimulator({ dataDir, faults });
  closing.push(() => simulator.stop());
  simulator.citizens.put(citizens);
  const config = adapter.parseConfig({ ...demoConfig(dataDir, simulator.url), ...change });
  const session = await adapter.start(config, {
    clock: () => new Date(),
    log: silentLog,
    randomId: randomUUID,
    notify: () => Promise.reject(new Error('a register never calls')),
  });
  closing.push(() => session.stop());
  const questions = () =>
    readFileSync(join(dataDir, 'questions.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { requestId: string; integrationCode: string; officer: string });
  if (!session.citizenChecks) throw new Error('the adapter checks citizens');
  return { simulator, questions, checker: session.citizenChecks };
}

function task(change: Partial<CitizenCheckTask> = {}): CitizenCheckTask {
  return {
    id: 'tsk_1',
    scope: 'AUTHENTICATE',
    ...dao,
    requestedBy: 'canbo.xa.demo',
    purpose: 'VERIFICATION',
    ...change,
  };
}

const kindOf = (work: Promise<unknown>) =>
  work.then(
    () => 'answered',
    (error: unknown) => (error instanceof AdapterError ? `${error.kind} ${error.code}` : 'another error'),
  );

describe('the population adapter authenticates by operation 003', () => {
  const highlander = {
    personalId: '066150000022',
    fullName: "H'Bia Niê & Kđăm",
    dateOfBirth: undefined,
    yearOfBirth: 1950,
  };
  // prettier-ignore
  it.each([
    ['a record that agrees',               {},                                            'MATCH'],
    ['a name in small letters',            { fullName: 'nguyễn thị ánh đào' },            'MATCH'],
    ['a year alone',                       { dateOfBirth: undefined, yearOfBirth: 1945 }, 'MATCH'],
    ['a name with & and an apostrophe',    highlander,                                    'MATCH'],
    ['another name',                       { fullName: 'Phạm Thị Lan' },                  'MISMATCH'],
    ['another day',                        { dateOfBirth: '1945-03-03' },                 'MISMATCH'],
    ['a number that nobody has',           { personalId: '001145999999' },                'MISMATCH'],
    ['somebody who has died',              { ...citizens[2] },                            'DECEASED'],
    ['no birth date and no year',          { dateOfBirth: undefined },                    'UNAVAILABLE'],
  ] as const)('%s: %o is %s', async (_, change, verdict) => {
    const { checker } = await start();

    expect(await checker.check(task(change))).toEqual({ verdict, mismatches: undefined, checkedAt: expect.any(Date) });
  });

  it('under the officer’s id, each request under an id of its own, and asks no more than it must', async () => {
    const { checker, questions } = await start();

    await checker.check(task());
    await checker.check(task({ fullName: 'Phạm Thị Lan' }));

    expect(questions().map(({ integrationCode, officer }) => [integrationCode, officer])).toEqual([
      ['003', 'canbo.xa.demo'],
      ['039', 'canbo.xa.demo'],
      ['003', 'canbo.xa.demo'],
    ]);
    expect(new Set(questions().map(({ requestId }) => requestId)).size).toBe(3);
  });

  it('and reports nobody as dead where the agreement has no death check', async () => {
    const { checker, questions } = await start({}, { lifeStatus: undefined });

    expect(await checker.check(task({ ...citizens[2] }))).toMatchObject({ verdict: 'MATCH' });
    expect(questions()).toHaveLength(1);
  });
});

describe('the population adapter compares the full record of operation 037', () => {
  // prettier-ignore
  it.each([
    ['everything agrees',           {},                                                   'MATCH',     undefined],
    ['what is left out counts not', { residenceCode: undefined, gender: undefined },      'MATCH',     undefined],
    ['the day differs',             { dateOfBirth: '1945-03-03' },                        'MISMATCH',  ['DATE_OF_BIRTH']],
    ['the year differs',            { dateOfBirth: '1954-03-02' },                        'MISMATCH',  ['DATE_OF_BIRTH']],
    ['the gender differs',          { gender: 'MALE' },                                   'MISMATCH',  ['GENDER']],
    ['commune and CMND differ',     { residenceCode: '00073', oldIdNumber: '999999999' }, 'MISMATCH',  ['RESIDENCE', 'OLD_ID_NUMBER']],
    ['the name differs',            { fullName: 'Phạm Thị Lan' },                         'NOT_FOUND', undefined],
    ['nobody has the number',       { personalId: '001145999999' },                       'NOT_FOUND', undefined],
    ['the person has died',         { ...citizens[2], gender: 'FEMALE' },                 'DECEASED',  undefined],
  ] as const)('%s: %o is %s %o', async (_, change, verdict, mismatches) => {
    const { checker } = await start();

    const answer = await checker.check(task({ scope: 'FULL_RECORD', ...change }));

    expect(answer).toEqual({ verdict, mismatches, checkedAt: expect.any(Date) });
  });
});

describe('a register that does not answer is no verdict', () => {
  // prettier-ignore
  it.each([
    [{ rateLimited: 1 },       {},                          'REFUSED RATE_LIMITED'],
    [{ serverError: 1 },       {},                          'NO_ANSWER SOAP_SERVER_FAULT'],
    [{ dropBeforeBooking: 1 }, {},                          'NO_ANSWER UND_ERR_SOCKET'],
    [{},                       { secretKey: 'another-key' }, 'REFUSED NOT_AUTHORISED'],
    [{},                       { url: 'http://127.0.0.1:9/' }, 'NOT_SENT ECONNREFUSED'],
    [{},                       { lifeStatus: { operation: 'KhongCo', integrationCode: '099' } }, 'REFUSED SOAP_CLIENT_FAULT'],
  ] as const)('when it does %o, with %o: %s', async (faults, change, expected) => {
    const { checker } = await start(faults, change);

    expect(await kindOf(checker.check(task()))).toBe(expected);
  });

  it('and a life status that nobody knows leaves the check unavailable', async () => {
    const { checker } = await start({ unknownStatusWord: 1 });

    expect(await checker.check(task())).toMatchObject({ verdict: 'UNAVAILABLE' });
  });
});

describe('the configuration of the population adapter', () => {
  it('names every field that is wrong and no value of it', () => {
    const wrong = () => adapter.parseConfig({ url: 'not a url', user: 'u', secretKey: 'short' });

    expect(wrong).toThrow(AdapterError);
    expect(wrong).toThrow(/url.*secretKey.*serviceCode/s);
    expect(wrong).not.toThrow(/short|not a url/);
  });
});
