/** A list of reports with one in it that cannot be taken: that one is refused by its name, and every other one counts. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildSchema, parse } from 'graphql';

import { callerFromToken, type Caller } from '../../src/access/index.js';
import { loadInstitutions, openRails, requestAccountChecks } from '../../src/account/index.js';
import { createDomains, type Domains } from '../../src/app/create-domains.js';
import { createSubgraphs } from '../../src/app/create-subgraphs.js';
import { prismaOf, type Database } from '../../src/database/index.js';
import { openEvents, type Events } from '../../src/event/index.js';
import { executeSupergraph, type ExecutableSupergraph } from '../../src/federation/index.js';
import { loneItemsOf } from '../../src/graphql/index.js';
import { createLogger } from '../../src/http/index.js';
import { approveBatch } from '../../src/payment/approve-batch.js';
import { createBatch } from '../../src/payment/create-batch.js';
import { recordFunding } from '../../src/payment/record-funding.js';
import { requestCitizenChecks } from '../../src/population/index.js';
import { loadReferenceData, transactionsOf } from '../../src/social-protection/index.js';
import { parseCalendarDate, parsePeriod } from '../../src/values/index.js';
import { createTransact, openWorkSignal, type WorkSignal } from '../../src/work/index.js';
import { projectRoot } from '../architecture/source-file.js';
import type { Data } from '../setup/hub-client.js';
import { COMMUNE, seedPeople } from '../setup/payable-people.js';
import { createTestDatabase, type TestDatabase } from '../setup/test-database.js';
import { faultsOf, type Fault } from './poisoned-arguments.js';
import { openLookUps } from '../setup/look-ups.js';

const PEOPLE = 1_000;
const AREA = '37';
const schema = buildSchema(readFileSync(join(projectRoot, 'schema/api.graphql'), 'utf8'));
const caller = (claims: object): Caller => callerFromToken({ sub: 'somebody', ...claims });
const officer = caller({ sub: 'officer', roles: ['officer'], area: AREA, purposes: ['PAYMENT_PREPARATION'] });
const approver = caller({ sub: 'approver', roles: ['approver'], area: AREA });
const treasurer = caller({ sub: 'treasurer', roles: ['treasurer'], area: AREA });
const machine = (institution: string): Caller => caller({ roles: ['adapter'], institution });

let database: TestDatabase;
let events: Events;
let signal: WorkSignal;
let domains: Domains;
let graph: ExecutableSupergraph;

beforeAll(async () => {
  database = await createTestDatabase();
  const { pool } = database;
  await loadReferenceData(transactionsOf(pool), join(projectRoot, 'prisma/data'));
  const bidv = { code: 'BIDV', name: 'BIDV', kind: 'BANK' as const, servedBy: 'BIDV', bin: '970418' };
  await loadInstitutions(pool, [bidv]);
  await openRails(pool, ['BIDV']);
  events = await openEvents({ pool });
  signal = openWorkSignal({ pool });
  domains = createDomains({
    database: { pool, prisma: prismaOf(pool), work: { pool, prisma: prismaOf(pool) } } as unknown as Database,
    transact: createTransact(pool, () => undefined),
    config: { policy: { accountQuarantineDays: 0 } } as Parameters<typeof createDomains>[0]['config'],
    clock: () => new Date(),
    ...openLookUps(),
    ...{ events, signal, logger: createLogger({ level: 'silent' }) },
  });
  const subgraphs = createSubgraphs(domains);
  graph = await executeSupergraph({
    subgraphs,
    supergraph: readFileSync(join(projectRoot, 'schema/supergraph.graphql'), 'utf8'),
    loneItems: loneItemsOf(subgraphs.map((subgraph) => subgraph.schema)),
  });
  await seedPeople(pool, { count: PEOPLE, programme: 'HTXH' });
}, 60_000);

afterAll(async () => {
  await domains.settle();
  await signal.stop();
  await events.stop();
  await database.drop();
});

async function ask(who: Caller, source: string, variables: object): Promise<Data> {
  const contextValue = { caller: who, requestId: 'test' };
  const { data, errors } = await graph.execute({
    ...{ document: parse(source), contextValue, variables: variables as Record<string, unknown> },
  });
  const [error] = errors ?? [];
  if (error) throw error;
  return Object.values(data ?? {})[0] as Data;
}

const count = async (text: string): Promise<number> =>
  (await database.pool.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${text}`)).rows[0]!.count;

/** One of the reports with a fault in it. */
function withFault(reports: readonly Data[], at: number, { path, poison }: Fault): readonly Data[] {
  const faulty = structuredClone(reports[at])!;
  const holder = path.slice(0, -1).reduce<Data>((inner, key) => (inner[key] ??= {}) as Data, faulty);
  holder[path.at(-1)!] = poison;
  return reports.with(at, faulty);
}

const NOW = new Date().toISOString();
const nameOf = ({ path, poison }: Fault): string =>
  `${path.join('.')} = ${JSON.stringify(poison).slice(0, 40)}`;

/** The receipts of all reports, for the call that has this fault in the middle. */
function expectOneRefused(receipts: readonly Data[], at: number, { path }: Fault, others: string): void {
  const [refused] = receipts.slice(at, at + 1);
  expect(refused).toMatchObject({ outcome: 'REFUSED', message: expect.stringContaining(path.join('.')) });
  expect(new Set(receipts.toSpliced(at, 1).map(({ outcome }) => outcome as string))).toEqual(
    new Set([others]),
  );
}

describe('a thousand reports of payments', () => {
  const REPORT = `mutation ($reports: [PaymentStatusReport!]!) {
    reportPaymentStatuses(reports: $reports) { reportId outcome message } }`;
  let references: readonly string[];

  beforeAll(async () => {
    const { payment } = domains;
    const period = parsePeriod('2026-11');
    const made = await createBatch(payment, officer, { area: AREA, period, kind: 'REGULAR' });
    if (made.kind !== 'CREATED') throw new Error(made.kind);
    const batchId = made.batch.id;
    await approveBatch(payment, approver, { id: batchId });
    const document = { documentNumber: 'C2-02/1', date: parseCalendarDate('2026-11-20') };
    await recordFunding(payment, treasurer, { ...document, batchId, amount: 540_000n * BigInt(PEOPLE) });
    const { rows } = await database.pool.query<{ reference: string }>(
      'SELECT reference FROM payment.attempt',
    );
    references = rows.map(({ reference }) => reference);
    expect(references).toHaveLength(PEOPLE);
  }, 60_000);

  const faults = faultsOf(schema, 'PaymentStatusReport', 'reportId');

  it.each(faults.map((fault, nth) => [nameOf(fault), nth, fault] as const))(
    'with %s in one of them count but for that one',
    async (_name, nth, fault) => {
      const before = await count('payment.status_report');
      const reports = references.map((reference, at) => ({
        ...{ reportId: `r-${nth}-${at}`, reference, status: 'ACCEPTED', evidence: 'REPLY', occurredAt: NOW },
      }));

      const receipts = await ask(machine('BIDV'), REPORT, { reports: withFault(reports, 500, fault) });

      // The first call moves the payments, later ones find them there.
      expectOneRefused(receipts as unknown as Data[], 500, fault, nth === 0 ? 'APPLIED' : 'STALE');
      expect((await count('payment.status_report')) - before).toBe(PEOPLE - 1);
    },
  );

  it('are refused as a whole where one has no readable id to be refused by', async () => {
    const report = { reference: references[0], status: 'ACCEPTED', evidence: 'REPLY', occurredAt: NOW };

    const asked = ask(machine('BIDV'), REPORT, { reports: [{ ...report, reportId: {} }] });

    await expect(asked).rejects.toThrow(/reportId|reports/);
  });

  it('may all be wrong', async () => {
    const reports = references.map((_, at) => ({ reportId: `w-${at}`, reference: '\0' }));

    const receipts = await ask(machine('BIDV'), REPORT, { reports });

    expect(new Set((receipts as unknown as Data[]).map(({ outcome }) => outcome as string))).toEqual(
      new Set(['REFUSED']),
    );
  });
});

describe.each([
  {
    kind: 'accounts',
    type: 'AccountCheckReport',
    institution: 'BIDV',
    claim: 'claimAccountChecks',
    report: 'reportAccountChecks',
    answer: { accountState: 'OPEN', returnedName: 'NGUYEN VAN THU', checkedAt: NOW },
    table: 'account.account_check WHERE reported_at IS NOT NULL',
    request: () => requestAccountChecks(domains.account, officer, { area: AREA, onlyStale: false }),
  },
  {
    kind: 'citizens',
    type: 'CitizenCheckReport',
    institution: 'CSDLDC',
    claim: 'claimCitizenChecks',
    report: 'reportCitizenChecks',
    answer: { verdict: 'MATCH', checkedAt: NOW },
    table: 'population.citizen_check WHERE reported_at IS NOT NULL',
    request: () => requestCitizenChecks(domains.population, officer, { area: AREA, onlyStale: false }),
  },
])('reports of $kind', ({ type, institution, claim, report, answer, table, request }) => {
  const SIZE = 30;
  const faults = faultsOf(schema, type, 'reportId');
  let tasks: readonly string[];

  beforeAll(async () => {
    await request();
    const claimed = await ask(machine(institution), `mutation { ${claim}(limit: 1000) { id } }`, {});
    tasks = (claimed as unknown as Data[]).map(({ id }) => id as string);
    expect(tasks.length).toBeGreaterThanOrEqual(faults.length * SIZE);
  });

  it.each(faults.map((fault, nth) => [nameOf(fault), nth, fault] as const))(
    'with %s in one of them count but for that one',
    async (_name, nth, fault) => {
      const before = await count(table);
      const reports = tasks
        .slice(nth * SIZE, (nth + 1) * SIZE)
        .map((taskId, at) => ({ ...answer, reportId: `r-${nth}-${at}`, taskId }));
      const source = `mutation ($reports: [${type}!]!) { ${report}(reports: $reports) { reportId outcome message } }`;

      const receipts = await ask(machine(institution), source, { reports: withFault(reports, 15, fault) });

      expectOneRefused(receipts as unknown as Data[], 15, fault, 'APPLIED');
      expect((await count(table)) - before).toBe(SIZE - 1);
    },
  );
});

describe('a list of recipients', () => {
  const REPORT = `mutation ($input: RecipientListInput!) { reportRecipients(input: $input) {
    received isComplete receipts { line outcome message } } }`;
  const SIZE = 10;
  const recipient = (line: number): Data => ({
    ...{ line, personalId: `03705000${String(line).padStart(4, '0')}`, fullName: 'Nguyễn Văn Ví Dụ' },
    ...{ yearOfBirth: 1950, commune: COMMUNE, monthlyAmount: 3_000_000, validFrom: '2020-03-01' },
    ...{ documentRef: `Sổ ${line}`, account: { institution: 'BIDV', number: `4831000${line}` } },
  });
  const input = (nth: number, recipients: readonly Data[]): Data => ({
    ...{ listId: `L${nth}`, period: '2026-11', programme: 'BHXH-HUU', area: AREA, expected: SIZE },
    ...{ issuedAt: new Date(Date.UTC(2026, 0, 1, 0, nth)).toISOString(), recipients },
  });
  const faults = faultsOf(schema, 'RecipientInput', 'line');

  it.each(faults.map((fault, nth) => [nameOf(fault), nth, fault] as const))(
    'with %s in a line becomes whole with that line refused',
    async (_name, nth, fault) => {
      const lines = Array.from({ length: SIZE }, (_, at) => recipient(at + 1));
      const page = input(nth, withFault(lines, 4, fault));

      const answer = await ask(machine('BHXH'), REPORT, { input: page });
      const again = await ask(machine('BHXH'), REPORT, { input: page });

      expect(answer).toMatchObject({ received: SIZE, isComplete: true });
      expectOneRefused(answer['receipts'] as Data[], 4, fault, 'APPLIED');
      expectOneRefused(again['receipts'] as Data[], 4, fault, 'DUPLICATE');
    },
  );
});
