/** What clients see of beneficiaries: scope, masking, filters and pages, against a real database. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Caller } from '../../src/access/index.js';
import {
  adapter,
  communeOfficer,
  elsewhere,
  masked,
  monitor,
  officer,
  openSubgraphBench,
  type SubgraphBench,
} from './subgraph-bench.js';

let bench: SubgraphBench;
beforeAll(async () => {
  bench = await openSubgraphBench();
});
afterAll(() => bench.database.drop());

const names = async (caller: Caller, filter: object): Promise<string[]> =>
  (
    await bench.ask(
      caller,
      'query ($f: BeneficiaryFilter) { beneficiaries(filter: $f) { nodes { fullName } totalCount } }',
      { f: filter },
    )
  ).data.beneficiaries.nodes.map((node: { fullName: string }) => node.fullName);

describe('a beneficiary', () => {
  const FIELDS = `id personalId fullName dateOfBirth yearOfBirth gender paymentMethod
    area { code name level parent { code parent { code parent { code } } } }
    entitlements { monthlyAmount coefficient validFrom validTo legalBasis programme { code group } }`;

  it('is shown whole to an officer of the area with a purpose', async () => {
    const { data, errors } = await bench.ask(
      officer,
      `{ beneficiaryByPersonalId(personalId: "037145000001") { ${FIELDS} } }`,
    );

    expect(errors).toBeUndefined();
    expect(data.beneficiaryByPersonalId).toMatchObject({
      personalId: '037145000001',
      fullName: 'Nguyễn Thị Ví Dụ',
      dateOfBirth: '1945-09-02',
      yearOfBirth: 1945,
      gender: 'FEMALE',
      paymentMethod: 'UNDECIDED',
      area: {
        code: '13285',
        name: 'Phường Phủ Lý',
        level: 'COMMUNE',
        parent: { code: '37', parent: { code: 'VN', parent: null } },
      },
      entitlements: [
        {
          monthlyAmount: 540000,
          coefficient: '1',
          validFrom: '2026-07-01',
          validTo: null,
          programme: { code: 'HTXH', group: 'SOCIAL_PENSION' },
        },
      ],
    });
  });

  it('is masked without a purpose, and nothing stands beside the mask that the number is made of', async () => {
    const { data } = await bench.ask(masked, `{ beneficiaries { nodes { ${FIELDS} } } }`);

    expect(data.beneficiaries.nodes[0]).toMatchObject({
      personalId: '037*******01',
      fullName: 'N*** T** V** D**',
      dateOfBirth: null,
      yearOfBirth: null,
      gender: null,
      entitlements: [{ programme: { code: 'HTXH' } }],
    });
  });

  it('shows a monitor neither a programme nor an amount, nor why somebody has no account', async () => {
    const { data } = await bench.ask(
      monitor,
      `{ beneficiaries { nodes { ${FIELDS} noAccountReason authorisation { id } } } }`,
    );

    const nothing = { entitlements: [], noAccountReason: null, authorisation: null };
    expect(data.beneficiaries.nodes).toMatchObject([nothing, nothing, nothing]);
  });

  it('outside the area is as if there were none', async () => {
    const found = await bench.ask(officer, '{ beneficiaryByPersonalId(personalId: "037145000001") { id } }');
    const id = found.data.beneficiaryByPersonalId.id as string;

    const { data } = await bench.ask(
      elsewhere,
      'query ($id: ID!) { beneficiary(id: $id) { id } node(id: $id) { id } beneficiaryByPersonalId(personalId: "037145000001") { id } }',
      { id },
    );

    expect(data).toEqual({ beneficiary: null, node: null, beneficiaryByPersonalId: null });
  });

  it('names the receiver of a valid mandate by reference only', async () => {
    const { data } = await bench.ask(
      officer,
      '{ beneficiaryByPersonalId(personalId: "037060000011") { citizen { id } authorisation { id relationship documentRef validFrom validTo receiver { id } } } }',
    );

    expect(data.beneficiaryByPersonalId.authorisation).toMatchObject({
      relationship: 'Con',
      documentRef: 'GUQ 7',
      validTo: '2026-12-31',
      receiver: { id: expect.stringMatching(/^cit_/) },
    });
    expect(data.beneficiaryByPersonalId.citizen.id).toMatch(/^cit_/);
  });

  it('has the entitlements of a day', async () => {
    const { data } = await bench.ask(
      officer,
      '{ beneficiaryByPersonalId(personalId: "037145000001") { now: entitlements(activeOn: "2026-11-01") { id } before: entitlements(activeOn: "2026-06-30") { id } } }',
    );

    expect(data.beneficiaryByPersonalId.now).toHaveLength(1);
    expect(data.beneficiaryByPersonalId.before).toHaveLength(0);
  });

  it('is no business of an adapter', async () => {
    const { errors } = await bench.ask(adapter, '{ beneficiaries { totalCount } }');

    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });
});

describe('a list of beneficiaries', () => {
  it.each<[string, Caller, object, number]>([
    ['of the province', officer, {}, 2],
    ['of one commune', communeOfficer, {}, 1],
    ['of the country', monitor, {}, 3],
    ['of an area below', officer, { area: '13291' }, 1],
    ['of an area outside', officer, { area: '79' }, 0],
    ['of a programme', officer, { programme: 'KT-NANG' }, 1],
    ['paid in cash', monitor, { paymentMethod: 'CASH' }, 1],
    ['never checked', officer, { citizenVerdict: 'UNCHECKED' }, 2],
    ['confirmed', officer, { citizenVerdict: 'MATCH' }, 0],
    ['with an account', officer, { hasAccount: true }, 0],
    ['without one', officer, { hasAccount: false }, 2],
    ['with a verified one', officer, { accountStatus: 'VERIFIED' }, 0],
    ['by part of a name without diacritics', officer, { nameContains: 'thi vi' }, 1],
    [
      'by several conditions',
      officer,
      { area: '37', nameContains: 'Mẫu', programme: 'KT-NANG', hasAccount: false },
      1,
    ],
  ])('%s', async (_title, caller, filter, count) => {
    expect(await names(caller, filter)).toHaveLength(count);
  });

  it('is refused where its filter names an area that does not exist', async () => {
    const { data, errors } = await bench.ask(
      officer,
      '{ beneficiaries(filter: { area: "99" }) { totalCount } }',
    );

    expect(data.beneficiaries).toBeNull();
    expect(errors?.[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
  });

  it('counts an account of the authorised receiver', async () => {
    await bench.database.pool.query(
      `INSERT INTO account.institution (code, name, kind, served_by) VALUES ('BIDV', 'BIDV', 'BANK', 'BIDV');
       INSERT INTO account.account (citizen_id, institution_code, kind, number, holder_name, status, registered_by)
       SELECT receiver_citizen_id, 'BIDV', 'BANK', '12010001234567', 'TRAN THI CON', 'VERIFIED', 'test'
       FROM social_protection.receiver`,
    );

    expect(await names(officer, { hasAccount: true })).toEqual(['Trần Văn Mẫu']);
    expect(await names(officer, { accountStatus: 'VERIFIED' })).toEqual(['Trần Văn Mẫu']);
  });

  it('comes in pages that follow each other without gap or repeat', async () => {
    const page =
      'query ($after: String) { beneficiaries(first: 2, after: $after) { edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage endCursor } totalCount } }';
    const first = (await bench.ask(monitor, page)).data.beneficiaries;
    const second = (await bench.ask(monitor, page, { after: first.pageInfo.endCursor })).data.beneficiaries;

    expect([
      first.pageInfo.hasNextPage,
      second.pageInfo.hasNextPage,
      second.pageInfo.hasPreviousPage,
    ]).toEqual([true, false, true]);
    const ids = [...first.edges, ...second.edges].map((edge: { node: { id: string } }) => edge.node.id);
    expect(new Set(ids).size).toBe(3);
    expect([...ids].sort()).toEqual(ids);
    expect([first.totalCount, second.totalCount]).toEqual([3, 3]);
  });

  it.each(['x', 'bm90LWFuLWlk'])('refuses the cursor %p', async (after) => {
    const { errors } = await bench.ask(
      monitor,
      'query ($after: String) { beneficiaries(after: $after) { totalCount } }',
      { after },
    );

    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });

  it.each([
    ['by name, by whoever may never see one', () => monitor, '{ nameContains: "VI" }'],
    ['by name, in a request that does not show it', () => masked, '{ nameContains: "VI" }'],
    ['by programme, by a monitor', () => monitor, '{ programme: "KT-NANG" }'],
  ])('cannot be searched %s', async (_title, callerOf, filter) => {
    const { errors } = await bench.ask(callerOf(), `{ beneficiaries(filter: ${filter}) { totalCount } }`);

    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });
});

describe('a look-up', () => {
  const BY_ID = (personalId: string) => `{ beneficiaryByPersonalId(personalId: "${personalId}") { id } }`;

  it('by personal id needs a request that shows it', async () => {
    const { data, errors } = await bench.ask(masked, BY_ID('037145000001'));

    expect([data, errors?.[0]?.extensions.code]).toEqual([{ beneficiaryByPersonalId: null }, 'FORBIDDEN']);
  });

  it('is logged with whom it found, whatever it was by, and with its misses', async () => {
    const before = bench.lookedUp.length;
    await bench.ask(officer, BY_ID('037145000001'));
    await bench.ask(officer, BY_ID('079145000013'));
    await bench.ask(officer, '{ beneficiaries(filter: { nameContains: "Ví Dụ" }) { totalCount } }');
    await bench.ask(officer, '{ beneficiaries(filter: { nameContains: "Nobody" }) { totalCount } }');

    const { rows } = await bench.database.pool.query<{ id: string }>(
      `SELECT citizen_id AS id FROM social_protection.person WHERE personal_id = '037145000001'`,
    );
    const personIds = [rows[0]?.id];
    const by = { subject: 'o', purpose: 'PAYMENT_PREPARATION', traceId: 'test' };
    expect(bench.lookedUp.slice(before)).toMatchObject([
      { ...by, operation: 'beneficiaryByPersonalId', personIds, misses: 0 },
      { ...by, operation: 'beneficiaryByPersonalId', personIds: [], misses: 1 },
      { ...by, operation: 'nameContains', personIds, misses: 0 },
      { ...by, operation: 'nameContains', personIds: [], misses: 1 },
    ]);
  });
});
