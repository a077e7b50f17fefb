import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { approveBatch } from '../../src/payment/approve-batch.js';
import { excludePayments } from '../../src/payment/exclude-payments.js';
import { createPaymentSubgraph } from '../../src/payment/index.js';
import type { PaymentDeps } from '../../src/payment/payment-deps.js';
import { DEFAULT_PAYMENT_POLICY } from '../../src/payment/payment-policy.js';
import { formatId } from '../../src/values/index.js';
import { askingOf } from '../account/subgraph-world.js';
import { seedPeople } from '../setup/payable-people.js';
import { approver, officer, openPaymentBench, type PaymentBench } from './payment-bench.js';

let bench: PaymentBench;
let deps: PaymentDeps;
beforeAll(async () => {
  bench = await openPaymentBench();
  deps = { ...bench.deps, policy: DEFAULT_PAYMENT_POLICY };
});
afterAll(() => bench.database.drop());
beforeEach(() => bench.reset());

const query = (text: string) => bench.database.pool.query(text);

/** People whose accounts are what they were for so many days. */
async function peopleSince(days: number, count = 1): Promise<void> {
  await seedPeople(bench.database.pool, { count });
  await query(
    `UPDATE account.account SET status = 'CHECKING'; UPDATE account.account SET status = 'VERIFIED'`,
  );
  await query(`UPDATE account.account SET changed_at = now() - interval '${days} days'`);
}

describe('a payment into an account that was registered or changed within fourteen days', () => {
  it.each([
    [13, 'FLAGS_NEED_REASON'],
    [15, 'APPROVED'],
  ])('changed %i days ago: %s', async (days, kind) => {
    await peopleSince(days);
    const batch = await bench.makeBatch();

    expect((await approveBatch(deps, approver, { id: batch.id })).kind).toBe(kind);
  });

  it('is approved with a written reason, or after it was taken out', async () => {
    await peopleSince(100, 3);
    await query(`UPDATE account.account SET changed_at = now() WHERE number LIKE '%1' OR number LIKE '%2'`);
    const batch = await bench.makeBatch();
    await approveBatch(deps, approver, { id: batch.id });
    const [flagged] = await bench.column<string>('SELECT payment_id AS value FROM payment.recent_account');

    await excludePayments(deps, officer, { batchId: batch.id, paymentIds: [flagged ?? ''], reason: 'chờ' });
    const without = await approveBatch(deps, approver, { id: batch.id });
    const withReason = await approveBatch(deps, approver, { id: batch.id, acceptFlagsReason: 'đã gọi điện' });

    expect([without.kind, withReason.kind]).toEqual(['FLAGS_NEED_REASON', 'APPROVED']);
    expect(await bench.totals()).toEqual({ APPROVED: 2 });
  });

  it('is found although the account changed only after the batch was made', async () => {
    await peopleSince(100);
    const batch = await bench.makeBatch();
    await query(`UPDATE account.account SET status = 'BLOCKED'`);
    await query(
      `UPDATE account.account SET status = 'CHECKING'; UPDATE account.account SET status = 'VERIFIED'`,
    );

    expect((await approveBatch(deps, approver, { id: batch.id })).kind).toBe('FLAGS_NEED_REASON');
  });

  it('is not found where the account was merely checked again, or could not be', async () => {
    await peopleSince(100);
    for (const status of ['CHECKING', 'UNAVAILABLE', 'CHECKING', 'VERIFIED'])
      await query(`UPDATE account.account SET status = '${status}', checked_at = now()`);
    const batch = await bench.makeBatch();

    expect((await approveBatch(deps, approver, { id: batch.id })).kind).toBe('APPROVED');
  });

  it('is found after another holder’s name was written down', async () => {
    await peopleSince(100);
    await query(`UPDATE account.account SET holder_name = 'TRAN THI KHAC'`);
    const batch = await bench.makeBatch();

    expect((await approveBatch(deps, approver, { id: batch.id })).kind).toBe('FLAGS_NEED_REASON');
  });

  it('is approved like any other where the policy is 0 days', async () => {
    await peopleSince(0);
    const batch = await bench.makeBatch();

    expect((await approveBatch(bench.deps, approver, { id: batch.id })).kind).toBe('APPROVED');
  });

  it('is shown to the approver with the day of the change', async () => {
    await peopleSince(3, 2);
    const unused = { events: {} as never, signal: {} as never, version: 'test' };
    const { ask } = askingOf(createPaymentSubgraph({ payment: deps, ...unused }));
    const batch = await bench.makeBatch();
    const id = formatId('bat', batch.id);

    const { approvePaymentBatch: refusal } = await ask(
      approver,
      `mutation ($id: ID!) { approvePaymentBatch(input: { id: $id }) {
        ... on FlagsNeedReason { recentAccountCount flags { rule } } } }`,
      { id },
    );
    const shown = await ask(
      approver,
      `query ($id: ID!) { paymentBatch(id: $id) { recentAccounts(first: 1) {
        totalCount pageInfo { hasNextPage } nodes { changedAt payment { status } } } } }`,
      { id },
    );

    expect(refusal).toEqual({ recentAccountCount: 2, flags: [] });
    expect(shown).toMatchObject({
      paymentBatch: {
        recentAccounts: {
          totalCount: 2,
          pageInfo: { hasNextPage: true },
          nodes: [{ changedAt: expect.any(String), payment: { status: 'DRAFT' } }],
        },
      },
    });
  });
});
