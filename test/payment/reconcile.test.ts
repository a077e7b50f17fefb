import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { listExceptions } from '../../src/payment/exception-store.js';
import { resolveException } from '../../src/payment/resolve-exception.js';
import type { StatusReport } from '../../src/payment/status-report.js';
import {
  EVERYWHERE,
  approver,
  machine,
  officer,
  openPaymentBench,
  type PaymentBench,
} from './payment-bench.js';

let bench: PaymentBench;
beforeAll(async () => {
  bench = await openPaymentBench();
});
afterAll(() => bench.database.drop());
beforeEach(() => bench.reset());

const AMOUNT = 540_000n;
const account = '970400000001';
const lineOf = (reference: string | undefined, change: Partial<StatusReport> = {}) =>
  ({ reference, status: 'SETTLED', evidence: 'STATEMENT', amount: AMOUNT, account, ...change }) as const;
const open = () =>
  listExceptions(bench.deps.prisma, { isOpen: true }, { ...EVERYWHERE, areaIds: new Set() }, { first: 10 });
const kinds = () => bench.column('SELECT kind AS value FROM payment.exception ORDER BY id');

async function sent(): Promise<string> {
  await bench.releasedBatch(1);
  const [task] = await bench.claim();
  return task?.attempt.reference ?? '';
}

describe('a line of a statement', () => {
  it('settles the payment that it fits by reference, amount and account', async () => {
    const reference = await sent();

    const [receipt] = await bench.report([lineOf(reference)]);

    expect(receipt?.outcome).toBe('APPLIED');
    expect(await bench.totals()).toEqual({ SETTLED: 1 });
  });

  it.each<[string, Partial<StatusReport>, string]>([
    ['account', { account: '970400000009' }, 'STATEMENT_UNMATCHED'],
    ['amount', { amount: AMOUNT + 1n }, 'AMOUNT_DIFFERS'],
  ])('of another %s than the payment’s moves nothing and waits for a person', async (_what, change, kind) => {
    const reference = await sent();

    const [receipt] = await bench.report([lineOf(reference, change)]);

    expect(receipt?.outcome).toBe('EXCEPTION');
    expect(await bench.totals()).toEqual({ QUEUED: 1 });
    expect(await kinds()).toEqual([kind]);
  });

  it.each(['9704 0000 0001', '****0001', null])(
    'with the account written as %s fits all the same',
    async (written) => {
      const reference = await sent();

      expect((await bench.report([lineOf(reference, { account: written })]))[0]?.outcome).toBe('APPLIED');
    },
  );

  it('that no payment explains is kept once, however often the file is read', async () => {
    const line = { reportId: 'line-1', ...lineOf('FT26327000017', { amount: 77_000n }) };

    const first = await bench.report([line]);
    const again = await bench.report([line]);

    expect([first[0]?.outcome, again[0]?.outcome]).toEqual(['EXCEPTION', 'DUPLICATE']);
    expect(await open()).toMatchObject([
      { kind: 'STATEMENT_UNMATCHED', paymentId: null, institutionCode: 'BIDV' },
    ]);
    const detail = (await open())[0]?.detail;
    expect(detail).toMatchObject({ reference: 'FT26327000017', amount: 77_000 });
    expect(JSON.stringify(detail)).not.toContain(account);
  });

  it('that no payment explains is settled by two people of any area, and nothing moves', async () => {
    await bench.report([lineOf('STRANGE')]);
    const [line] = await open();
    const said = { id: line?.id ?? '', decision: 'WRITTEN_OFF', reason: 'phí dịch vụ' } as const;

    const alone = await resolveException(bench.deps, approver, { id: said.id, reason: said.reason });
    const proposed = await resolveException(bench.deps, officer, said);
    const confirmed = await resolveException(bench.deps, approver, said);

    expect([alone.kind, proposed.kind, confirmed.kind]).toEqual(['INVALID', 'PROPOSED', 'RESOLVED']);
    expect(await open()).toEqual([]);
  });

  it('shows no reference that could be a sentence or a name', async () => {
    await bench.report([lineOf('NGUYEN VAN A chuyen tien')]);

    expect(JSON.stringify(await open())).not.toContain('NGUYEN');
  });

  it('of another institution’s payment is refused, and so is a mere notification about nothing', async () => {
    const reference = await sent();

    const forged = await bench.report([lineOf(reference)], machine('MOMO'));
    const noise = await bench.report([lineOf('STRANGE', { evidence: 'NOTIFICATION' })]);

    expect([...forged, ...noise].map(({ outcome }) => outcome)).toEqual(['REFUSED', 'REFUSED']);
    expect(await kinds()).toEqual([]);
  });

  it('that books a settled payment once more, under another of the bank’s references, waits for a person', async () => {
    const reference = await sent();
    await bench.report([{ reference, status: 'SETTLED', externalReference: 'BIDV1' }]);

    const receipts = await bench.report([
      lineOf(reference, { externalReference: 'BIDV1' }),
      lineOf(reference, { externalReference: 'BIDV2' }),
    ]);

    expect(receipts.map(({ outcome }) => outcome)).toEqual(['STALE', 'EXCEPTION']);
    expect(await kinds()).toEqual(['STATEMENT_UNMATCHED']);
  });
});
