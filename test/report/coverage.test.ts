/** The coverage query as clients ask it: who may ask, what the arguments mean, rates, children, and how many statements it takes. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { execute, parse, validate } from 'graphql';
import { callerFromToken, type Caller } from '../../src/access/index.js';
import { formatCursor, formatId } from '../../src/values/index.js';
import { ratePercent } from '../../src/report/coverage.js';
import { createReportSubgraph, type ReportDeps } from '../../src/report/index.js';
import { countStatements } from '../setup/count-statements.js';
import { cursorAt } from '../setup/cursor-at.js';
import { PROVINCE } from '../setup/payable-people.js';
import { areaId, tell } from './history.js';
import type { Said } from './naive-coverage.js';
import { createReportDatabase, type ReportDatabase } from './report-database.js';

const monitor = callerFromToken({ sub: 'm', roles: ['monitor'] });
const officer = callerFromToken({ sub: 'o', roles: ['officer'], area: PROVINCE });
const communeOfficer = callerFromToken({ sub: 'c', roles: ['officer'], area: '13285' });
const adapter = callerFromToken({ sub: 'a', roles: ['adapter'], institution: 'BIDV' });

const FIGURES = `beneficiaries withAccount withAccountRate paidThroughAccount paidThroughAccountRate amountThroughAccount
  byInstitution { institution { code } count amount } withoutAccountByReason { reason count }`;

let reports: ReportDatabase;

beforeAll(async () => {
  reports = await createReportDatabase();
});
afterAll(() => reports.close());
beforeEach(() => reports.clear());

describe('coverage', () => {
  it('counts persons, accounts and money of an area with all areas below it', async () => {
    await tell(reports.database.pool, threePersons());

    const { data, errors } = await ask(
      monitor,
      `{ coverage(area: "${PROVINCE}") { area { id } ${FIGURES} } }`,
    );

    expect(errors).toBeUndefined();
    expect(data.coverage).toEqual({
      area: { id: formatId('adm', areaId(PROVINCE)) },
      beneficiaries: 3,
      withAccount: 2,
      withAccountRate: 66.67,
      paidThroughAccount: 1,
      paidThroughAccountRate: 33.33,
      amountThroughAccount: 1_080_000,
      byInstitution: [{ institution: { code: 'BIDV' }, count: 1, amount: 1_080_000 }],
      withoutAccountByReason: [{ reason: 'NO_PHONE', count: 1 }],
    });
  });

  it('reflects what was committed just before the question, though no projector runs', async () => {
    await tell(reports.database.pool, threePersons().slice(0, 2));
    const before = await ask(monitor, '{ coverage(area: "VN") { beneficiaries } }');
    await tell(reports.database.pool, threePersons().slice(2));
    const after = await ask(monitor, '{ coverage(area: "VN") { beneficiaries } }');

    expect([before.data.coverage.beneficiaries, after.data.coverage.beneficiaries]).toEqual([1, 3]);
  });

  it('shows the past as it was, and as it was known', async () => {
    await tell(reports.database.pool, threePersons());
    await reports.events.flush();
    const cursor = await cursorAt(reports.database.pool, reports.events, 2n);

    const { data } = await ask(
      monitor,
      `query ($cursor: Cursor!) {
        early: coverage(area: "VN", asOf: "2025-08-03T00:00:00Z") { asOf beneficiaries withAccount paidThroughAccount }
        before: coverage(area: "VN", asOf: "2025-07-31T16:59:59Z") { beneficiaries }
        known: coverage(area: "VN", knownAt: $cursor) { beneficiaries withAccount }
        period: coverage(area: "VN", period: "2025-07") { paidThroughAccount amountThroughAccount }
      }`,
      { cursor },
    );

    expect(data).toEqual({
      early: { asOf: '2025-08-03T00:00:00.000Z', beneficiaries: 3, withAccount: 1, paidThroughAccount: 0 },
      before: { beneficiaries: 0 },
      known: { beneficiaries: 1, withAccount: 0 },
      period: { paidThroughAccount: 1, amountThroughAccount: 540_000 },
    });
  });

  it('divides an area into the areas one level below, and those again when asked', async () => {
    await tell(reports.database.pool, threePersons());

    const { data } = await ask(
      monitor,
      '{ coverage(area: "VN") { children { area { id } beneficiaries children { area { id } beneficiaries children { asOf } } } } }',
    );

    expect(data.coverage.children).toEqual([
      {
        area: { id: formatId('adm', areaId(PROVINCE)) },
        beneficiaries: 3,
        children: [
          { area: { id: formatId('adm', areaId('13285')) }, beneficiaries: 2, children: [] },
          { area: { id: formatId('adm', areaId('13294')) }, beneficiaries: 1, children: [] },
        ],
      },
      { area: { id: formatId('adm', areaId('40')) }, beneficiaries: 0, children: [] },
    ]);
  });

  it.each([
    ['an adapter', adapter, PROVINCE, 'FORBIDDEN'],
    ['an officer about another province', officer, '40', 'FORBIDDEN'],
    ['an officer about the country', officer, 'VN', 'FORBIDDEN'],
    ['a commune’s officer about the province', communeOfficer, PROVINCE, 'FORBIDDEN'],
    ['anyone about a code that is no unit', monitor, '99999', 'BAD_USER_INPUT'],
  ])('is refused to %s', async (_who, caller, area, code) => {
    const { errors } = await ask(caller, `{ coverage(area: "${area}") { beneficiaries } }`);

    expect(errors?.map((error) => error.extensions.code)).toEqual([code]);
  });

  it.each([
    ['an officer about the own province', officer, PROVINCE],
    ['an officer about a commune of it', officer, '13294'],
    ['a commune’s officer about the commune', communeOfficer, '13285'],
    ['a monitor about the country', monitor, 'VN'],
  ])('is given to %s', async (_who, caller, area) => {
    const { errors } = await ask(caller, `{ coverage(area: "${area}") { beneficiaries } }`);

    expect(errors).toBeUndefined();
  });

  it('knows no unit on a day before there was one', async () => {
    const source = `{ coverage(area: "${PROVINCE}", asOf: "2025-06-30T16:59:59Z") { beneficiaries } }`;

    const { errors } = await ask(monitor, source);

    expect(errors?.[0]?.message).toBe('There is no administrative unit with this code on that day.');
  });

  it('refuses a cursor of another log, and one that lies beyond the end', async () => {
    const ask1 = (cursor: string) =>
      ask(monitor, 'query ($c: Cursor!) { coverage(area: "VN", knownAt: $c) { asOf } }', { c: cursor });

    const other = await ask1(formatCursor({ logId: 'another', position: 0n }));
    const beyond = await ask1(reports.events.cursorAt({ position: 5n }));

    expect([other, beyond].map(({ errors }) => errors?.[0]?.extensions.code)).toEqual([
      'CURSOR_EXPIRED',
      'CURSOR_EXPIRED',
    ]);
  });

  it('asks to come back when the figures cannot be brought up to date in time', async () => {
    const stuck = { ...reports.events, logId: 'x', lastPosition: () => Promise.resolve(0n) };
    const events = { ...stuck, flush: () => new Promise<void>(() => undefined) };

    const { errors } = await ask(
      monitor,
      '{ coverage(area: "VN") { asOf } }',
      {},
      { events, catchUpMsMax: 1 },
    );

    expect(errors?.[0]?.extensions.code).toBe('SOURCE_UNAVAILABLE');
  });

  it('takes as many statements for many areas as for few', async () => {
    const source =
      '{ coverage(area: "VN") { beneficiaries children { beneficiaries children { beneficiaries } } } }';
    const few = await countStatements(() => ask(monitor, source));
    await reports.database.pool.query(MANY_AREAS);

    const many = await countStatements(() => ask(monitor, source));

    expect((await ask(monitor, source)).data.coverage.children).toHaveLength(22);
    expect(many).toHaveLength(few.length);
    expect(many.filter((text) => text.includes('report.tally'))).toHaveLength(2);
  });
});

describe('a rate', () => {
  it.each([
    [0, 0, 0],
    [1, 3, 33.33],
    [2, 3, 66.67],
    [39_921, 83_903, 47.58],
    [1, 8, 12.5],
    [1, 800, 0.13],
    [3, 800, 0.38],
    [7, 7, 100],
  ])('of %d in %d is %d percent', (part, whole, expected) => {
    expect(ratePercent(part, whole)).toBe(expected);
  });
});

/** Twenty provinces of ten communes. */
const MANY_AREAS = `
  WITH unit AS (
    INSERT INTO social_protection.administrative_unit (id, code, name, level, parent_id, valid_from)
    SELECT gen_random_uuid(), 'P' || i, 'Tỉnh', 'PROVINCE', '${areaId('VN')}', '2025-07-01' FROM generate_series(1, 20) i
    RETURNING id, parent_id
  ), commune AS (
    INSERT INTO social_protection.administrative_unit (id, code, name, level, parent_id, valid_from)
    SELECT gen_random_uuid(), 'C' || i || id, 'Xã', 'COMMUNE', id, '2025-07-01' FROM unit, generate_series(1, 10) i
    RETURNING id, parent_id
  )
  INSERT INTO social_protection.area_closure (ancestor_id, descendant_id, depth)
  SELECT id, id, 0 FROM unit UNION ALL SELECT parent_id, id, 1 FROM unit
  UNION ALL SELECT id, id, 0 FROM commune UNION ALL SELECT parent_id, id, 1 FROM commune
  UNION ALL SELECT '${areaId('VN')}', id, 2 FROM commune`;

/** One with an account and two payments, one with an account since the fifth, one without. */
function threePersons(): Said[] {
  const at = (day: number): Date => new Date(Date.UTC(2025, 7, day));
  const entitled = (person: number): Said => ({
    kind: 'ENTITLED',
    person,
    right: person,
    from: '2025-08-01',
    to: null,
  });
  const paid = { kind: 'SETTLED' as const, person: 0, institution: 'BIDV', isCash: false, amount: 540_000 };
  return [
    { kind: 'LIVES', person: 0, area: '13285', reason: null, at: at(1) },
    entitled(0),
    { kind: 'LIVES', person: 1, area: '13294', reason: null, at: at(1) },
    entitled(1),
    { kind: 'LIVES', person: 2, area: '13285', reason: 'NO_PHONE', at: at(1) },
    entitled(2),
    { kind: 'CHECKED', holder: 0, account: 1, status: 'VERIFIED', at: at(2) },
    { kind: 'CHECKED', holder: 1, account: 11, status: 'VERIFIED', at: at(5) },
    { ...paid, payment: 1, period: '2025-07', at: at(6) },
    { ...paid, payment: 2, period: '2025-08', at: at(7) },
  ];
}

interface Answer {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers are read by path in every test
  data: any;
  errors?: readonly { message: string; extensions: { code?: string } }[];
}

async function ask(
  caller: Caller,
  source: string,
  variableValues: Record<string, unknown> = {},
  changes: Partial<ReportDeps> = {},
): Promise<Answer> {
  const { schema } = createReportSubgraph({ ...reports.deps, ...changes });
  const document = parse(source);
  expect(validate(schema, document)).toEqual([]);
  const contextValue = { caller, requestId: 'test' };
  return JSON.parse(
    JSON.stringify(await execute({ schema, document, contextValue, variableValues })),
  ) as Answer;
}
