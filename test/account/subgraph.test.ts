import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { formatId } from '../../src/values/index.js';
import { countStatements } from '../setup/count-statements.js';
import { PROVINCE, seedPeople } from '../setup/payable-people.js';
import {
  bidv,
  column,
  maskedOfficer,
  monitor,
  napas,
  officer,
  seedReceiver,
  strangeOfficer,
  treasurer,
  viettel,
} from './account-world.js';
import { openSubgraphBench, type Asking, type SubgraphBench } from './subgraph-world.js';

let bench: SubgraphBench;
let asking: Asking;

beforeAll(async () => {
  bench = await openSubgraphBench();
});
beforeEach(async () => {
  ({ asking } = await bench.reset());
});
afterAll(() => bench.close());

describe('an account', () => {
  it('is shown whole with a purpose, masked without, to its own institution, and to nobody else', async () => {
    await seedPeople(bench.database.pool);
    const [id = ''] = await accountIds();
    const source = `{ account(id: "${id}") { number holderName kind status nameMatch isStale isPreferred
      institution { code name isReachable } holder { id } } }`;

    expect(await asking.ask(officer, source)).toMatchObject({
      account: {
        number: '970400000001',
        holderName: 'NGUYEN VAN THU',
        kind: 'BANK',
        status: 'VERIFIED',
        isStale: false,
        isPreferred: true,
        institution: { code: 'BIDV', isReachable: false },
        holder: { id: expect.stringMatching(/^cit_/) },
      },
    });
    expect(await asking.ask(maskedOfficer, source)).toMatchObject({
      account: { number: '****0001', holderName: 'N*** V** T**' },
    });
    expect(await asking.ask(bidv, source)).toMatchObject({ account: { number: '****0001', holder: null } });
    for (const caller of [viettel, napas, strangeOfficer]) {
      expect(await asking.ask(caller, source)).toEqual({ account: null });
    }
    await expect(asking.ask(treasurer, source)).rejects.toMatchObject([
      { extensions: { code: 'FORBIDDEN' } },
    ]);
  });

  it('is stale when it was answered longer ago than the limit, or never', async () => {
    await seedPeople(bench.database.pool, { checkedDaysAgo: 29 });
    await seedPeople(bench.database.pool, { from: 2, checkedDaysAgo: 31 });
    await seedPeople(bench.database.pool, { from: 3, accountStatus: 'UNAVAILABLE' });
    const keys = (await accountIds()).map((id) => ({ id }));

    expect(await asking.enter(monitor, 'Account', keys, 'isStale')).toEqual([
      { isStale: false },
      { isStale: true },
      { isStale: true },
    ]);
  });
});

describe('what accounts add to people', () => {
  it('own accounts first, then the receiver’s while the mandate is valid', async () => {
    const [one = '', two = ''] = await seedPeople(bench.database.pool, { count: 2 });
    await seedReceiver(bench.database, one);
    await seedReceiver(bench.database, two, { validTo: '2025-12-31' });
    await bench.database.pool.query(
      `INSERT INTO account.account (citizen_id, institution_code, kind, number, holder_name, registered_by)
       SELECT receiver_citizen_id, 'BIDV', 'BANK', '777777', 'TRAN THI NHAN', 'test' FROM social_protection.authorisation`,
    );
    const keys = [one, two].map((uuid) => ({ id: formatId('ben', uuid) }));

    expect(await asking.enter(officer, 'Beneficiary', keys, 'accounts { number } payTo { number }')).toEqual([
      { accounts: [{ number: '970400000001' }, { number: '777777' }], payTo: { number: '970400000001' } },
      { accounts: [{ number: '970400000002' }], payTo: { number: '970400000002' } },
    ]);
    expect(
      await asking.enter(strangeOfficer, 'Beneficiary', keys, 'accounts { number } payTo { number }'),
    ).toEqual([
      { accounts: [], payTo: null },
      { accounts: [], payTo: null },
    ]);
    expect(await asking.enter(bidv, 'Beneficiary', keys, 'accounts { number }')).toEqual([null, null]);
    const authorisations = (
      await column<string>(
        bench.database,
        'SELECT id AS value FROM social_protection.authorisation ORDER BY valid_to',
      )
    ).map((uuid) => ({ id: formatId('aut', uuid) }));
    expect(await asking.enter(officer, 'Authorisation', authorisations, 'account { number }')).toEqual([
      { account: { number: '777777' } },
      { account: { number: '777777' } },
    ]);
    expect(await asking.enter(bidv, 'Authorisation', authorisations, 'account { number }')).toEqual([
      null,
      null,
    ]);
  });

  it.each([
    ['verified and fresh', {}, '970400000001'],
    ['stale', { checkedDaysAgo: 31 }, undefined],
    ['not verified', { accountStatus: 'NEEDS_REVIEW' }, undefined],
    ['at an institution without a rail', { institution: 'NAPAS:970436' }, undefined],
  ])('a batch made now would use an account that is %s: %j', async (_, options, number) => {
    const [id = ''] = await seedPeople(bench.database.pool, options);

    const [answer] = (await asking.enter(
      officer,
      'Beneficiary',
      [{ id: formatId('ben', id) }],
      'payTo { number }',
    )) as { payTo: { number: string } | null }[];

    expect(answer?.payTo?.number).toBe(number);
  });

  it('costs one statement a level, for one person or for five hundred', async () => {
    const ids = await seedPeople(bench.database.pool, { count: 500 });
    const fields = 'accounts { number institution { code } holder { id } } payTo { id institution { name } }';
    const keysOf = (uuids: readonly string[]) => uuids.map((uuid) => ({ id: formatId('ben', uuid) }));

    const one = await countStatements(() =>
      asking.enter(officer, 'Beneficiary', keysOf(ids.slice(0, 1)), fields),
    );
    const many = await countStatements(() => asking.enter(officer, 'Beneficiary', keysOf(ids), fields));

    expect(one.length).toBeLessThanOrEqual(4);
    expect(many.length).toBeLessThanOrEqual(one.length);
  });
});

describe('institutions', () => {
  it('are everybody’s to see, by kind, and entered by code', async () => {
    expect(await asking.ask(treasurer, '{ institutions { code } }')).toEqual({
      institutions: [{ code: 'BIDV' }, { code: 'NAPAS:970436' }, { code: 'VIETTEL_MONEY' }],
    });
    expect(await asking.ask(bidv, '{ institutions(kind: MOBILE_MONEY) { code bin } }')).toEqual({
      institutions: [{ code: 'VIETTEL_MONEY', bin: null }],
    });
    expect(
      await asking.enter(bidv, 'Institution', [{ code: 'BIDV' }, { code: 'NONE' }], 'name lastSeenAt'),
    ).toEqual([{ name: 'BIDV', lastSeenAt: null }, null]);
  });
});

describe('an account’s way over the API', () => {
  it('from registration through its check to an officer’s decision', async () => {
    const [beneficiary = ''] = await seedPeople(bench.database.pool, { accountStatus: null });
    const input = `{ beneficiaryId: "${formatId('ben', beneficiary)}", institution: "BIDV", number: "4831 0001 234567", holderName: "NGUYEN VAN THU" }`;
    const register = `mutation { registerAccount(input: ${input}) { __typename
      ... on RegisterAccountSuccess { account { id number status } }
      ... on UserError { code field }
      ... on AccountAlreadyRegistered { account { number } } } }`;

    const made: { registerAccount: { account: { id: string } } } = await asking.ask(officer, register);
    const again = await asking.ask(officer, register);
    const { claimAccountChecks: tasks }: { claimAccountChecks: { id: string }[] } = await asking.ask(
      bidv,
      'mutation { claimAccountChecks(limit: 1) { id kind bankBin number holderName holderPersonalId leasedUntil } }',
    );
    const reported = await asking.ask(
      bidv,
      `mutation { reportAccountChecks(reports: [{ reportId: "r1", taskId: "${tasks[0]?.id ?? ''}", accountState: OPEN,
         returnedName: "N*** V** T**", checkedAt: "2026-11-22T01:00:00Z" }]) { reportId outcome message } }`,
    );
    const { id } = made.registerAccount.account;
    const decide = (reason: string) =>
      asking.ask(
        officer,
        `mutation { decideNameMatch(input: { accountId: "${id}", accept: true, reason: "${reason}" }) { __typename
           ... on DecideNameMatchSuccess { account { status nameMatch } } ... on UserError { code field } } }`,
      );

    expect(made).toMatchObject({
      registerAccount: { account: { number: '48310001234567', status: 'CHECKING' } },
    });
    expect(again).toMatchObject({
      registerAccount: { __typename: 'AccountAlreadyRegistered', code: 'ACCOUNT_ALREADY_REGISTERED' },
    });
    expect(tasks).toMatchObject([{ kind: 'BANK', bankBin: '970418', number: '48310001234567' }]);
    expect(reported).toEqual({
      reportAccountChecks: [{ reportId: 'r1', outcome: 'APPLIED', message: null }],
    });
    expect(await decide('')).toEqual({
      decideNameMatch: { __typename: 'InvalidInput', code: 'INVALID_INPUT', field: ['input', 'reason'] },
    });
    expect(await decide('đúng người')).toEqual({
      decideNameMatch: {
        __typename: 'DecideNameMatchSuccess',
        account: { status: 'VERIFIED', nameMatch: 'MASKED_MATCH' },
      },
    });
  });

  it('names the field at fault', async () => {
    const [beneficiary = ''] = await seedPeople(bench.database.pool, { accountStatus: null });
    const register = (beneficiaryId: string, number: string) =>
      asking.ask(
        officer,
        `mutation { registerAccount(input: { beneficiaryId: "${beneficiaryId}", institution: "BIDV", number: "${number}",
           holderName: "A" }) { __typename ... on UserError { code field } } }`,
      );

    expect(await register(formatId('ben', beneficiary), '1')).toEqual({
      registerAccount: { __typename: 'InvalidInput', code: 'INVALID_INPUT', field: ['input', 'number'] },
    });
    expect(await register('nonsense', '1234567')).toEqual({
      registerAccount: { __typename: 'NotFound', code: 'NOT_FOUND', field: ['input', 'beneficiaryId'] },
    });
  });

  it('is requested by officers', async () => {
    await seedPeople(bench.database.pool, { checkedDaysAgo: 40 });
    const request = `mutation { requestAccountChecks(input: { area: "${PROVINCE}" }) { queued skipped } }`;

    expect(await asking.ask(officer, request)).toEqual({ requestAccountChecks: { queued: 1, skipped: 0 } });
    await expect(asking.ask(monitor, request)).rejects.toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });
});

const accountIds = async (): Promise<string[]> =>
  (await column<string>(bench.database, 'SELECT id AS value FROM account.account ORDER BY number')).map(
    (uuid) => formatId('acc', uuid),
  );
