/** Figures that the real domains' events give, against SQL aggregates over the domains' own tables: a demo list is imported,
 *  accounts are checked, a batch is paid, some of it comes back, and a later list changes what the first one said. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { callerFromToken, findArea, type Caller } from '../../src/access/index.js';
import {
  claimAccountChecks,
  DEFAULT_ACCOUNT_POLICY,
  loadInstitutions,
  openRails,
  reportAccountChecks,
  requestAccountChecks,
  takeUpListedAccounts,
  type AccountDeps,
  type NewInstitution,
} from '../../src/account/index.js';
import { prismaOf, withTransaction } from '../../src/database/index.js';
import { generateDemo } from '../../src/demo/generator/index.js';
import { openEvents, type Events } from '../../src/event/index.js';
import { approveBatch } from '../../src/payment/approve-batch.js';
import { claimPayments } from '../../src/payment/claim-payments.js';
import { createBatch } from '../../src/payment/create-batch.js';
import { createRecoveryWatch } from '../../src/payment/recovery/recovery-watch.js';
import { DEFAULT_PAYMENT_POLICY, recordFunding, type PaymentDeps } from '../../src/payment/index.js';
import { reportStatuses, type StatusReport } from '../../src/payment/report-statuses.js';
import { readAreas, type CoverageFigures } from '../../src/report/coverage.js';
import { followUpTo } from '../../src/report/follow-log.js';
import { importList, loadReferenceData, transactionsOf } from '../../src/social-protection/index.js';
import { calendarDateOf, parseCalendarDate, parsePeriod } from '../../src/values/index.js';
import { createTransact } from '../../src/work/index.js';
import { createTestDatabase, type TestDatabase } from '../setup/test-database.js';
import { DATA_DIR } from '../social-protection/list-file.js';
import { openLookUps } from '../setup/look-ups.js';

const PROVINCE = '37';
const INSTITUTIONS = ['BIDV', 'AGRIBANK', 'MOMO', 'VIETTEL_MONEY', 'NAPAS'];
const clock = () => new Date();
const today = calendarDateOf(clock());
const period = parsePeriod(today.slice(0, 7));
const person = (role: string) => callerFromToken({ sub: role, roles: [role], area: PROVINCE });
const machine = (institution: string) =>
  callerFromToken({ sub: institution, roles: ['adapter'], institution });

let database: TestDatabase;
let events: Events;
let account: AccountDeps;
let payment: PaymentDeps;
let turn = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  const { pool: db } = database;
  events = await openEvents({ pool: db });
  await loadReferenceData(transactionsOf(db), DATA_DIR);
  const shipped = JSON.parse(readFileSync(join(DATA_DIR, 'institutions.json'), 'utf8')) as {
    institutions: NewInstitution[];
  };
  await loadInstitutions(
    db,
    shipped.institutions.map((one) => ({ ...one, bin: one.bin ?? null })),
  );
  await openRails(db, INSTITUTIONS);
  const shared = { db, clock, transact: createTransact(db, () => undefined) };
  account = { ...shared, ...openLookUps(), policy: DEFAULT_ACCOUNT_POLICY, noteSeen: () => undefined };
  payment = {
    ...shared,
    prisma: prismaOf(db),
    policy: DEFAULT_PAYMENT_POLICY,
    noteRail: () => undefined,
    recovery: createRecoveryWatch(db),
    noteSeen: () => undefined,
  };
});
afterAll(async () => {
  await events.stop();
  await database.drop();
});

describe('coverage now', () => {
  it('is what the tables of the domains say, after all that can happen to a province', async () => {
    const targetDir = mkdtempSync(join(tmpdir(), 'ansinh-coverage-'));
    const { csv } = await generateDemo({ people: 250, dataDir: DATA_DIR, targetDir, today });

    await importFile(csv);
    await expectAgreement();
    await checkAccounts();
    await expectAgreement();
    await payBatch();
    const paid = await expectAgreement();
    await importFile(laterList(csv, join(targetDir, 'later.csv')));
    await checkAccounts();
    const changed = await expectAgreement();

    expect(paid.beneficiaries).toBeGreaterThan(200);
    expect(paid.withAccount).toBeLessThan(paid.beneficiaries);
    expect(paid.paidThroughAccount).toBeGreaterThan(50);
    expect(changed).not.toEqual(paid);
  }, 60_000);
});

async function importFile(path: string): Promise<void> {
  const { pool: db } = database;
  const deps = { db, clock, transact: transactionsOf(db), dataDir: DATA_DIR };
  await importList(deps, { path, importedBy: 'test' });
  await takeUpListedAccounts(account);
}

/** Some people move, some say why they have no account, some name their receiver by another document. */
function laterList(csv: string, path: string): string {
  const rows = parse<Record<string, string>>(readFileSync(csv), { bom: true, columns: true });
  const changed = rows.map((row, at) => {
    if (at % 5 === 0) return { ...row, 'Mã xã': at % 2 === 0 ? '13285' : '13291' };
    if (at % 7 === 0) return { ...row, 'Lý do không mở được tài khoản': 'Không có điện thoại' };
    return row['Văn bản uỷ quyền'] ? { ...row, 'Văn bản uỷ quyền': `GUQ mới ${String(at)}` } : row;
  });
  writeFileSync(path, stringify(changed, { header: true }));
  return path;
}

/** Institutions answer for every account that they are asked about, not always well, and in whole seconds. */
async function checkAccounts(): Promise<void> {
  await requestAccountChecks(account, person('officer'), { area: PROVINCE, onlyStale: true });
  for (const caller of INSTITUTIONS.map(machine)) {
    const claimed = await claimAccountChecks(account, caller, CLAIM);
    const reports = claimed.map(({ task, question }) => ({
      reportId: `check-${String((turn += 1))}`,
      taskId: task.id,
      accountState: turn % 9 === 0 ? ('CLOSED' as const) : ('OPEN' as const),
      returnedName: turn % 8 === 0 ? 'NGUOI KHAC' : question.holder_name,
      checkedAt: new Date(Math.floor(Date.now() / 1000) * 1000),
    }));
    await reportAccountChecks(account, caller, reports);
  }
}

async function payBatch(): Promise<void> {
  await database.pool.query(`INSERT INTO population.citizen_verdict (citizen_id, verdict, source, checked_at)
    SELECT citizen_id, 'MATCH', 'CSDLDC', now() FROM social_protection.person`);
  const made = await createBatch(payment, person('officer'), { area: PROVINCE, period, kind: 'REGULAR' });
  if (made.kind !== 'CREATED') throw new Error(made.kind);
  const approval = { id: made.batch.id, acceptFlagsReason: 'cùng hộ' };
  expect((await approveBatch(payment, person('approver'), approval)).kind).toBe('APPROVED');
  const funding = {
    batchId: made.batch.id,
    documentNumber: '1',
    amount: 10n ** 12n,
    date: parseCalendarDate(today),
  };
  expect((await recordFunding(payment, person('treasurer'), funding)).kind).toBe('RECORDED');
  for (const caller of INSTITUTIONS.map(machine)) {
    const references = (await claimPayments(payment, caller, CLAIM)).map(({ attempt }) => attempt.reference);
    const fates = references.map((reference, at) => ({ reference, fate: FATES[at % FATES.length]! }));
    for (const status of ['ACCEPTED', 'SETTLED', 'REJECTED', 'RETURNED'] as const)
      await report(
        caller,
        fates.filter(({ fate }) => fate.includes(status)).map(({ reference }) => ({ reference, status })),
      );
  }
}

const CLAIM = { limit: 1_000, leaseSeconds: 600, newSession: false };
const FATES = [
  ['ACCEPTED', 'SETTLED'],
  ['SETTLED'],
  ['SETTLED', 'RETURNED'],
  ['REJECTED'],
  ['ACCEPTED'],
  ['RETURNED'],
];

function report(caller: Caller, all: readonly Pick<StatusReport, 'reference' | 'status'>[]) {
  const reports = all.map((one) => ({
    reportId: `status-${String((turn += 1))}`,
    evidence: 'REPLY' as const,
    occurredAt: new Date(),
    ...one,
  }));
  return reportStatuses(payment, caller, reports);
}

/** The province and each of its communes, and the country. Returns the province. */
async function expectAgreement(): Promise<CoverageFigures> {
  const { pool: db } = database;
  await events.flush();
  const position = await events.lastPosition();
  await followUpTo(
    { db, transact: (work) => withTransaction(db, work), events, clock, batchEventsMax: 100 },
    position,
  );
  const ids = (
    await Promise.all(['VN', PROVINCE].map((code) => findArea(db, code, today, { kind: 'COUNTRY' })))
  ).map((id) => id ?? '');
  const answers = await readAreas(db, ids, { asOf: clock(), day: today, position, period: null });
  const all = answers.flatMap(({ figures, children }) => [figures, ...children]);
  const recounted = await recount(
    db,
    all.map(({ areaId }) => areaId),
  );
  expect(all.map(asText)).toEqual(recounted);
  return answers[1]!.figures;
}

function asText({ areaId, amountThroughAccount, byInstitution, ...figures }: CoverageFigures) {
  return {
    areaId,
    beneficiaries: figures.beneficiaries,
    withAccount: figures.withAccount,
    paidThroughAccount: figures.paidThroughAccount,
    amountThroughAccount: String(amountThroughAccount),
    byInstitution: Object.fromEntries(
      byInstitution.map(({ institution, count, amount }) => [
        institution,
        `${String(count)} ${String(amount)}`,
      ]),
    ),
    byReason: Object.fromEntries(figures.withoutAccountByReason.map(({ reason, count }) => [reason, count])),
  };
}

/** One area at a time, as somebody would write it who has the tables and no log. */
async function recount(db: TestDatabase['pool'], areaIds: readonly string[]) {
  const { rows } = await db.query<ReturnType<typeof asText>>(
    `WITH person AS (
       SELECT c.ancestor_id AS area_id, b.id, b.no_account_reason AS reason, EXISTS (
         SELECT 1 FROM account.account a WHERE a.status = 'VERIFIED' AND (a.citizen_id = b.citizen_id OR a.citizen_id IN (
           SELECT m.receiver_citizen_id FROM social_protection.authorisation m
           WHERE m.beneficiary_id = b.id AND $2::date BETWEEN m.valid_from AND coalesce(m.valid_to, 'infinity')))
       ) AS has_account
       FROM social_protection.beneficiary b
       JOIN social_protection.area_closure c ON c.descendant_id = b.area_id
       WHERE EXISTS (SELECT 1 FROM social_protection.entitlement e
         WHERE e.beneficiary_id = b.id AND $2::date BETWEEN e.valid_from AND coalesce(e.valid_to, 'infinity'))
     ), paid AS (
       SELECT p.area_id, p.id, y.institution_code, y.amount FROM person p
       JOIN payment.payment y ON y.beneficiary_id = p.id AND y.status = 'SETTLED' AND y.account_id IS NOT NULL
     )
     SELECT area AS "areaId",
       (SELECT count(*)::int FROM person WHERE area_id = area) AS beneficiaries,
       (SELECT count(*)::int FROM person WHERE area_id = area AND has_account) AS "withAccount",
       (SELECT count(DISTINCT id)::int FROM paid WHERE area_id = area) AS "paidThroughAccount",
       (SELECT coalesce(sum(amount), 0)::text FROM paid WHERE area_id = area) AS "amountThroughAccount",
       (SELECT coalesce(jsonb_object_agg(institution_code, line), '{}') FROM (
         SELECT institution_code, concat(count(DISTINCT id), ' ', sum(amount)) AS line FROM paid WHERE area_id = area GROUP BY 1
       ) i) AS "byInstitution",
       (SELECT coalesce(jsonb_object_agg(reason, count), '{}') FROM (
         SELECT reason, count(*) FROM person WHERE area_id = area AND NOT has_account AND reason IS NOT NULL GROUP BY 1
       ) r) AS "byReason"
     FROM unnest($1::uuid[]) WITH ORDINALITY AS a(area, place) ORDER BY place`,
    [areaIds, today],
  );
  return rows;
}
