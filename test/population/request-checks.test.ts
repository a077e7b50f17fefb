import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { lapseCitizenLeases, reportCitizenChecks } from '../../src/population/index.js';
import { countStatements } from '../setup/count-statements.js';
import { COMMUNE, OTHER_COMMUNE, PROVINCE, seedPeople } from '../setup/payable-people.js';
import { createTestDatabase, type TestDatabase } from '../setup/test-database.js';
import {
  bidv,
  column,
  communeOfficer,
  monitor,
  officer,
  openWorld,
  register,
  seedReceiver,
  verifier,
  type World,
} from './population-world.js';

let database: TestDatabase;
let world: World;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  world = await openWorld(database);
});

describe('a request to check citizens', () => {
  it('asks about everyone of the area, and about whoever may receive for them today', async () => {
    const [first = '', second = ''] = await world.unchecked({ count: 2 });
    await seedReceiver(database, first);
    await seedReceiver(database, second, { validTo: '2025-12-31' });

    expect(await world.request({ area: PROVINCE })).toEqual({ queued: 3, skipped: 0 });
    expect(await column(database, 'SELECT count(*)::int AS value FROM work.task')).toEqual([3]);
    expect(world.woken).toEqual([{ kind: 'CITIZEN_CHECK', institutionCode: 'CSDLDC' }]);
  });

  it('asks nobody twice while an answer is awaited', async () => {
    await world.unchecked({ count: 2 });
    await world.request({ area: PROVINCE });

    expect(await world.request({ area: PROVINCE })).toEqual({ queued: 0, skipped: 2 });
  });

  it('asks once when two officers ask at the same moment', async () => {
    await world.unchecked({ count: 20 });

    const answers = await Promise.all([1, 2, 3, 4].map(() => world.request({ area: PROVINCE })));

    expect(answers.reduce((sum, answer) => sum + answer.queued, 0)).toBe(20);
    expect(await column(database, 'SELECT count(*)::int AS value FROM work.task')).toEqual([20]);
  });

  it('leaves out whoever was answered within the freshness limit, unless all are wanted', async () => {
    await seedPeople(database.pool, { verdict: 'MATCH', checkedDaysAgo: 29 });
    await seedPeople(database.pool, { from: 2, verdict: 'MATCH', checkedDaysAgo: 31 });

    expect(await world.request({ area: PROVINCE })).toEqual({ queued: 1, skipped: 1 });
    expect(await world.request({ area: PROVINCE, onlyStale: false })).toEqual({ queued: 1, skipped: 1 });
  });

  it('asks again about whoever the register could not answer for', async () => {
    await world.unchecked();
    await world.request({ area: PROVINCE });
    await world.answer(await world.claim(), 'UNAVAILABLE');

    expect(await world.request({ area: PROVINCE })).toEqual({ queued: 1, skipped: 0 });
  });

  it('reaches no further than the officer’s area, and skips people of others', async () => {
    const [here = ''] = await world.unchecked();
    const [there = ''] = await world.unchecked({ from: 2, commune: OTHER_COMMUNE });

    expect(await world.request({ beneficiaryIds: [here, there] }, communeOfficer)).toEqual({
      queued: 1,
      skipped: 1,
    });
    await expect(world.request({ area: PROVINCE }, communeOfficer)).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
    });
    await expect(world.request({ area: '99999' })).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it('takes only those of the people named who live in the area named', async () => {
    const [here = ''] = await world.unchecked();
    const [there = ''] = await world.unchecked({ from: 2, commune: OTHER_COMMUNE });

    expect(await world.request({ beneficiaryIds: [here, there], area: COMMUNE })).toEqual({
      queued: 1,
      skipped: 1,
    });
  });

  it('needs people or an area, and an officer', async () => {
    await expect(world.request({})).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    await expect(world.request({ area: PROVINCE }, monitor)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('skips whoever has no personal id to ask with', async () => {
    await world.unchecked();
    await database.pool.query('UPDATE social_protection.person SET personal_id = NULL');

    expect(await world.request({ area: PROVINCE })).toEqual({ queued: 0, skipped: 1 });
  });

  it('asks for the full record only where the purpose is verification, and carries purpose and officer', async () => {
    await world.unchecked();
    await world.request({ area: PROVINCE });
    await world.unchecked({ from: 2 });
    await world.request({ area: PROVINCE }, verifier);
    await world.unchecked({ from: 3, commune: COMMUNE });
    await world.request({ area: COMMUNE }, communeOfficer);

    const asked = (await world.claim()).map(({ question: q }) => [
      q.scope,
      q.requested_by,
      q.purpose,
      q.residence_code,
    ]);

    expect(asked).toEqual([
      ['AUTHENTICATE', 'officer', 'PAYMENT_PREPARATION', COMMUNE],
      ['FULL_RECORD', 'officer', 'VERIFICATION', COMMUNE],
      ['AUTHENTICATE', 'commune', 'PAYMENT_PREPARATION', COMMUNE],
    ]);
  });

  it('is one statement for a whole province', async () => {
    await world.unchecked({ count: 1 });
    const one = await countStatements(() => world.request({ area: PROVINCE }));
    await world.unchecked({ from: 2, count: 300 });
    const many = await countStatements(() => world.request({ area: PROVINCE }));

    expect(many).toEqual(one);
  });
});

describe('the register’s adapter', () => {
  it('alone claims and reports', async () => {
    await expect(world.claim(bidv)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(world.claim(officer)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(reportCitizenChecks(world.deps, bidv, [])).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('is noted as seen when it claims', async () => {
    await world.claim();

    expect(world.seen).toEqual(['CSDLDC']);
  });

  it('in two processes claims every question once', async () => {
    await world.unchecked({ count: 60 });
    await world.request({ area: PROVINCE });

    const claimed = (
      await Promise.all(['a', 'b', 'a', 'b'].map((worker) => world.claim(register, { worker, limit: 20 })))
    ).flat();

    expect(new Set(claimed.map(({ task }) => task.id)).size).toBe(claimed.length);
    expect(claimed.length + (await world.claim()).length).toBe(60);
  });

  it('is handed a question again when its lease ended, or when its worker starts anew', async () => {
    await world.unchecked();
    await world.request({ area: PROVINCE });
    await world.claim();
    expect(await world.claim()).toEqual([]);

    expect(await world.claim(register, { newSession: true })).toHaveLength(1);
    await database.pool.query(`UPDATE work.task SET leased_until = now() - interval '1 second'`);
    expect(await lapseCitizenLeases(world.deps)).toBe(1);
    expect(await world.claim()).toHaveLength(1);
  });
});
