/** Importing lists into a real database: what is written, what is refused, and that a repeat changes nothing. */
import { readFile, rename } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { importList, loadReferenceData, transactionsOf } from '../../src/social-protection/index.js';
import { createTestDatabase, type TestDatabase } from '../setup/test-database.js';
import { csvFile, DATA_DIR, soundCells, temporaryFile, xlsxFile, type Cells } from './list-file.js';

let database: TestDatabase;
let now = new Date('2026-11-22T03:00:00Z');

beforeAll(async () => {
  database = await createTestDatabase();
  await loadReferenceData(transactionsOf(database.pool), DATA_DIR);
});
afterAll(() => database.drop());
beforeEach(async () => {
  now = new Date('2026-11-22T03:00:00Z');
  await database.pool.query(
    `TRUNCATE social_protection.person, social_protection.beneficiary, social_protection.imported_list,
       social_protection.listed_account, social_protection.entitlement, social_protection.authorisation,
       social_protection.survey, event.inbox, population.citizen_verdict`,
  );
});

const importFile = (path: string, areaCode?: string) =>
  importList(
    { db: database.pool, transact: transactionsOf(database.pool), clock: () => now, dataDir: DATA_DIR },
    { path, importedBy: 'test', ...(areaCode === undefined ? {} : { areaCode }) },
  );

const importRows = async (rows: readonly Cells[]) => importFile(await csvFile(rows));

async function query<Row extends object>(text: string): Promise<Row[]> {
  return (await database.pool.query(text)).rows as Row[];
}

const entitlements = () =>
  query<{ monthly_amount: bigint; valid_from: string; valid_to: string | null }>(
    'SELECT monthly_amount, valid_from, valid_to FROM social_protection.entitlement ORDER BY valid_from',
  );

const events = async () =>
  (
    await query<{ word: string }>("SELECT kind || ' ' || status_to AS word FROM event.inbox ORDER BY seq")
  ).map((row) => row.word);

async function everything(): Promise<string> {
  const [row] = await query<{ digest: string }>(`SELECT jsonb_build_object(
    'person', (SELECT jsonb_agg(t ORDER BY citizen_id) FROM social_protection.person t),
    'beneficiary', (SELECT jsonb_agg(t ORDER BY id) FROM social_protection.beneficiary t),
    'entitlement', (SELECT jsonb_agg(t ORDER BY id) FROM social_protection.entitlement t),
    'authorisation', (SELECT jsonb_agg(t ORDER BY id) FROM social_protection.authorisation t),
    'survey', (SELECT jsonb_agg(t ORDER BY id) FROM social_protection.survey t),
    'account', (SELECT jsonb_agg(t ORDER BY beneficiary_id, number) FROM social_protection.listed_account t),
    'list', (SELECT jsonb_agg(t ORDER BY id) FROM social_protection.imported_list t),
    'event', (SELECT jsonb_agg(t ORDER BY seq) FROM event.inbox t))::text AS digest`);
  return row!.digest;
}

const RECEIVER: Cells = {
  receiverName: 'Nguyễn Văn Mẫu',
  receiverPersonalId: '037075000002',
  relationship: 'Con',
  mandate: 'GUQ 1/2026',
  mandateUntil: '31/12/2027',
  receiverInstitution: 'BIDV',
  receiverAccountNumber: '12010001234567',
};

describe('a list that is imported', () => {
  it.each([
    ['XLSX', () => xlsxFile([soundCells()])],
    ['CSV', () => csvFile([soundCells()], { bom: true, separator: ';' })],
  ])('as %s gives person, beneficiary, right and events', async (_format, make) => {
    const summary = await importFile(await make());

    expect(summary).toMatchObject({
      rows: 1,
      accepted: 1,
      refused: 0,
      newBeneficiaries: 1,
      newEntitlements: 1,
    });
    const [person] = await query<object>('SELECT * FROM social_protection.person_card');
    expect(person).toMatchObject({
      personal_id: '037145000001',
      full_name: 'Nguyễn Thị Ví Dụ',
      name_folded: 'NGUYEN THI VI DU',
      date_of_birth: '1945-09-02',
      gender: 'FEMALE',
    });
    expect(await entitlements()).toEqual([
      { monthly_amount: 540_000n, valid_from: '2026-07-01', valid_to: null },
    ]);
    expect(await events()).toEqual(['beneficiary LISTED', 'entitlement GRANTED']);
  });

  it('gives an authorised receiver the mandate, and lists the account as the receiver’s', async () => {
    await importRows([soundCells(RECEIVER)]);

    const [mandate] = await query<object>('SELECT receiver_name, valid_to FROM social_protection.receiver');
    expect(mandate).toEqual({ receiver_name: 'Nguyễn Văn Mẫu', valid_to: '2027-12-31' });
    const [account] = await query<object>(
      `SELECT a.institution_code, a.number, a.is_for_receiver, p.full_name FROM social_protection.account_on_list a
       JOIN social_protection.person_card p ON p.citizen_id = a.citizen_id`,
    );
    expect(account).toEqual({
      institution_code: 'BIDV',
      number: '12010001234567',
      is_for_receiver: true,
      full_name: 'Nguyễn Văn Mẫu',
    });
  });

  it('makes one person of somebody who is beneficiary and receiver', async () => {
    await importRows([
      soundCells(RECEIVER),
      soundCells({
        fullName: 'Nguyễn Văn Mẫu',
        personalId: '037075000002',
        birth: '1975',
        gender: 'Nam',
        programme: 'KT-NANG',
        amount: '810.000',
      }),
    ]);

    expect(await query<object>('SELECT citizen_id FROM social_protection.person')).toHaveLength(2);
    const [row] = await query<{ year_of_birth: number }>(
      "SELECT year_of_birth FROM social_protection.person WHERE personal_id = '037075000002'",
    );
    expect(row?.year_of_birth).toBe(1975);
  });

  it('gives one person two rights in two programmes', async () => {
    const summary = await importRows([
      soundCells(),
      soundCells({ programme: 'NCC-TNLS', amount: '3.012.000' }),
    ]);

    expect(summary).toMatchObject({ newBeneficiaries: 1, newEntitlements: 2 });
  });

  it('a second time, under another name, changes nothing at all', async () => {
    const path = await csvFile([
      soundCells(RECEIVER),
      soundCells({ personalId: '037145000003', institution: 'MOMO', accountNumber: '0390000001' }),
      soundCells({ fullName: '' }),
    ]);
    await importFile(path);
    const before = await everything();
    const renamed = await temporaryFile('danh-sach-2.csv');
    await rename(path, renamed);
    now = new Date('2026-12-05T03:00:00Z');

    const summary = await importFile(renamed);

    expect(summary).toMatchObject({
      isRepeat: true,
      newBeneficiaries: 0,
      newEntitlements: 0,
      newAuthorisations: 0,
      listedAccounts: 0,
    });
    expect(await everything()).toBe(before);
  });

  it('again after a later list does not undo what that one changed', async () => {
    const first = await csvFile([soundCells({ institution: 'BIDV', accountNumber: '12010001234567' })]);
    await importFile(first);
    await importRows([soundCells({ amount: '600.000', validFrom: '10/2026', method: 'Tiền mặt' })]);
    const before = await everything();

    await importFile(first);

    expect(await everything()).toBe(before);
  });
});

describe('a later list', () => {
  it('with another amount from a later month ends the earlier version the day before', async () => {
    await importRows([soundCells()]);

    const summary = await importRows([soundCells({ amount: '650.000', validFrom: '10/2026' })]);

    expect(summary).toMatchObject({ newBeneficiaries: 0, newEntitlements: 1, changedEntitlements: 1 });
    expect(await entitlements()).toEqual([
      { monthly_amount: 540_000n, valid_from: '2026-07-01', valid_to: '2026-09-30' },
      { monthly_amount: 650_000n, valid_from: '2026-10-01', valid_to: null },
    ]);
    expect((await events()).slice(2)).toEqual(['entitlement ENDED', 'entitlement GRANTED']);
  });

  it('with another amount from the same month corrects it', async () => {
    await importRows([soundCells()]);

    await importRows([soundCells({ amount: '650.000' })]);

    expect(await entitlements()).toEqual([
      { monthly_amount: 650_000n, valid_from: '2026-07-01', valid_to: null },
    ]);
    expect((await events()).at(-1)).toBe('entitlement CHANGED');
  });

  it('that states no month leaves a right of the same amount as it is', async () => {
    await importRows([soundCells()]);

    await importRows([soundCells({ validFrom: '', address: 'Tổ 5' })]);

    expect(await entitlements()).toHaveLength(1);
  });

  it('from an earlier month adds what came before', async () => {
    await importRows([soundCells()]);

    await importRows([soundCells({ amount: '500.000', validFrom: '07/2025' })]);

    expect(await entitlements()).toEqual([
      { monthly_amount: 500_000n, valid_from: '2025-07-01', valid_to: '2026-06-30' },
      { monthly_amount: 540_000n, valid_from: '2026-07-01', valid_to: null },
    ]);
  });

  it('moves a beneficiary and takes down the new way of being paid', async () => {
    await importRows([soundCells()]);

    const summary = await importRows([
      soundCells({ commune: '13291', method: 'Tiền mặt', noAccountReason: 'Không có điện thoại' }),
    ]);

    expect(summary.changedBeneficiaries).toBe(1);
    const [card] = await query<object>(
      'SELECT payment_method, no_account_reason FROM social_protection.beneficiary_card',
    );
    expect(card).toEqual({ payment_method: 'CASH', no_account_reason: 'NO_PHONE' });
    expect((await events()).at(-1)).toBe('beneficiary CHANGED');
    expect(await query<object>('SELECT id FROM social_protection.survey')).toHaveLength(2);
  });

  it('corrects a name that the register has not confirmed', async () => {
    await importRows([soundCells()]);

    await importRows([soundCells({ fullName: 'Nguyễn Thị Vì Dụ' })]);

    const [person] = await query<object>('SELECT full_name FROM social_protection.person');
    expect(person).toEqual({ full_name: 'Nguyễn Thị Vì Dụ' });
    expect((await events()).at(-1)).toBe('beneficiary CORRECTED');
  });

  it('cannot give a confirmed number to somebody else', async () => {
    await importRows([soundCells()]);
    await database.pool.query(
      "INSERT INTO population.citizen_verdict (citizen_id, verdict, source, mismatches) SELECT citizen_id, 'MATCH', 'CSDLDC', '{}' FROM social_protection.person",
    );

    const summary = await importRows([soundCells({ fullName: 'Trần Thị Khác' })]);

    expect(summary.refusedByCode).toEqual({ CONFLICTING_ROW: 1 });
  });

  it('with a new mandate ends the earlier one', async () => {
    await importRows([soundCells(RECEIVER)]);
    now = new Date('2026-12-05T03:00:00Z');

    await importRows([
      soundCells({
        ...RECEIVER,
        receiverName: 'Lê Thị Mẫu',
        receiverPersonalId: '037180000009',
        mandate: 'GUQ 2/2026',
      }),
    ]);

    const mandates = await query<object>(
      'SELECT receiver_name, valid_from, valid_to FROM social_protection.receiver ORDER BY valid_from',
    );
    expect(mandates).toEqual([
      { receiver_name: 'Nguyễn Văn Mẫu', valid_from: '2026-11-22', valid_to: '2026-12-04' },
      { receiver_name: 'Lê Thị Mẫu', valid_from: '2026-12-05', valid_to: '2027-12-31' },
    ]);
  });

  it('gives the number to somebody who was known by an old card', async () => {
    await importRows([soundCells({ personalId: '', oldIdNumber: '168123456' })]);

    await importRows([soundCells({ oldIdNumber: '168123456' })]);

    const people = await query<object>('SELECT personal_id FROM social_protection.person');
    expect(people).toEqual([{ personal_id: '037145000001' }]);
  });
});

describe('refused rows', () => {
  it('never stop the others, and are written with their reasons', async () => {
    const path = await csvFile([
      soundCells({ personalId: '123' }),
      soundCells(),
      soundCells({ commune: '99999', personalId: '037145000005' }),
      soundCells(),
      soundCells({ programme: 'KHÔNG RÕ', personalId: '037145000006' }),
      soundCells({ fullName: 'Trần Văn Khác', programme: 'KT-NANG' }),
    ]);

    const summary = await importFile(path);

    expect(summary).toMatchObject({
      rows: 6,
      accepted: 1,
      refused: 5,
      refusedByCode: {
        BAD_PERSONAL_ID: 1,
        UNKNOWN_COMMUNE: 1,
        DUPLICATE_ROW: 1,
        UNKNOWN_PROGRAMME: 1,
        CONFLICTING_ROW: 1,
      },
      refusedPath: `${path}.refused.csv`,
    });
    const lines = (await readFile(summary.refusedPath!, 'utf8')).trim().split('\r\n');
    expect(lines).toHaveLength(6);
    expect(lines[0]).toContain('Lý do');
    expect(lines[3]).toContain('dòng 3');
    expect(lines[3]).toContain('DUPLICATE_ROW');
  });

  it('that were mended are imported from their own file', async () => {
    const path = await csvFile([soundCells({ programme: 'KHÔNG RÕ' })]);
    const { refusedPath } = await importFile(path);
    const text = await readFile(refusedPath!, 'utf8');
    const mended = await temporaryFile('da-sua.csv');
    const { writeFile } = await import('node:fs/promises');
    await writeFile(mended, text.replace('KHÔNG RÕ', 'HTXH'));

    expect(await importFile(mended)).toMatchObject({ accepted: 1, refused: 0 });
  });

  it('are those outside the area of whoever imports', async () => {
    const path = await csvFile([soundCells(), soundCells({ commune: '00004', personalId: '037145000007' })]);

    expect(await importFile(path, '37')).toMatchObject({ accepted: 1, refusedByCode: { OUTSIDE_AREA: 1 } });
  });
});

it('a file that is no list leaves nothing behind', async () => {
  const path = await csvFile([]);
  const before = await everything();
  const { writeFile } = await import('node:fs/promises');
  await writeFile(path, 'không,phải,danh sách\r\n1,2,3\r\n');

  await expect(importFile(path)).rejects.toMatchObject({ code: 'BAD_USER_INPUT', problem: 'NO_HEADINGS' });

  expect(await everything()).toBe(before);
});

it('two imports at once make one person of one', async () => {
  const [first, second] = [await csvFile([soundCells()]), await csvFile([soundCells({ address: 'Tổ 9' })])];

  await Promise.all([importFile(first), importFile(second)]);

  expect(await query<object>('SELECT 1 AS one FROM social_protection.beneficiary')).toHaveLength(1);
});

it('the shipped units and programmes are loaded once and found unchanged ever after', async () => {
  const count = async () =>
    (
      await query<object>(
        'SELECT count(*)::int AS units, (SELECT count(*)::int FROM social_protection.area_closure) AS links FROM social_protection.administrative_unit',
      )
    )[0];
  const before = await count();

  await loadReferenceData(transactionsOf(database.pool), DATA_DIR);

  expect(await count()).toEqual(before);
});
