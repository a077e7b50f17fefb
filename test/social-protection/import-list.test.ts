/** Importing lists into a real database: what is written, what is refused, and that a repeat changes nothing. */
import { readFile, rename, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { loadReferenceData, transactionsOf } from '../../src/social-protection/index.js';
import { openImportBench, RECEIVER, type ImportBench } from './import-bench.js';
import { csvFile, DATA_DIR, soundCells, temporaryFile, xlsxFile } from './list-file.js';

let bench: ImportBench;
beforeAll(async () => {
  bench = await openImportBench();
});
afterAll(() => bench.database.drop());
beforeEach(() => bench.clear());

describe('a list that is imported', () => {
  it.each([
    ['XLSX', () => xlsxFile([soundCells()])],
    ['CSV', () => csvFile([soundCells()], { bom: true, separator: ';' })],
  ])('as %s gives person, beneficiary, right and events', async (_format, make) => {
    const summary = await bench.importFile(await make());

    expect(summary).toMatchObject({
      rows: 1,
      accepted: 1,
      refused: 0,
      newBeneficiaries: 1,
      newEntitlements: 1,
    });
    const [person] = await bench.query<object>('SELECT * FROM social_protection.person_card');
    expect(person).toMatchObject({
      personal_id: '037145000001',
      full_name: 'Nguyễn Thị Ví Dụ',
      name_folded: 'NGUYEN THI VI DU',
      date_of_birth: '1945-09-02',
      gender: 'FEMALE',
    });
    expect(await bench.entitlements()).toEqual([
      { monthly_amount: 540_000n, valid_from: '2026-07-01', valid_to: null },
    ]);
    expect(await bench.events()).toEqual(['beneficiary LISTED', 'entitlement GRANTED']);
  });

  it('gives an authorised receiver the mandate, and lists the account as the receiver’s', async () => {
    await bench.importRows([soundCells(RECEIVER)]);

    const [mandate] = await bench.query<object>(
      'SELECT receiver_name, valid_to FROM social_protection.receiver',
    );
    expect(mandate).toEqual({ receiver_name: 'Nguyễn Văn Mẫu', valid_to: '2027-12-31' });
    const [account] = await bench.query<object>(
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
    await bench.importRows([
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

    expect(await bench.query<object>('SELECT citizen_id FROM social_protection.person')).toHaveLength(2);
    const [row] = await bench.query<{ year_of_birth: number }>(
      "SELECT year_of_birth FROM social_protection.person WHERE personal_id = '037075000002'",
    );
    expect(row?.year_of_birth).toBe(1975);
  });

  it('gives one person two rights in two programmes', async () => {
    const summary = await bench.importRows([
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
    await bench.importFile(path);
    const before = await bench.everything();
    const renamed = await temporaryFile('danh-sach-2.csv');
    await rename(path, renamed);
    bench.setNow('2026-12-05T03:00:00Z');

    const summary = await bench.importFile(renamed);

    expect(summary).toMatchObject({
      isRepeat: true,
      newBeneficiaries: 0,
      newEntitlements: 0,
      newAuthorisations: 0,
      listedAccounts: 0,
    });
    expect(await bench.everything()).toBe(before);
  });

  it('again after a later list does not undo what that one changed', async () => {
    const first = await csvFile([soundCells({ institution: 'BIDV', accountNumber: '12010001234567' })]);
    await bench.importFile(first);
    await bench.importRows([soundCells({ amount: '600.000', validFrom: '10/2026', method: 'Tiền mặt' })]);
    const before = await bench.everything();

    await bench.importFile(first);

    expect(await bench.everything()).toBe(before);
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

    const summary = await bench.importFile(path);

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
    const { refusedPath } = await bench.importFile(path);
    const text = await readFile(refusedPath!, 'utf8');
    const mended = await temporaryFile('da-sua.csv');
    await writeFile(mended, text.replace('KHÔNG RÕ', 'HTXH'));

    expect(await bench.importFile(mended)).toMatchObject({ accepted: 1, refused: 0 });
  });

  it('are those outside the area of whoever imports', async () => {
    const path = await csvFile([soundCells(), soundCells({ commune: '00004', personalId: '037145000007' })]);

    expect(await bench.importFile(path, '37')).toMatchObject({
      accepted: 1,
      refusedByCode: { OUTSIDE_AREA: 1 },
    });
  });
});

it('a file that is no list leaves nothing behind', async () => {
  const path = await csvFile([]);
  const before = await bench.everything();
  await writeFile(path, 'không,phải,danh sách\r\n1,2,3\r\n');

  await expect(bench.importFile(path)).rejects.toMatchObject({
    code: 'BAD_USER_INPUT',
    problem: 'NO_HEADINGS',
  });

  expect(await bench.everything()).toBe(before);
});

it('two imports at once make one person of one', async () => {
  const [first, second] = [await csvFile([soundCells()]), await csvFile([soundCells({ address: 'Tổ 9' })])];

  await Promise.all([bench.importFile(first), bench.importFile(second)]);

  expect(await bench.query<object>('SELECT 1 AS one FROM social_protection.beneficiary')).toHaveLength(1);
});

it('the shipped units and programmes are loaded once and found unchanged ever after', async () => {
  const count = async () =>
    (
      await bench.query<object>(
        'SELECT count(*)::int AS units, (SELECT count(*)::int FROM social_protection.area_closure) AS links FROM social_protection.administrative_unit',
      )
    )[0];
  const before = await count();

  await loadReferenceData(transactionsOf(bench.database.pool), DATA_DIR);

  expect(await count()).toEqual(before);
});

it('leaves every reference of the units checked, though a new database is filled before it checks', async () => {
  const { rows } = await bench.database.pool.query(`
    SELECT conname AS name, convalidated AS "isChecked" FROM pg_constraint
    WHERE contype = 'f' AND conrelid::regclass::text IN
      ('social_protection.area_closure', 'social_protection.unit_succession') ORDER BY conname`);

  expect(rows).toEqual(
    ['area_closure_ancestor', 'area_closure_descendant', 'unit_succession_from', 'unit_succession_to'].map(
      (reference) => ({ name: `${reference}_id_fkey`, isChecked: true }),
    ),
  );
});
