/** What a later list changes about people who are known already, and what it cannot change. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openImportBench, RECEIVER, type ImportBench } from './import-bench.js';
import { soundCells } from './list-file.js';

let bench: ImportBench;
beforeAll(async () => {
  bench = await openImportBench();
});
afterAll(() => bench.database.drop());
beforeEach(() => bench.clear());

describe('a later list', () => {
  it('with another amount from a later month ends the earlier version the day before', async () => {
    await bench.importRows([soundCells()]);

    const summary = await bench.importRows([soundCells({ amount: '650.000', validFrom: '10/2026' })]);

    expect(summary).toMatchObject({ newBeneficiaries: 0, newEntitlements: 1, changedEntitlements: 1 });
    expect(await bench.entitlements()).toEqual([
      { monthly_amount: 540_000n, valid_from: '2026-07-01', valid_to: '2026-09-30' },
      { monthly_amount: 650_000n, valid_from: '2026-10-01', valid_to: null },
    ]);
    expect((await bench.events()).slice(2)).toEqual(['entitlement ENDED', 'entitlement GRANTED']);
  });

  it('with another amount from the same month corrects it', async () => {
    await bench.importRows([soundCells()]);

    await bench.importRows([soundCells({ amount: '650.000' })]);

    expect(await bench.entitlements()).toEqual([
      { monthly_amount: 650_000n, valid_from: '2026-07-01', valid_to: null },
    ]);
    expect((await bench.events()).at(-1)).toBe('entitlement CHANGED');
  });

  it('that states no month leaves a right of the same amount as it is', async () => {
    await bench.importRows([soundCells()]);

    await bench.importRows([soundCells({ validFrom: '', address: 'Tổ 5' })]);

    expect(await bench.entitlements()).toHaveLength(1);
  });

  it('from an earlier month adds what came before', async () => {
    await bench.importRows([soundCells()]);

    await bench.importRows([soundCells({ amount: '500.000', validFrom: '07/2025' })]);

    expect(await bench.entitlements()).toEqual([
      { monthly_amount: 500_000n, valid_from: '2025-07-01', valid_to: '2026-06-30' },
      { monthly_amount: 540_000n, valid_from: '2026-07-01', valid_to: null },
    ]);
  });

  it('moves a beneficiary and takes down the new way of being paid', async () => {
    await bench.importRows([soundCells()]);

    const summary = await bench.importRows([
      soundCells({ commune: '13291', method: 'Tiền mặt', noAccountReason: 'Không có điện thoại' }),
    ]);

    expect(summary.changedBeneficiaries).toBe(1);
    const [card] = await bench.query<object>(
      'SELECT payment_method, no_account_reason FROM social_protection.beneficiary_card',
    );
    expect(card).toEqual({ payment_method: 'CASH', no_account_reason: 'NO_PHONE' });
    expect((await bench.events()).at(-1)).toBe('beneficiary CHANGED');
    expect(await bench.query<object>('SELECT id FROM social_protection.survey')).toHaveLength(2);
  });

  it('corrects a name that the register has not confirmed', async () => {
    await bench.importRows([soundCells()]);

    await bench.importRows([soundCells({ fullName: 'Nguyễn Thị Vì Dụ' })]);

    const [person] = await bench.query<object>('SELECT full_name FROM social_protection.person');
    expect(person).toEqual({ full_name: 'Nguyễn Thị Vì Dụ' });
    expect((await bench.events()).at(-1)).toBe('beneficiary CORRECTED');
  });

  it('cannot give a confirmed number to somebody else', async () => {
    await bench.importRows([soundCells()]);
    await bench.database.pool.query(
      "INSERT INTO population.citizen_verdict (citizen_id, verdict, source, mismatches) SELECT citizen_id, 'MATCH', 'CSDLDC', '{}' FROM social_protection.person",
    );

    const summary = await bench.importRows([soundCells({ fullName: 'Trần Thị Khác' })]);

    expect(summary.refusedByCode).toEqual({ CONFLICTING_ROW: 1 });
  });

  it('with a new mandate ends the earlier one', async () => {
    await bench.importRows([soundCells(RECEIVER)]);
    bench.setNow('2026-12-05T03:00:00Z');

    await bench.importRows([
      soundCells({
        ...RECEIVER,
        receiverName: 'Lê Thị Mẫu',
        receiverPersonalId: '037180000009',
        mandate: 'GUQ 2/2026',
      }),
    ]);

    const mandates = await bench.query<object>(
      'SELECT receiver_name, valid_from, valid_to FROM social_protection.receiver ORDER BY valid_from',
    );
    expect(mandates).toEqual([
      { receiver_name: 'Nguyễn Văn Mẫu', valid_from: '2026-11-22', valid_to: '2026-12-04' },
      { receiver_name: 'Lê Thị Mẫu', valid_from: '2026-12-05', valid_to: '2027-12-31' },
    ]);
  });

  it('gives the number to somebody who was known by an old card', async () => {
    await bench.importRows([soundCells({ personalId: '', oldIdNumber: '168123456' })]);

    await bench.importRows([soundCells({ oldIdNumber: '168123456' })]);

    const people = await bench.query<object>('SELECT personal_id FROM social_protection.person');
    expect(people).toEqual([{ personal_id: '037145000001' }]);
  });
});
