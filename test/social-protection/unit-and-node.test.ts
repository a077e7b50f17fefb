/** What clients see of units, nodes, programmes and themselves, against a real database. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Caller } from '../../src/access/index.js';
import { formatId } from '../../src/values/index.js';
import { adapter, monitor, officer, openSubgraphBench, type SubgraphBench } from './subgraph-bench.js';

let bench: SubgraphBench;
beforeAll(async () => {
  bench = await openSubgraphBench();
});
afterAll(() => bench.database.drop());

describe('an administrative unit', () => {
  it('is what its code means on a day', async () => {
    const { data } = await bench.ask(
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
    const { data } = await bench.ask(monitor, '{ administrativeUnit(code: "37") { id } }');

    const node = await bench.ask(
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
    const { data, errors } = await bench.ask(officer, 'query ($id: ID!) { node(id: $id) { id } }', {
      id: formatId(prefix, '01890000-0000-7000-8000-000000000000'),
    });

    expect(errors).toBeUndefined();
    expect(data.node).toBeNull();
  },
);

it('a citizen is a node by reference', async () => {
  const { data } = await bench.ask(
    officer,
    '{ beneficiaryByPersonalId(personalId: "037145000001") { citizen { id } } }',
  );

  const node = await bench.ask(officer, 'query ($id: ID!) { node(id: $id) { __typename } }', {
    id: data.beneficiaryByPersonalId.citizen.id,
  });

  expect(node.data.node.__typename).toBe('Citizen');
});

it('the programmes are those of the law, with their agencies', async () => {
  const { data } = await bench.ask(monitor, '{ programmes { code name group managingAgency } }');

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
  const { data } = await bench.ask(
    caller,
    '{ viewer { subject roles purposes area { code } institution { code } } }',
  );

  expect(data.viewer).toMatchObject(expected);
});

it('every element has a description', () => {
  const undescribed = Object.values(bench.subgraph.schema.getTypeMap())
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
