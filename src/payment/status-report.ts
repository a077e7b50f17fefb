/** A report of an adapter about one payment: what it says, and what can be said of it without looking at the payment's state. */
import { hash } from 'node:crypto';
import { addMonths, calendarDateOf, type Dong, type Period } from '../values/index.js';
import type { LockedAttempt } from './attempt-store.js';
import { REPORTABLE_STATUSES, type PaymentStatus, type ReportEvidence } from './payment-state.js';

const REPORT_ID_LENGTH_MAX = 128;
/** ISO 20022 takes 35, the longest that an institution is known to give has 64. What is looked up by an index has to fit into one. */
const EXTERNAL_REFERENCE_LENGTH_MAX = 140;
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
  if ((report.externalReference?.length ?? 0) > EXTERNAL_REFERENCE_LENGTH_MAX)
    return `externalReference has at most ${EXTERNAL_REFERENCE_LENGTH_MAX} characters.`;
  if (!report.reference && !report.externalReference && !isStatementLine(report))
    return 'Name a reference or an external reference; only a statement line with an amount may have neither.';
  return undefined;
}

/** A booking on a statement. It may name no payment at all: money that nobody can explain is kept for a person. */
export function isStatementLine({ evidence, amount }: StatusReport): boolean {
  return evidence === 'STATEMENT' && amount !== null && amount !== undefined;
}

/** How far an institution's clock may be ahead of the hub's. */
const CLOCK_SKEW_MS = 15 * 60_000;

/** Nobody pays further ahead of a month: two of them before Tết. */
const MONTHS_AHEAD = 2;

/** Whether it is said to have happened before its attempt was made, by calendar day since statements often know no more, or in
 *  the future. An answer to our own question may be older than the attempt: a hub that was restored makes the same reference for
 *  what it has forgotten (docs/decisions/0023), but not older than anybody pays the month. */
export function isDateImplausible(
  { occurredAt, evidence }: Pick<StatusReport, 'occurredAt' | 'evidence'>,
  attempt: Pick<LockedAttempt, 'started_at' | 'read_at' | 'period'>,
): boolean {
  if (occurredAt.getTime() > attempt.read_at.getTime() + CLOCK_SKEW_MS) return true;
  const day = calendarDateOf(occurredAt);
  if (day >= calendarDateOf(attempt.started_at)) return false;
  const isAnswer = evidence === 'REPLY' || evidence === 'INQUIRY';
  return !isAnswer || day < `${addMonths(attempt.period as Period, -MONTHS_AHEAD)}-01`;
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
  const named = wholeAccountOf(account);
  if (named === null || attempt.account_number === null) return false;
  return named !== wholeAccountOf(attempt.account_number);
}

/** An account as it is compared, without separators; null where none is named in full. */
export function wholeAccountOf(account: string | null | undefined): string | null {
  const named = account?.replace(/[\s.-]/g, '').toUpperCase() ?? '';
  return /^[0-9A-Z]{1,34}$/.test(named) ? named : null;
}

/** What an exception shows of a report: no personal data, no account. */
export function detailOf(report: StatusReport): Readonly<Record<string, unknown>> {
  const { status, evidence, reportId, reference, externalReference, amount } = report;
  return {
    ...{ status, evidence, reportId },
    reference: showable(reference) ?? undefined,
    externalReference: showable(externalReference) ?? undefined,
    amount: amount === null || amount === undefined ? undefined : Number(amount),
  };
}

/** A foreign text, where it is a code or a reference; null where it could be a name or a sentence. */
export function showable(text: string | null | undefined): string | null {
  return text && SHOWABLE_REFERENCE.test(text) ? text : null;
}
