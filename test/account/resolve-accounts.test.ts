import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { countStatements } from '../setup/count-statements.js';
import { OTHER_COMMUNE, seedPeople } from '../setup/payable-people.js';
import { bidv, communeOfficer, maskedOfficer, monitor, officer, type World } from './account-world.js';
import { openSubgraphBench, type Asking, type SubgraphBench } from './subgraph-world.js';

let bench: SubgraphBench;
let asking: Asking;
let world: World;

beforeAll(async () => {
  bench = await openSubgraphBench();
});
beforeEach(async () => {
  ({ asking, world } = await bench.reset());
});
afterAll(() => bench.close());

describe('the mapper', () => {
  it('answers in the order asked, with null where there is none or the area is another', async () => {
    await seedPeople(bench.database.pool, { count: 2 });
    await seedPeople(bench.database.pool, { from: 3, accountStatus: 'REJECTED' });
    await seedPeople(bench.database.pool, { from: 4, commune: OTHER_COMMUNE });
    const source = mapping([2, 3, 1, 999_999, 4, 2], 'number');

    expect(await asking.ask(officer, source)).toEqual({
      resolveAccounts: ['2', null, '1', null, '4', '2'].map(
        (last) => last && { number: `97040000000${last}` },
      ),
    });
    expect(await asking.ask(communeOfficer, source)).toMatchObject({
      resolveAccounts: [{ number: '970400000002' }, null, { number: '970400000001' }, null, null, {}],
    });
    for (const caller of [monitor, bidv, maskedOfficer]) {
      await expect(asking.ask(caller, source)).rejects.toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    }
  });

  it('is logged with whom it found, an account or not, and with who is not there or not theirs', async () => {
    await seedPeople(bench.database.pool, { count: 2 });
    await seedPeople(bench.database.pool, { from: 3, accountStatus: 'REJECTED' });
    await seedPeople(bench.database.pool, { from: 4, commune: OTHER_COMMUNE });

    await asking.ask(communeOfficer, mapping([1, 2, 3, 4, 999_999, 999_999], 'id'));
    await asking.ask(communeOfficer, mapping([1], 'isStale'));

    const { rows } = await bench.database.pool.query<{ id: string }>(
      'SELECT citizen_id AS id FROM social_protection.person WHERE personal_id = ANY($1) ORDER BY personal_id',
      [[1, 2, 3].map(personalIdOf)],
    );
    const [one, two, three] = rows.map(({ id }) => id);
    expect(world.lookedUp).toMatchObject([
      { operation: 'resolveAccounts', subject: 'commune', personIds: [one, two, three], misses: 2 },
      { personIds: [one], misses: 0 },
    ]);
  });

  it('takes one statement, and one more where somebody’s preferred account is not verified', async () => {
    await seedPeople(bench.database.pool, { count: 2 });
    await seedPeople(bench.database.pool, { from: 3, accountStatus: 'REJECTED' });

    const preferred = await countStatements(() => asking.ask(officer, mapping([1, 2], 'number')));
    const others = await countStatements(() => asking.ask(officer, mapping([1, 2, 3, 4], 'number')));

    expect(preferred).toHaveLength(1);
    expect(others).toHaveLength(2);
  });

  it('prefers the preferred account, then banks to mobile money', async () => {
    await seedPeople(bench.database.pool, { count: 3 });
    await addAccounts([1, 2, 3], 'VIETTEL_MONEY', '0912345678');
    await addAccounts([1, 2], 'NAPAS:970436', '123456789');
    await close(2);
    await close(3);

    expect(await asking.ask(officer, mapping([1, 2, 3], 'number institution { code }'))).toEqual({
      resolveAccounts: [
        { number: '970400000001', institution: { code: 'BIDV' } },
        { number: '123456789', institution: { code: 'NAPAS:970436' } },
        { number: '0912345678', institution: { code: 'VIETTEL_MONEY' } },
      ],
    });
  });

  it('says all of an account that is asked for, through fragments too', async () => {
    await seedPeople(bench.database.pool, { count: 2 });
    await addAccounts([2], 'VIETTEL_MONEY', '0912345678');
    await close(2);
    const source = `${mapping([1, 2], '__typename ...Whole')}
      fragment Whole on Account { number ... on Node { id } ...Rest }
      fragment Rest on Account { holderName status kind nameMatch checkedAt isStale isPreferred institution { name } holder { id } }`;

    const whole: Mapped = await asking.ask(officer, source);
    const brief: Mapped = await asking.ask(officer, mapping([1, 2], 'id holderName status'));

    expect(whole).toMatchObject({
      resolveAccounts: [
        {
          ...{ __typename: 'Account', number: '970400000001', holderName: 'NGUYEN VAN THU', kind: 'BANK' },
          ...{ status: 'VERIFIED', nameMatch: 'MATCH', isStale: false, isPreferred: true },
          ...{ institution: { name: 'BIDV' }, holder: { id: expect.stringMatching(/^cit_/) } },
          checkedAt: expect.stringMatching(/^\d{4}-.+Z$/),
        },
        { kind: 'MOBILE_MONEY', checkedAt: null, isStale: true, isPreferred: false },
      ],
    });
    expect(brief.resolveAccounts).toEqual(
      whole.resolveAccounts.map(({ id }) => ({ id, holderName: 'NGUYEN VAN THU', status: 'VERIFIED' })),
    );
  });

  it('refuses more than a thousand, and what is no personal id', async () => {
    const source = 'query ($ids: [PersonalId!]!) { resolveAccounts(personalIds: $ids) { id } }';
    const personalIds = Array(1001).fill('035050000001') as string[];

    await expect(asking.ask(officer, source, { ids: personalIds })).rejects.toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT' } },
    ]);
    await expect(asking.ask(officer, source, { ids: ['1'] })).rejects.toBeDefined();
  });
});

interface Mapped {
  readonly resolveAccounts: readonly { readonly id: string }[];
}

/** By the numbers of the seeded people. */
function mapping(people: readonly number[], fields: string): string {
  return `{ resolveAccounts(personalIds: ${JSON.stringify(people.map(personalIdOf))}) { ${fields} } }`;
}

function personalIdOf(person: number): string {
  return `035050${String(person).padStart(6, '0')}`;
}

/** Verified accounts that were never checked and are not preferred. */
async function addAccounts(people: readonly number[], institution: string, number: string): Promise<void> {
  await bench.database.pool.query(
    `INSERT INTO account.account (citizen_id, institution_code, kind, number, holder_name, status, registered_by)
     SELECT p.citizen_id, i.code, i.kind, $3, 'NGUYEN VAN THU', 'VERIFIED', 'test'
     FROM social_protection.person p, account.institution i WHERE p.personal_id = ANY($1) AND i.code = $2`,
    [people.map(personalIdOf), institution, number],
  );
}

/** The account that a person was seeded with. */
async function close(person: number): Promise<void> {
  await bench.database.pool.query(
    `UPDATE account.account a SET status = 'CLOSED' FROM social_protection.person p
     WHERE p.citizen_id = a.citizen_id AND p.personal_id = $1 AND a.is_preferred`,
    [personalIdOf(person)],
  );
}
