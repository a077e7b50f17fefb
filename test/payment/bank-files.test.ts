/** Files of banks about settled payments, brought to the hub as `hub reconcile` and the daily round bring them. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readReconciliationFile } from '../../adapters/bidv/reconciliation-file.js';
import { reportStatement, silentLog, type HubConnection, type Statement } from '../../adapters/kit/index.js';
import { readStatementFile } from '../../adapters/protocols/iso20022/index.js';
import type { StatusReport } from '../../src/payment/status-report.js';
import { bankCases } from '../adapters/protocols/iso20022/bank-cases.js';
import { DAY, entry, statement, type PaidTransfer } from '../adapters/protocols/iso20022/bank-files.js';
import { AMOUNT, openExceptionBench, type ExceptionBench } from './exception-bench.js';

let bench: ExceptionBench;
beforeAll(async () => {
  bench = await openExceptionBench();
});
afterAll(() => bench.database.drop());
beforeEach(() => bench.reset());

/** Payments that their bank has said to be settled. */
async function paidByBank(count: number): Promise<readonly PaidTransfer[]> {
  await bench.releasedBatch(count);
  const tasks = await bench.claim();
  const paid = tasks.map(({ attempt }, at) => ({
    reference: attempt.reference,
    bankReference: `FT2633400000000${at + 1}`,
    amount: Number(AMOUNT),
    account: attempt.account_number ?? '',
  }));
  await bench.report(
    paid.map(({ reference, bankReference: externalReference }) => ({
      ...{ reference, externalReference, amount: AMOUNT, status: 'SETTLED', evidence: 'NOTIFICATION' },
    })),
  );
  return paid;
}

/** The hub as an adapter sees it. */
function connection(): HubConnection {
  return {
    execute: async (_document, variables) => {
      const { reports } = variables as unknown as { readonly reports: readonly WireReport[] };
      const taken = reports.map(({ amount, occurredAt, ...report }) => ({
        ...report,
        amount: amount === undefined ? null : BigInt(amount),
        occurredAt: new Date(occurredAt),
      }));
      return { reportPaymentStatuses: await bench.report(taken) } as never;
    },
    close: () => Promise.resolve(),
  };
}

type WireReport = Omit<StatusReport, 'amount' | 'occurredAt'> & {
  readonly amount?: number;
  readonly occurredAt: string;
};

const reconcile = (file: Statement) => reportStatement(connection(), silentLog, file);
const read = (content: string | Uint8Array) => readStatementFile(content, new Date());
const nothing = { applied: 0, known: 0, exceptions: 0, refused: 0, notOurs: 0 };

describe('a bank’s file about settled payments', () => {
  it.each(bankCases.map(({ kind, ...rest }) => [kind, rest] as const))(
    'with %s: each entry moves a payment, is known, waits for a person, is refused, or is not ours',
    async (_kind, { write, becomes }) => {
      const [paid, other] = await paidByBank(2);
      if (!paid || !other) throw new Error('two are paid');
      const file = write(paid, other);

      const summary = await reconcile(read(file));
      const again = await reconcile(read(file));

      expect(summary).toMatchObject({ ...nothing, ...becomes });
      expect(summary.entries).toBe(summary.lines + summary.notOurs);
      const { applied = 0, known = 0, exceptions = 0, ...passed } = becomes;
      expect(again).toMatchObject({ ...nothing, ...passed, known: applied + known + exceptions });
      expect(await bench.totals()).toEqual(applied > 0 ? { RETURNED: 1, SETTLED: 1 } : { SETTLED: 2 });
      expect(await bench.violated()).toEqual([]);
    },
  );

  it('that was given back for a closed account is returned for that reason', async () => {
    const [paid] = await paidByBank(1);
    const returned = '<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>';

    await reconcile(read(statement([entry(paid ?? {}, { direction: 'CRDT', more: returned })])));

    expect(await bench.column('SELECT reason AS value FROM payment.payment')).toEqual(['ACCOUNT_CLOSED']);
  });
});

describe('BIDV’s reconciliation file about settled payments', () => {
  const line = (paid: PaidTransfer, { result = '000', bankReference = paid.bankReference } = {}) => {
    const fields = Array.from({ length: 22 }, () => '');
    Object.assign(fields, { 5: paid.amount, 6: 'VND', 10: '082500', 11: DAY.replaceAll('-', '') });
    Object.assign(fields, { 13: paid.account, 16: result, 17: paid.reference, 21: bankReference });
    return `${fields.join('|')}|`;
  };
  const fileOf = (...lines: readonly string[]) =>
    readReconciliationFile(
      Buffer.from([...lines, `${lines.length}|${Number(AMOUNT) * lines.length}|20261130180000`].join('\n')),
    );

  it('loses the one line that has a control character in a bank reference, and no other', async () => {
    const paid = await paidByBank(3);
    const lines = paid.map((one, at) => line(one, at === 1 ? { bankReference: 'FT\u0000ABC' } : {}));

    const summary = await reconcile(fileOf(...lines));

    expect(summary).toMatchObject({
      ...nothing,
      known: 2,
      refused: 1,
      places: { refused: [{ place: 'Line 2' }] },
    });
  });

  it('that pays one payment twice has a second booking, which waits for a person', async () => {
    const [paid] = await paidByBank(1);
    if (!paid) throw new Error('one is paid');

    const summary = await reconcile(fileOf(line(paid), line(paid, { bankReference: 'FTDOUBLE01' })));

    expect(summary).toMatchObject({ ...nothing, known: 1, exceptions: 1 });
  });

  it('that says of a settled payment that it came after the cut-off waits for a person', async () => {
    const [paid] = await paidByBank(1);
    if (!paid) throw new Error('one is paid');

    const summary = await reconcile(fileOf(line(paid, { result: '115' })));

    expect(summary).toMatchObject({ ...nothing, exceptions: 1 });
    expect(await bench.totals()).toEqual({ SETTLED: 1 });
  });
});
