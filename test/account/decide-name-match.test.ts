import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { decideNameMatch, type DecideNameMatchInput } from '../../src/account/index.js';
import { PROVINCE, seedPeople } from '../setup/payable-people.js';
import { createTestDatabase, type TestDatabase } from '../setup/test-database.js';
import { column, monitor, officer, openWorld, strangeOfficer, type World } from './account-world.js';

const MASKED = 'N*** V** T**';
let database: TestDatabase;
let world: World;
let accountId: string;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  world = await openWorld(database);
  await seedPeople(database.pool, { accountStatus: 'UNCHECKED' });
  [accountId = ''] = await column<string>(database, 'SELECT id AS value FROM account.account');
  await check(MASKED);
});

describe('an officer’s decision on a name', () => {
  it.each([
    [true, 'VERIFIED'],
    [false, 'REJECTED'],
  ])('with accept = %s makes the account %s, with its event', async (accept, status) => {
    expect(await statusNow()).toBe('NEEDS_REVIEW');

    const result = await decide({ accept });

    expect(result).toMatchObject({ kind: 'DECIDED', account: { status } });
    expect(
      await column(
        database,
        `SELECT status_from || '>' || status_to AS value FROM event.inbox WHERE reason = 'NAME_DECIDED'`,
      ),
    ).toEqual([`NEEDS_REVIEW>${status}`]);
  });

  it('holds at later checks while both names stay as they were', async () => {
    await decide({});

    await check(MASKED);

    expect(await statusNow()).toBe('VERIFIED');
  });

  it('ends when the institution returns another name', async () => {
    await decide({});

    await check('NGUYEN VAN T**');

    expect(await statusNow()).toBe('NEEDS_REVIEW');
  });

  it('ends when the person’s name changes', async () => {
    await decide({});
    await database.pool.query(`UPDATE social_protection.person SET full_name = 'Nguyễn Văn Thụ'`);

    await check(MASKED);

    expect(await statusNow()).toBe('NEEDS_REVIEW');
  });

  it('may be taken back: what was accepted is refused at once', async () => {
    await decide({});

    expect(await decide({ accept: false })).toMatchObject({
      kind: 'DECIDED',
      account: { status: 'REJECTED' },
    });
  });

  it('may be taken back: what was refused is asked about again before it is paid into', async () => {
    await decide({ accept: false });

    expect(await decide({})).toMatchObject({ kind: 'DECIDED', account: { status: 'CHECKING' } });
    await world.answer(await world.claim(), { returnedName: MASKED, personalIdMatches: false });
    expect(await statusNow()).toBe('REJECTED');
  });

  it('is not taken where the names agree or another’s name was returned', async () => {
    await check('NGUYEN VAN THU');
    expect(await decide({ accept: false })).toMatchObject({ kind: 'INVALID', field: 'accountId' });

    await check('TRAN VAN BINH');
    expect(await decide({})).toMatchObject({ kind: 'INVALID', field: 'accountId' });
  });

  it('needs a reason, an officer, and an account of the area', async () => {
    expect(await decide({ reason: '  ' })).toMatchObject({ kind: 'INVALID', field: 'reason' });
    expect(await decide({}, strangeOfficer)).toEqual({ kind: 'NOT_FOUND' });
    await expect(decide({}, monitor)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

const decide = (input: Partial<DecideNameMatchInput>, caller = officer) =>
  decideNameMatch(world.deps, caller, { accountId, accept: true, reason: 'đã xem giấy tờ', ...input });

async function check(returnedName: string): Promise<void> {
  await world.request({ area: PROVINCE, onlyStale: false });
  await world.answer(await world.claim(), { returnedName });
}

const statusNow = async () =>
  (await column<string>(database, 'SELECT status AS value FROM account.account'))[0];
