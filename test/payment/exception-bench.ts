/** What tests of exceptions do again and again: pay, contradict, and decide in two. */
import { checkInvariants } from '../../src/payment/check-invariants.js';
import { createBatch } from '../../src/payment/create-batch.js';
import type { ExceptionDecision } from '../../src/payment/exception-kind.js';
import { listExceptions, type ExceptionRow } from '../../src/payment/exception-store.js';
import { resolveException } from '../../src/payment/resolve-exception.js';
import type { StatusReport } from '../../src/payment/status-report.js';
import { PROVINCE } from '../setup/payable-people.js';
import { EVERYWHERE, approver, officer, openPaymentBench, PERIOD } from './payment-bench.js';

export const AMOUNT = 540_000n;

export type ExceptionBench = Awaited<ReturnType<typeof openExceptionBench>>;

export async function openExceptionBench() {
  const bench = await openPaymentBench();

  async function onlyException(): Promise<ExceptionRow> {
    const rows = await listExceptions(bench.deps.prisma, { isOpen: true }, EVERYWHERE, { first: 2 });
    const [row] = rows;
    if (!row || rows.length > 1) throw new Error(`${rows.length} exceptions are open`);
    return row;
  }

  return {
    ...bench,
    onlyException,
    statuses: () => bench.column<string>('SELECT status AS value FROM payment.payment ORDER BY id'),
    leftOut: () => bench.column<string>('SELECT reason AS value FROM payment.left_out ORDER BY reason'),
    openKinds: () =>
      bench.column<string>(
        'SELECT kind AS value FROM payment.exception WHERE resolved_at IS NULL ORDER BY kind',
      ),
    /** The invariants that do not hold. */
    violated: async () => {
      const { pool } = bench.database;
      const checked = await checkInvariants({ snapshot: pool, later: pool });
      return checked.filter(({ violations }) => violations > 0).map(({ name }) => name);
    },
    /** Two people decide about the one exception that is open. */
    decide: async (decision: ExceptionDecision, paidAmount?: bigint): Promise<string> => {
      const { id } = await onlyException();
      const proposed = await resolveException(bench.deps, officer, {
        ...{ id, decision, reason: 'đã hỏi chi nhánh' },
        ...(paidAmount === undefined ? {} : { paidAmount }),
      });
      if (proposed.kind !== 'PROPOSED') return `proposal ${proposed.kind}`;
      return (await resolveException(bench.deps, approver, { id, decision })).kind;
    },
    /** The reference of a payment that an adapter has in hand. */
    sent: async (): Promise<string> => {
      await bench.releasedBatch(1);
      const [task] = await bench.claim();
      return task?.attempt.reference ?? '';
    },
    draft: (kind = 'REGULAR') => createBatch(bench.deps, officer, { area: PROVINCE, period: PERIOD, kind }),
  };
}

/** A line of a statement that fits the payment. */
export const lineOf = (reference: string, change: Partial<StatusReport> = {}) =>
  ({ reference, status: 'SETTLED', evidence: 'STATEMENT', amount: AMOUNT, ...change }) as const;
