/** A database that is older than what institutions know. */
import { beginRecovery } from '../../src/payment/recovery/begin-recovery.js';
import { endRecovery } from '../../src/payment/recovery/end-recovery.js';
import { noteStatements } from '../../src/payment/recovery/statement-store.js';
import { emptyLog } from '../setup/empty-log.js';
import { openExceptionBench } from './exception-bench.js';
import { approver, officer } from './payment-bench.js';

export type RecoveryBench = Awaited<ReturnType<typeof openRecoveryBench>>;

const HOUR_MS = 3_600_000;

export async function openRecoveryBench() {
  const bench = await openExceptionBench();
  const { pool } = bench.database;

  async function reset(): Promise<void> {
    await bench.reset();
    await pool.query(
      'TRUNCATE payment.recovery, payment.recovery_attempt, payment.recovery_statement, payment.ask_first, payment.forgotten_try',
    );
    await bench.deps.recovery.refresh();
  }

  async function begin(): Promise<void> {
    await beginRecovery(bench.deps, { cause: 'RESTORED', lostFrom: new Date(Date.now() - HOUR_MS) });
    await bench.deps.recovery.refresh();
  }

  async function end(acceptsGaps = false): Promise<readonly string[]> {
    const proposed = await endRecovery(bench.deps, officer, { reason: 'đã đối chiếu', acceptsGaps });
    const ended = await endRecovery(bench.deps, approver, { acceptsGaps });
    await bench.deps.recovery.refresh();
    return [proposed.kind, ended.kind];
  }

  /** Everything that the hub knew of payments is gone, as after a restore of what was before; people and accounts stay. */
  async function forgetPayments(): Promise<void> {
    await pool.query(
      `TRUNCATE payment.batch, payment.batch_total, payment.payment, payment.attempt, payment.funding, payment.funding_order,
         payment.left_out, payment.exception, payment.status_report, work.task CASCADE`,
    );
    await emptyLog(pool);
  }

  async function readStatements(): Promise<void> {
    for (const code of ['BIDV', 'VIETTEL_MONEY', 'NAPAS'])
      await noteStatements(
        bench.deps.db,
        code,
        await bench.column<string>(
          `SELECT to_char(day, 'YYYY-MM-DD') AS value FROM payment.recovery_statement GROUP BY 1`,
        ),
      );
  }

  return { ...bench, reset, begin, end, forgetPayments, readStatements };
}
