/** A report of an adapter about one payment: what it says, and what can be said of it without looking at the payment's state. */
import { hash } from 'node:crypto';
import type { Dong } from '../values/index.js';
import type { LockedAttempt } from './attempt-store.js';
import { REPORTABLE_STATUSES, type PaymentStatus, type ReportEvidence } from './payment-state.js';

const REPORT_ID_LENGTH_MAX = 128;
/** What is shown of a foreign reference: nothing that could be a name or a sentence. */
const SHOWABLE_REFERENCE = /^[A-Za-z0-9._/-]{1,64}$/;

export interface StatusReport {
  readonly reportId: string;
  /** The task's reference, or the institution's own. */
  readonly reference?: string | null;
  readonly externalReference?: string | null;
  readonly status: PaymentStatus;
  readonly evidence: ReportEvidence;
  readonly reason?: string | null;
  readonly reasonText?: string | null;
  /** What the institution says it paid; another amount than the payment's is an exception. */
  readonly amount?: Dong | null;
  /** The receiver's account as the institution names it; another than the payment's is an exception. */
  readonly account?: string | null;
  readonly occurredAt: Date;
}

/** Why a report cannot be taken, whatever it is about. */
export function refusalOf(report: StatusReport): string | undefined {
  if (report.reportId === '' || report.reportId.length > REPORT_ID_LENGTH_MAX)
    return 'A report id has 1 to 128 characters.';
  if (!(REPORTABLE_STATUSES as readonly string[]).includes(report.status))
    return 'No adapter may set this status.';
  if (!report.reference && !report.externalReference) return 'Name a reference or an external reference.';
  return undefined;
}

/** What was said is the content of a report; when it was said is not, so that an adapter which lost its memory and asks the
 *  institution again may repeat itself. */
export function hashOf({
  reference,
  externalReference,
  status,
  evidence,
  reason,
  reasonText,
  amount,
  account,
}: StatusReport): string {
  const content = [reference, externalReference, status, evidence, reason, reasonText, amount?.toString()];
  // Added later: what names no account keeps the hash that it had.
  if (account) content.push(account);
  return hash('sha256', JSON.stringify(content.map((value) => value ?? null)), 'base64url');
}

/** Whether an account is named, in full, and is not the one that was to be paid. A masked one says nothing. */
export function namesOtherAccount({ account }: StatusReport, attempt: LockedAttempt): boolean {
  const named = account?.replace(/[\s.-]/g, '').toUpperCase() ?? '';
  if (!/^[0-9A-Z]+$/.test(named) || attempt.account_number === null) return false;
  return named !== attempt.account_number.replace(/[\s.-]/g, '').toUpperCase();
}

/** What an exception keeps of a report: no personal data, no account. */
export function detailOf(report: StatusReport): Readonly<Record<string, unknown>> {
  const { status, evidence, reportId, reference, externalReference, amount } = report;
  const show = (text: string | null | undefined) =>
    text && SHOWABLE_REFERENCE.test(text) ? text : undefined;
  return {
    ...{ status, evidence, reportId },
    reference: show(reference),
    externalReference: show(externalReference),
    amount: amount === null || amount === undefined ? undefined : Number(amount),
  };
}
