import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { lapseAccountLeases } from '../../src/account/index.js';
import { countStatements } from '../setup/count-statements.js';
import { COMMUNE, OTHER_COMMUNE, PROVINCE, seedPeople } from '../setup/payable-people.js';
import { createTestDatabase, type TestDatabase } from '../setup/test-database.js';
import {
  bidv,
  column,
  communeOfficer,
  monitor,
  napas,
  officer,
  openWorld,
  seedReceiver,
  viettel,
  type World,
} from './account-world.js';

let database: TestDatabase;
let world: World;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  world = await openWorld(database);
});

describe('a request to check accounts', () => {
  it('asks about people’s own accounts and their receivers’, and wakes each institution once', async () => {
    const [beneficiaryId = ''] = await unchecked({ count: 2 });
    await seedReceiver(database, beneficiaryId);
    await world.register({
      beneficiaryId,
      institution: 'VIETTEL_MONEY',
      number: '0971234567',
      forAuthorisedReceiver: true,
    });
    await world.answer(await world.claim(viettel), { accountState: 'UNAVAILABLE' }, viettel);
    world.woken.length = 0;

    expect(await world.request({ area: PROVINCE })).toEqual({ queued: 3, skipped: 0 });
    expect(world.woken.map((item) => item.institutionCode).sort()).toEqual(['BIDV', 'VIETTEL_MONEY']);
  });

  it('asks about no account twice while an answer is awaited', async () => {
    await unchecked({ count: 20 });

    const asked = await Promise.all([1, 2, 3, 4].map(() => world.request({ area: PROVINCE })));

    expect(asked.reduce((sum, { queued }) => sum + queued, 0)).toBe(20);
    expect(await world.request({ area: PROVINCE, onlyStale: false })).toEqual({ queued: 0, skipped: 20 });
  });

  it('makes an account CHECKING with its event, unless it is verified or with an officer', async () => {
    await unchecked();
    await seedPeople(database.pool, { from: 2, checkedDaysAgo: 31 });
    await seedPeople(database.pool, { from: 3, accountStatus: 'NEEDS_REVIEW', checkedDaysAgo: 31 });
    await seedPeople(database.pool, { from: 4, accountStatus: 'CLOSED', checkedDaysAgo: 31 });

    expect(await world.request({ area: PROVINCE })).toEqual({ queued: 4, skipped: 0 });
    expect(await column(database, 'SELECT status AS value FROM account.account ORDER BY number')).toEqual([
      'CHECKING',
      'VERIFIED',
      'NEEDS_REVIEW',
      'CHECKING',
    ]);
    expect(
      await column(database, `SELECT status_from || '>' || status_to AS value FROM event.inbox ORDER BY 1`),
    ).toEqual(['CLOSED>CHECKING', 'UNCHECKED>CHECKING']);
  });

  it('leaves out what was answered within the freshness limit, unless all are wanted', async () => {
    await seedPeople(database.pool, { checkedDaysAgo: 29 });
    await seedPeople(database.pool, { from: 2, checkedDaysAgo: 31 });

    expect(await world.request({ area: PROVINCE })).toEqual({ queued: 1, skipped: 1 });
    expect(await world.request({ area: PROVINCE, onlyStale: false })).toEqual({ queued: 1, skipped: 1 });
  });

  it('reaches no further than the officer’s area', async () => {
    const [here = ''] = await unchecked();
    const [there = ''] = await unchecked({ from: 2, commune: OTHER_COMMUNE });

    expect(await world.request({ beneficiaryIds: [here, there] }, communeOfficer)).toEqual({
      queued: 1,
      skipped: 0,
    });
    await expect(world.request({ area: PROVINCE }, communeOfficer)).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
    });
    expect(await world.request({ beneficiaryIds: [here, there], area: COMMUNE })).toMatchObject({
      queued: 0,
    });
    await expect(world.request({}, officer)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    await expect(world.request({ area: PROVINCE }, monitor)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('is one statement for a whole province', async () => {
    await unchecked();
    const one = await countStatements(() => world.request({ area: PROVINCE }));
    await unchecked({ from: 2, count: 300 });
    const many = await countStatements(() => world.request({ area: PROVINCE }));

    expect(many).toEqual(one);
  });
});

describe('an institution’s adapter', () => {
  it('is handed its own institution’s accounts only; NAPAS those of every bank behind it', async () => {
    await unchecked();
    await unchecked({ from: 2, institution: 'NAPAS:970436' });
    await world.request({ area: PROVINCE });

    expect(await world.claim(viettel)).toEqual([]);
    expect(await numbers(napas)).toEqual(['970400000002 970436 Nguyễn Văn Thử 035050000002']);
    expect(await numbers(bidv)).toEqual(['970400000001 970418 Nguyễn Văn Thử 035050000001']);
    expect(world.seen).toEqual(['VIETTEL_MONEY', 'NAPAS', 'BIDV']);
  });

  it('in two processes claims every account once', async () => {
    await unchecked({ count: 60 });
    await world.request({ area: PROVINCE });

    const claimed = (
      await Promise.all(['a', 'b', 'a', 'b'].map((worker) => world.claim(bidv, { worker, limit: 20 })))
    ).flat();

    expect(new Set(claimed.map(({ task }) => task.id)).size).toBe(claimed.length);
    expect(claimed.length + (await world.claim()).length).toBe(60);
  });

  it('is handed an account again when its lease ended, or when its worker starts anew', async () => {
    await unchecked();
    await world.request({ area: PROVINCE });
    await world.claim();
    expect(await world.claim()).toEqual([]);

    expect(await world.claim(bidv, { newSession: true })).toHaveLength(1);
    await database.pool.query(`UPDATE work.task SET leased_until = now() - interval '1 second'`);
    expect(await lapseAccountLeases(world.deps)).toBe(1);
    expect(await world.claim()).toHaveLength(1);
  });

  it('is no officer', async () => {
    await expect(world.claim(officer)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(world.report([], officer)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

async function numbers(caller: typeof bidv): Promise<string[]> {
  return (await world.claim(caller)).map(({ question: q }) =>
    [q.number, q.bin, q.holder_name, q.personal_id].join(' '),
  );
}

/** People whose one account was never asked about. */
async function unchecked(options: Parameters<typeof seedPeople>[1] = {}): Promise<readonly string[]> {
  const ids = await seedPeople(database.pool, { ...options, accountStatus: 'UNCHECKED' });
  await database.pool.query(`UPDATE account.account SET checked_at = NULL WHERE status = 'UNCHECKED'`);
  return ids;
}
