/** What clients see of social protection: scope, masking, filters, pages, units and nodes, against a real database. */
import { execute, parse, validate } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { callerFromToken, type Caller } from '../../src/access/index.js';
import type { Subgraph } from '../../src/graphql/index.js';
import {
  createSocialProtectionSubgraph,
  importList,
  loadReferenceData,
  transactionsOf,
} from '../../src/social-protection/index.js';
import { formatId } from '../../src/values/index.js';
import { createTestDatabase, type TestDatabase } from '../setup/test-database.js';
import { csvFile, DATA_DIR, soundCells } from './list-file.js';

let database: TestDatabase;
let subgraph: Subgraph;
const clock = () => new Date('2026-11-22T03:00:00Z');
const PURPOSES = ['PAYMENT_PREPARATION', 'MONITORING'];

const officer = callerFromToken(
  { sub: 'o', roles: ['officer'], area: '37', purposes: PURPOSES },
  'PAYMENT_PREPARATION',
);
const masked = callerFromToken({ sub: 'o', roles: ['officer'], area: '37', purposes: PURPOSES });
const communeOfficer = callerFromToken(
  { sub: 'c', roles: ['officer'], area: '13285', purposes: PURPOSES },
  'PAYMENT_PREPARATION',
);
const elsewhere = callerFromToken(
  { sub: 'e', roles: ['officer'], area: '79', purposes: PURPOSES },
  'PAYMENT_PREPARATION',
);
const monitor = callerFromToken({ sub: 'm', roles: ['monitor'], purposes: ['MONITORING'] });
const adapter = callerFromToken({
  sub: 'a',
  roles: ['adapter'],
  institution: 'BIDV',
  purposes: ['VERIFICATION'],
});

interface Answer {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers are read by path in every test
  data: any;
  errors?: readonly { message: string; extensions: { code?: string } }[];
}

async function ask(
  caller: Caller,
  source: string,
  variableValues: Record<string, unknown> = {},
): Promise<Answer> {
  const document = parse(source);
  expect(validate(subgraph.schema, document)).toEqual([]);
  const contextValue = { caller, requestId: 'test' };
  return JSON.parse(
    JSON.stringify(await execute({ schema: subgraph.schema, document, contextValue, variableValues })),
  ) as Answer;
}

const names = async (caller: Caller, filter: object): Promise<string[]> =>
  (
    await ask(
      caller,
      'query ($f: BeneficiaryFilter) { beneficiaries(filter: $f) { nodes { fullName } totalCount } }',
      { f: filter },
    )
  ).data.beneficiaries.nodes.map((node: { fullName: string }) => node.fullName);

beforeAll(async () => {
  database = await createTestDatabase();
  const transact = transactionsOf(database.pool);
  await loadReferenceData(transact, DATA_DIR);
  const path = await csvFile([
    soundCells(),
    soundCells({
      fullName: 'Trần Văn Mẫu',
      personalId: '037060000011',
      birth: '1960',
      gender: 'Nam',
      commune: '13291',
      programme: 'KT-NANG',
      amount: '810.000',
      receiverName: 'Trần Thị Con',
      receiverPersonalId: '037190000012',
      relationship: 'Con',
      mandate: 'GUQ 7',
      mandateUntil: '31/12/2026',
    }),
    soundCells({
      fullName: 'Lê Thị Xa',
      personalId: '079145000013',
      commune: '26734',
      method: 'Tiền mặt',
      noAccountReason: 'Không có điện thoại',
    }),
  ]);
  await importList({ db: database.pool, transact, clock, dataDir: DATA_DIR }, { path, importedBy: 'test' });
  subgraph = createSocialProtectionSubgraph({ db: database.pool, clock });
});
afterAll(() => database.drop());

describe('a beneficiary', () => {
  const FIELDS = `id personalId fullName dateOfBirth yearOfBirth gender paymentMethod
    area { code name level parent { code parent { code parent { code } } } }
    entitlements { monthlyAmount coefficient validFrom validTo legalBasis programme { code group } }`;

  it('is shown whole to an officer of the area with a purpose', async () => {
    const { data, errors } = await ask(
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

  it('is masked without a purpose', async () => {
    const { data } = await ask(
      masked,
      `{ beneficiaryByPersonalId(personalId: "037145000001") { ${FIELDS} } }`,
    );

    expect(data.beneficiaryByPersonalId).toMatchObject({
      personalId: '037*******01',
      fullName: 'N*** T** V** D**',
      dateOfBirth: null,
    });
  });

  it('outside the area is as if there were none', async () => {
    const found = await ask(officer, '{ beneficiaryByPersonalId(personalId: "037145000001") { id } }');
    const id = found.data.beneficiaryByPersonalId.id as string;

    const { data } = await ask(
      elsewhere,
      'query ($id: ID!) { beneficiary(id: $id) { id } node(id: $id) { id } beneficiaryByPersonalId(personalId: "037145000001") { id } }',
      { id },
    );

    expect(data).toEqual({ beneficiary: null, node: null, beneficiaryByPersonalId: null });
  });

  it('names the receiver of a valid mandate by reference only', async () => {
    const { data } = await ask(
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
    const { data } = await ask(
      officer,
      '{ beneficiaryByPersonalId(personalId: "037145000001") { now: entitlements(activeOn: "2026-11-01") { id } before: entitlements(activeOn: "2026-06-30") { id } } }',
    );

    expect(data.beneficiaryByPersonalId.now).toHaveLength(1);
    expect(data.beneficiaryByPersonalId.before).toHaveLength(0);
  });

  it('is no business of an adapter', async () => {
    const { errors } = await ask(adapter, '{ beneficiaries { totalCount } }');

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
    ['of an area that does not exist', officer, { area: '99' }, 0],
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

  it('counts an account of the authorised receiver', async () => {
    await database.pool.query(
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
    const first = (await ask(monitor, page)).data.beneficiaries;
    const second = (await ask(monitor, page, { after: first.pageInfo.endCursor })).data.beneficiaries;

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
    const { errors } = await ask(
      monitor,
      'query ($after: String) { beneficiaries(after: $after) { totalCount } }',
      { after },
    );

    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });

  it('cannot be searched by name by whoever may never see one', async () => {
    const { errors } = await ask(monitor, '{ beneficiaries(filter: { nameContains: "VI" }) { totalCount } }');

    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });
});

describe('an administrative unit', () => {
  it('is what its code means on a day', async () => {
    const { data } = await ask(
      monitor,
      `{
      before: administrativeUnit(code: "75", asOf: "2025-03-01") { id name }
      between: administrativeUnit(code: "75", asOf: "2026-01-01") { id name validTo successors { name } }
      now: administrativeUnit(code: "75") { id name validFrom successors { name } }
      reused: administrativeUnit(code: "00166", asOf: "2025-03-01") { name successors { code } }
      unknown: administrativeUnit(code: "98") { id } }`,
    );

    expect(data.between).toMatchObject({
      name: 'Tỉnh Đồng Nai',
      validTo: '2026-04-29',
      successors: [{ name: 'Thành phố Đồng Nai' }],
    });
    expect(data.now).toMatchObject({ name: 'Thành phố Đồng Nai', validFrom: '2026-04-30', successors: [] });
    expect(new Set([data.before.id, data.between.id, data.now.id]).size).toBe(3);
    expect(data.reused).toEqual({
      name: 'Phường Dịch Vọng',
      successors: [{ code: '00160' }, { code: '00166' }],
    });
    expect(data.unknown).toBeNull();
  });

  it('is found as a node', async () => {
    const { data } = await ask(monitor, '{ administrativeUnit(code: "37") { id } }');

    const node = await ask(
      monitor,
      'query ($id: ID!) { node(id: $id) { __typename id ... on AdministrativeUnit { name } } }',
      { id: data.administrativeUnit.id },
    );

    expect(node.data.node).toMatchObject({ __typename: 'AdministrativeUnit', name: 'Tỉnh Ninh Bình' });
  });
});

it.each(['ben', 'adm', 'cit', 'acc', 'pay', 'bat', 'evt'] as const)(
  'a node %s_… that nobody knows is null',
  async (prefix) => {
    const { data, errors } = await ask(officer, 'query ($id: ID!) { node(id: $id) { id } }', {
      id: formatId(prefix, '01890000-0000-7000-8000-000000000000'),
    });

    expect(errors).toBeUndefined();
    expect(data.node).toBeNull();
  },
);

it('a citizen is a node by reference', async () => {
  const { data } = await ask(
    officer,
    '{ beneficiaryByPersonalId(personalId: "037145000001") { citizen { id } } }',
  );

  const node = await ask(officer, 'query ($id: ID!) { node(id: $id) { __typename } }', {
    id: data.beneficiaryByPersonalId.citizen.id,
  });

  expect(node.data.node.__typename).toBe('Citizen');
});

it('the programmes are those of the law, with their agencies', async () => {
  const { data } = await ask(monitor, '{ programmes { code name group managingAgency } }');

  expect(data.programmes).toContainEqual({
    code: 'HTXH',
    name: 'Trợ cấp hưu trí xã hội',
    group: 'SOCIAL_PENSION',
    managingAgency: 'Bộ Y tế (Cục Bảo trợ xã hội)',
  });
});

it.each<[string, Caller, object]>([
  ['an officer', officer, { roles: ['officer'], area: { code: '37' }, institution: null }],
  ['a monitor', monitor, { roles: ['monitor'], area: null, institution: null }],
  ['an adapter', adapter, { roles: ['adapter'], area: null, institution: { code: 'BIDV' } }],
])('the viewer is %s', async (_title, caller, expected) => {
  const { data } = await ask(
    caller,
    '{ viewer { subject roles purposes area { code } institution { code } } }',
  );

  expect(data.viewer).toMatchObject(expected);
});

it('every element has a description', () => {
  const undescribed = Object.values(subgraph.schema.getTypeMap())
    .filter((type) => !type.name.startsWith('__') && 'getFields' in type)
    .flatMap((type) =>
      Object.values(
        (
          type as unknown as { getFields(): Record<string, { name: string; description?: string }> }
        ).getFields(),
      )
        .filter((field) => !field.description)
        .map((field) => `${type.name}.${field.name}`),
    );

  expect(undescribed).toEqual([]);
});
