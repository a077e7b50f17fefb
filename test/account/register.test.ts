import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { takeUpListedAccounts } from '../../src/account/index.js';
import { countStatements } from '../setup/count-statements.js';
import { COMMUNE, seedPeople } from '../setup/payable-people.js';
import { createTestDatabase, type TestDatabase } from '../setup/test-database.js';
import {
  column,
  communeOfficer,
  maskedOfficer,
  monitor,
  openWorld,
  seedReceiver,
  strangeOfficer,
  type World,
} from './account-world.js';

let database: TestDatabase;
let world: World;
let beneficiaryId: string;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  world = await openWorld(database);
  [beneficiaryId = ''] = await seedPeople(database.pool, { accountStatus: null });
});

describe('an account that an officer registers', () => {
  it('is the beneficiary’s, preferred, and asked about at once', async () => {
    const result = await world.register({ beneficiaryId, number: '4831 0001 234567' });

    expect(result).toMatchObject({
      kind: 'REGISTERED',
      account: { number: '48310001234567', kind: 'BANK', status: 'CHECKING', is_preferred: true },
    });
    expect(await column(database, `SELECT institution_code || kind AS value FROM work.task`)).toEqual([
      'BIDVACCOUNT_CHECK',
    ]);
    expect(world.woken).toEqual([{ kind: 'ACCOUNT_CHECK', institutionCode: 'BIDV' }]);
  });

  it('writes its events in order, with the beneficiary and the area', async () => {
    await world.register({ beneficiaryId });

    expect(
      await column(
        database,
        `SELECT i.kind || ' ' || coalesce(status_from, '') || '>' || status_to || ' ' || u.code || ' '
           || (i.beneficiary_id = '${beneficiaryId}') || ' ' || i.institution_code AS value
         FROM event.inbox i JOIN social_protection.area u USING (area_id) ORDER BY seq`,
      ),
    ).toEqual([
      `account >UNCHECKED ${COMMUNE} true BIDV`,
      `verification UNCHECKED>CHECKING ${COMMUNE} true BIDV`,
    ]);
  });

  it('is the authorised receiver’s while the mandate is valid', async () => {
    const receiverId = await seedReceiver(database, beneficiaryId);

    const result = await world.register({ beneficiaryId, forAuthorisedReceiver: true });

    expect(result).toMatchObject({ kind: 'REGISTERED', account: { citizen_id: receiverId } });
    expect(await column(database, 'SELECT DISTINCT beneficiary_id AS value FROM event.inbox')).toEqual([
      beneficiaryId,
    ]);
  });

  it('is not found for a receiver whose mandate is over', async () => {
    await seedReceiver(database, beneficiaryId, { validTo: '2025-12-31' });

    expect(await world.register({ beneficiaryId, forAuthorisedReceiver: true })).toMatchObject({
      kind: 'NOT_FOUND',
      field: 'forAuthorisedReceiver',
    });
  });

  it('a second time is the same account, and changes nothing', async () => {
    await world.register({ beneficiaryId });

    const again = await world.register({ beneficiaryId, number: '48310001234567 ', holderName: 'AI KHAC' });

    expect(again).toMatchObject({ kind: 'ALREADY_REGISTERED', account: { holder_name: 'NGUYEN VAN THU' } });
    expect(await column(database, 'SELECT count(*)::int AS value FROM work.task')).toEqual([1]);
  });

  it('may be another holder’s too: that is for the duplicate guard to say', async () => {
    const [other = ''] = await seedPeople(database.pool, { from: 2, accountStatus: null });
    await world.register({ beneficiaryId });

    expect(await world.register({ beneficiaryId: other })).toMatchObject({ kind: 'REGISTERED' });
  });

  it('takes the preference from the one before, unless it is not to be preferred', async () => {
    await world.register({ beneficiaryId, number: '1000001', preferred: false });
    await world.register({ beneficiaryId, number: '1000002', preferred: false });
    expect(await preferred()).toEqual(['1000001']);

    await world.register({ beneficiaryId, number: '1000003' });
    expect(await preferred()).toEqual(['1000003']);
  });

  it('leaves one preferred account when several are registered at the same moment', async () => {
    const results = await Promise.all(
      [1, 2, 3, 4, 5, 6].map((n) => world.register({ beneficiaryId, number: `100000${String(n)}` })),
    );

    expect(results.map((result) => result.kind)).toEqual(Array(6).fill('REGISTERED'));
    expect(await preferred()).toHaveLength(1);
  });

  it.each([
    [{ institution: 'NOBANK' }, 'NOT_FOUND', 'institution'],
    [{ number: '12A' }, 'INVALID', 'number'],
    [{ institution: 'VIETTEL_MONEY', number: '0911234567' }, 'INVALID', 'number'],
    [{ holderName: ' ' }, 'INVALID', 'holderName'],
    [{ holderName: 'A'.repeat(141) }, 'INVALID', 'holderName'],
    [{ beneficiaryId: '00000000-0000-0000-0000-000000000000' }, 'NOT_FOUND', 'beneficiaryId'],
  ])('with %j is %s at %s', async (input, kind, field) => {
    expect(await world.register({ beneficiaryId, ...input })).toMatchObject({ kind, field });
  });

  it('is of the officer’s own area', async () => {
    expect(await world.register({ beneficiaryId }, strangeOfficer)).toMatchObject({
      kind: 'NOT_FOUND',
      field: 'beneficiaryId',
    });
    expect(await world.register({ beneficiaryId }, communeOfficer)).toMatchObject({ kind: 'REGISTERED' });
    await expect(world.register({ beneficiaryId }, monitor)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('is taken only from a request that is shown numbers: the answer says whether one is known', async () => {
    await expect(world.register({ beneficiaryId }, maskedOfficer)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });
});

describe('the accounts that a list names', () => {
  it('are registered in bulk, one of each holder preferred, and once', async () => {
    const receiverId = await seedReceiver(database, beneficiaryId);
    const listId = await list([
      ['BIDV', '111111', null],
      ['VIETTEL_MONEY', '0971234567', null],
      ['NAPAS:970499', '222222', null],
      ['BIDV', '333333', receiverId],
    ]);

    expect(await takeUpListedAccounts(world.deps, { listId })).toEqual({ registered: 4, known: 0 });
    expect(await takeUpListedAccounts(world.deps)).toEqual({ registered: 0, known: 4 });
    expect(await preferred()).toHaveLength(2);
    expect(
      await column(database, `SELECT count(*)::int AS value FROM event.inbox WHERE kind = 'account'`),
    ).toEqual([4]);
    expect(
      await column(
        database,
        `SELECT served_by AS value FROM account.institution WHERE code = 'NAPAS:970499'`,
      ),
    ).toEqual(['NAPAS']);
  });

  it('do not take the preference from an account that is preferred already', async () => {
    await world.register({ beneficiaryId, number: '1000001' });
    const listId = await list([['BIDV', '111111', null]]);

    await takeUpListedAccounts(world.deps, { listId });

    expect(await preferred()).toEqual(['1000001']);
  });

  it('of another list are left alone, and no institution without accounts takes one', async () => {
    await database.pool.query(
      `INSERT INTO account.institution (code, name, kind, served_by) VALUES ('VNPOST', 'Bưu điện', 'CASH_SERVICE', 'VNPOST')`,
    );
    await list([['BIDV', '111111', null]]);
    const listId = await list([['VNPOST', '222222', null]]);

    expect(await takeUpListedAccounts(world.deps, { listId })).toEqual({ registered: 0, known: 0 });
  });

  it('cost as many statements as one', async () => {
    const one = await countStatements(() => takeUpListedAccounts(world.deps));
    await list(Array.from({ length: 500 }, (_, n) => ['BIDV', String(1_000_000 + n), null] as const));
    const many = await countStatements(() => takeUpListedAccounts(world.deps));

    expect(many).toEqual(one);
    expect(await preferred()).toHaveLength(1);
  });
});

const preferred = () =>
  column<string>(database, 'SELECT number AS value FROM account.account WHERE is_preferred ORDER BY number');

async function list(
  accounts: readonly (readonly [institution: string, number: string, receiverId: string | null])[],
): Promise<string> {
  const { rows } = await database.pool.query<{ id: string }>(
    `INSERT INTO social_protection.imported_list (file_name, sha256, imported_by, rows, accepted, refused)
     VALUES ('danh-sach.csv', 'x', 'test', 1, 1, 0) RETURNING id`,
  );
  const listId = rows[0]?.id ?? '';
  await database.pool.query(
    `INSERT INTO social_protection.listed_account (beneficiary_id, citizen_id, institution_code, number, holder_name,
       is_for_receiver, list_id)
     SELECT b.id, coalesce(l.receiver, b.citizen_id), l.institution, l.number, 'NGUYEN VAN THU', l.receiver IS NOT NULL, $2
     FROM social_protection.beneficiary b, unnest($3::text[], $4::text[], $5::uuid[]) AS l(institution, number, receiver)
     WHERE b.id = $1`,
    [
      beneficiaryId,
      listId,
      accounts.map(([institution]) => institution),
      accounts.map(([, number]) => number),
      accounts.map(([, , receiverId]) => receiverId),
    ],
  );
  return listId;
}
