/** Brings the lines of a statement file to the hub, and counts what it made of them. */
import type { PaymentNotice } from '../adapter.js';
import type { HubConnection } from '../hub/hub-connection.js';
import type { Log } from '../log.js';
import { openReporters } from './reporters.js';
import { paymentReport } from './wire-tasks.js';

export interface StatementSummary {
  readonly lines: number;
  /** They moved a payment. */
  readonly applied: number;
  /** They agree with what was known, or were read before. */
  readonly known: number;
  /** They fit no payment, or contradict one: kept for a person. */
  readonly exceptions: number;
  /** They are about another institution's payments, or cannot be taken at all. */
  readonly refused: number;
}

/** Repeats until the hub has acknowledged every line. Safe to repeat: a line that was read before changes nothing. */
export async function reportStatement(
  hub: HubConnection,
  log: Log,
  notices: readonly PaymentNotice[],
): Promise<StatementSummary> {
  const { payments } = openReporters(hub, log);
  const outcomes = await Promise.all(notices.map((notice) => payments.report(paymentReport(notice))));
  const count = (...wanted: readonly string[]): number =>
    outcomes.filter((outcome) => wanted.includes(outcome)).length;
  return {
    lines: notices.length,
    applied: count('APPLIED'),
    known: count('DUPLICATE', 'STALE'),
    exceptions: count('EXCEPTION'),
    refused: count('REFUSED'),
  };
}
