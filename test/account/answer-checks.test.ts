import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { AccountCheckReport, ClaimedAccountCheck } from '../../src/account/index.js';
import { countStatements } from '../setup/count-statements.js';
import { COMMUNE, PROVINCE, seedPeople } from '../setup/payable-people.js';
import { createTestDatabase, type TestDatabase } from '../setup/test-database.js';
import { bidv, column, napas, openWorld, seedReceiver, viettel, type World } from './account-world.js';

let database: TestDatabase;
let world: World;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  world = await openWorld(database);
});

describe('an answer of an institution', () => {
  it('becomes the account’s status, with its event, and ends the task', async () => {
    const claimed = await claimOne();

    const receipts = await world.answer(claimed, { returnedName: 'NGUYEN VAN THU' });

    expect(receipts.map((receipt) => receipt.outcome)).toEqual(['APPLIED']);
    expect(await accounts()).toEqual(['VERIFIED MATCH fresh NGUYEN VAN THU']);
    expect(await events()).toEqual([
      'UNCHECKED>CHECKING CHECKING UNKNOWN BIDV',
      'CHECKING>VERIFIED VERIFIED MATCH BIDV',
    ]);
    expect(await column(database, 'SELECT count(*)::int AS value FROM work.task')).toEqual([0]);
  });

  it('is compared with the citizen’s name, whatever the list calls the holder', async () => {
    const claimed = await claimOne();
    await database.pool.query(`UPDATE account.account SET holder_name = 'TRAN VAN BINH'`);

    await world.answer(claimed, { returnedName: 'TRAN VAN BINH' });

    expect(await accounts()).toEqual(['REJECTED NO_MATCH fresh TRAN VAN BINH']);
  });

  it('about a receiver’s account is an event of the beneficiary whose mandate it is', async () => {
    const [beneficiaryId = ''] = await seedPeople(database.pool, { accountStatus: null });
    await seedReceiver(database, beneficiaryId);
    await world.register({ beneficiaryId, forAuthorisedReceiver: true });

    await world.answer(await world.claim(), { returnedName: 'TRAN THI NHAN' });

    expect(
      await column(
        database,
        `SELECT i.beneficiary_id || ' ' || u.code AS value FROM event.inbox i JOIN social_protection.area u USING (area_id)
         WHERE status_to = 'VERIFIED'`,
      ),
    ).toEqual([`${beneficiaryId} ${COMMUNE}`]);
  });

  it('said again changes nothing; with other content it is an exception; another one is stale', async () => {
    const [claimed] = await claimOne();
    const first: AccountCheckReport = {
      reportId: 'r1',
      taskId: claimed?.task.id,
      accountState: 'OPEN',
      returnedName: 'NGUYEN VAN THU',
      checkedAt: new Date(),
    };

    const receipts = [
      ...(await world.report([first, first])),
      ...(await world.report([{ ...first, checkedAt: new Date(0) }])),
      ...(await world.report([{ ...first, accountState: 'CLOSED' }])),
      ...(await world.report([{ ...first, reportId: 'r2', accountState: 'CLOSED' }])),
    ];

    expect(receipts.map((receipt) => receipt.outcome)).toEqual([
      'APPLIED',
      'DUPLICATE',
      'DUPLICATE',
      'EXCEPTION',
      'STALE',
    ]);
    expect(await accounts()).toEqual(['VERIFIED MATCH fresh NGUYEN VAN THU']);
    expect(await events()).toHaveLength(2);
  });

  it('of another institution is refused; two institutions may use one report id', async () => {
    const claimed = await claimOne();
    await seed({ from: 2, institution: 'NAPAS:970436' });
    await world.request({ area: PROVINCE });
    const ofNapas = await world.claim(napas);

    const [stranger] = await world.answer(claimed, { reportId: 'same' }, viettel);
    const [own] = await world.answer(claimed, { reportId: 'same' }, bidv);
    const [other] = await world.answer(ofNapas, { reportId: 'same' }, napas);

    expect([stranger?.outcome, own?.outcome, other?.outcome]).toEqual(['REFUSED', 'APPLIED', 'APPLIED']);
  });

  it('counts after its lease ended, once', async () => {
    const late = await claimOne();
    await database.pool.query(`UPDATE work.task SET leased_until = now() - interval '1 second'`);
    const again = await world.claim(bidv, { worker: 'other' });

    const [first] = await world.answer(late);
    const [second] = await world.answer(again, { accountState: 'CLOSED' });

    expect([first?.outcome, second?.outcome]).toEqual(['APPLIED', 'STALE']);
    expect(await accounts()).toEqual(['VERIFIED MATCH fresh NGUYEN VAN THU']);
  });

  it('UNAVAILABLE takes an earlier verdict not back, and the account stays stale', async () => {
    await seedPeople(database.pool, { checkedDaysAgo: 40 });
    await world.request({ area: PROVINCE });

    await world.answer(await world.claim(), { accountState: 'UNAVAILABLE', returnedName: null });

    expect(await accounts()).toEqual(['VERIFIED MATCH stale']);
    expect(
      await column(database, `SELECT status_from || status_to || reason AS value FROM event.inbox`),
    ).toEqual(['VERIFIEDVERIFIEDUNAVAILABLE']);
    expect(await world.request({ area: PROVINCE })).toEqual({ queued: 1, skipped: 0 });
  });

  it('UNAVAILABLE at first is shown, and asked about again', async () => {
    await world.answer(await claimOne(), { accountState: 'UNAVAILABLE', returnedName: null });

    expect(await accounts()).toEqual(['UNAVAILABLE UNKNOWN stale']);
    expect(await world.request({ area: PROVINCE })).toEqual({ queued: 1, skipped: 0 });
  });

  it('of a clock that runs ahead counts as of now', async () => {
    await world.answer(await claimOne(), { checkedAt: new Date('2999-01-01') });

    expect(await column(database, 'SELECT checked_at <= now() AS value FROM account.account')).toEqual([
      true,
    ]);
  });

  it('is taken once however many adapters report it at the same moment', async () => {
    await seed({ count: 40 });
    await world.request({ area: PROVINCE });
    const claimed = await world.claim();

    const all = await Promise.all([1, 2, 3, 4, 5, 6].map(() => world.answer(claimed)));

    expect(all.flat().filter((receipt) => receipt.outcome === 'APPLIED')).toHaveLength(40);
    expect(
      await column(database, `SELECT count(*)::int AS value FROM event.inbox WHERE status_to = 'VERIFIED'`),
    ).toEqual([40]);
  });

  it('costs as many statements as a thousand', async () => {
    const one = await claimOne();
    const few = await countStatements(() => world.answer(one));
    await seed({ from: 2, count: 1000 });
    await world.request({ area: PROVINCE });
    let many: readonly ClaimedAccountCheck[] = [];
    const claims = await countStatements(async () => (many = await world.claim(bidv, { limit: 1000 })));
    const reports = await countStatements(() => world.answer(many));

    expect(many).toHaveLength(1000);
    expect(claims.length).toBeLessThanOrEqual(3);
    expect(reports).toEqual(few);
    await expect(world.answer([...many, ...one])).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});

async function seed(options: Parameters<typeof seedPeople>[1] = {}): Promise<void> {
  await seedPeople(database.pool, { ...options, accountStatus: 'UNCHECKED' });
  await database.pool.query(
    `UPDATE account.account SET checked_at = NULL, name_match = 'UNKNOWN' WHERE status = 'UNCHECKED'`,
  );
}

async function claimOne(): Promise<readonly ClaimedAccountCheck[]> {
  await seed();
  await world.request({ area: PROVINCE });
  return world.claim();
}

const accounts = () =>
  column<string>(
    database,
    `SELECT concat_ws(' ', status, name_match, CASE WHEN checked_at > now() - interval '30 days' THEN 'fresh' ELSE 'stale' END,
       returned_name) AS value
     FROM account.account ORDER BY number`,
  );

const events = () =>
  column<string>(
    database,
    `SELECT status_from || '>' || status_to || ' ' || (data->>'accountStatus') || ' ' || (data->>'nameMatch') || ' '
       || institution_code AS value
     FROM event.inbox WHERE kind = 'verification' ORDER BY seq`,
  );
