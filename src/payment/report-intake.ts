/** Judges the reports of one call one after the other, each seeing what those before it did. Nothing is written here. */
import type { Task } from '../work/index.js';
import type { AppliedReport } from './apply-changes.js';
import type { LockedAttempt } from './attempt-store.js';
import type { ExceptionKind } from './exception-kind.js';
import {
  CLOSED_STATUSES,
  judgeAfterDecision,
  judgeReport,
  type PaymentStatus,
  type ReportableStatus,
} from './payment-state.js';
import { noteReference, type Heard, type NewReceipt } from './report-store.js';
import {
  hashOf,
  isDateImplausible,
  isStatementLine,
  namesOtherAccount,
  refusalOf,
  type StatusReport,
} from './status-report.js';

export interface Receipt {
  readonly reportId: string;
  readonly outcome: 'APPLIED' | 'DUPLICATE' | 'STALE' | 'EXCEPTION' | 'REFUSED';
  readonly message: string | null;
}

type Judged = Omit<Receipt, 'reportId'>;

/** Why a report is kept for a person and moves nothing. */
interface Trouble {
  readonly kind: ExceptionKind;
  readonly message: string;
}

export interface IntakeSituation {
  readonly attempts: readonly LockedAttempt[];
  readonly tasks: ReadonlyMap<string, Task>;
  readonly heard: Heard;
  /** Whether the hub knows nothing of a reference. */
  readonly isStranger: (reference: string) => boolean;
  /** Whether the hub has made a reference that it knows nothing of. */
  readonly isOwn: (reference: string) => boolean;
  /** Attempts that are asked about before they are sent. */
  readonly askedFirst: ReadonlySet<string>;
}

export class ReportIntake {
  readonly applied = new Map<string, AppliedReport>();
  readonly receipts: NewReceipt[] = [];
  /** Lines of statements that fit no payment. */
  readonly unmatched: { readonly kind: ExceptionKind; readonly report: StatusReport }[] = [];
  /** Attempts of which the institution itself has said something, and those that it has never received. */
  readonly answered: string[] = [];
  readonly unreceived: string[] = [];
  /** When the first thing happened that the hub should know of and does not. */
  forgottenFrom: Date | undefined;
  private readonly byReference = new Map<string, LockedAttempt>();
  private readonly byExternalReference = new Map<string, LockedAttempt>();

  constructor(private readonly situation: IntakeSituation) {
    for (const attempt of situation.attempts) {
      this.byReference.set(attempt.reference, attempt);
      if (attempt.external_reference !== null)
        this.byExternalReference.set(attempt.external_reference, attempt);
    }
  }

  private attemptOf({ reference, externalReference }: StatusReport): LockedAttempt | undefined {
    if (reference) return this.byReference.get(reference);
    if (!externalReference) return undefined;
    // An institution that uses one reference for two payments names neither by it.
    const isAmbiguous = (this.situation.heard.claims.get(externalReference)?.size ?? 0) > 1;
    return isAmbiguous ? undefined : this.byExternalReference.get(externalReference);
  }

  take(report: StatusReport): Receipt {
    const attempt = this.attemptOf(report);
    const refusal = refusalOf(report);
    if (refusal !== undefined) return { reportId: report.reportId, outcome: 'REFUSED', message: refusal };
    if (!attempt) return this.takeUnknown(report);
    const contentHash = hashOf(report);
    const before = this.situation.heard.receipts.get(report.reportId);
    if (before !== undefined) return this.repeat(report, attempt, before === contentHash);
    const judged = this.judge(report, attempt);
    if (judged.outcome !== 'REFUSED') this.keep(report, contentHash, attempt, judged);
    return { reportId: report.reportId, ...judged };
  }

  /** Money on a statement that no payment explains is kept for a person, once. What is another institution's is refused. */
  private takeUnknown(report: StatusReport): Receipt {
    const { reportId, reference, evidence, occurredAt } = report;
    const isForgotten = evidence !== 'NONE' && Boolean(reference) && this.situation.isOwn(reference ?? '');
    if (!isForgotten && (!isStatementLine(report) || (reference && !this.situation.isStranger(reference))))
      return { reportId, outcome: 'REFUSED', message: 'Not a payment of this institution.' };
    const contentHash = hashOf(report);
    const before = this.situation.heard.receipts.get(reportId);
    if (before === contentHash) return { reportId, outcome: 'DUPLICATE', message: null };
    if (isForgotten && !(this.forgottenFrom && this.forgottenFrom < occurredAt))
      this.forgottenFrom = occurredAt;
    const kind = evidence === 'STATEMENT' ? 'STATEMENT_UNMATCHED' : 'PAYMENT_FORGOTTEN';
    this.unmatched.push({ kind: before === undefined ? kind : 'REPORT_ID_REUSED', report });
    const kept = {
      outcome: 'EXCEPTION',
      message: isForgotten ? 'The hub has forgotten this payment.' : 'No payment fits this line.',
    } as const;
    if (before === undefined) this.keep(report, contentHash, undefined, kept);
    return { reportId, ...kept };
  }

  /** The receipt, by which the report and what it brought are known from now on. */
  private keep(
    report: StatusReport,
    contentHash: string,
    attempt: LockedAttempt | undefined,
    judged: Judged,
  ): void {
    const { heard } = this.situation;
    const { reportId, externalReference = null, evidence, status } = report;
    heard.receipts.set(reportId, contentHash);
    const statementStatus = attempt && evidence === 'STATEMENT' ? status : null;
    if (attempt && statementStatus) heard.lines.add(`${attempt.attempt_id} ${statementStatus}`);
    if (attempt && externalReference)
      noteReference(heard, externalReference, attempt.payment_id, judged.outcome === 'APPLIED');
    if (attempt && externalReference && judged.outcome !== 'EXCEPTION')
      heard.known.add(`${attempt.payment_id} ${externalReference}`);
    this.receipts.push({
      ...{ reportId, contentHash, statementStatus, ...judged },
      attemptId: attempt?.attempt_id ?? null,
      externalReference: attempt ? externalReference : null,
    });
  }

  private repeat(report: StatusReport, attempt: LockedAttempt, isSame: boolean): Receipt {
    const { reportId } = report;
    if (isSame) return { reportId, outcome: 'DUPLICATE', message: null };
    const trouble = {
      kind: 'REPORT_ID_REUSED',
      message: 'This report id came before with other content.',
    } as const;
    return { reportId, ...this.raise(trouble, report, attempt) };
  }

  private judge(report: StatusReport, attempt: LockedAttempt): Judged {
    if (report.evidence === 'NONE' && isDateImplausible(report, attempt))
      return { outcome: 'REFUSED', message: 'occurredAt lies before the attempt or in the future.' };
    const trouble = this.troubleOf(report, attempt);
    if (trouble) return this.raise(trouble, report, attempt);
    const entry = this.entry(attempt);
    if (report.evidence !== 'NONE') this.answered.push(attempt.attempt_id);
    if (this.isUnreceived(report, entry)) {
      this.unreceived.push(attempt.attempt_id);
      entry.repeats.push(report);
      return { outcome: 'APPLIED', message: 'It was never received: it may be sent.' };
    }
    const status = report.status as ReportableStatus;
    const isNews = this.noteNotReceived(report, entry);
    const verdict = attempt.is_decided
      ? judgeAfterDecision(status, report.evidence)
      : judgeReport(entry, status, report.evidence);
    switch (verdict.kind) {
      case 'APPLY':
        entry.steps.push(...verdict.path.map((to) => ({ to, report })));
        entry.status = report.status;
        entry.evidence = report.evidence;
        if (verdict.path.length > 1) entry.isSettlementUntold = true;
        return { outcome: 'APPLIED', message: null };
      case 'SAME':
        entry.repeats.push(report);
        if (entry.evidence === 'NONE') entry.evidence = report.evidence;
        return isNews
          ? { outcome: 'APPLIED', message: null }
          : { outcome: 'STALE', message: 'The payment is there already.' };
      case 'STALE':
        if (status === 'SETTLED') entry.isSettlementUntold = false;
        return { outcome: 'STALE', message: 'The payment is past that.' };
      case 'CONTRADICTION':
        return this.raise(
          { kind: 'CONTRADICTION', message: `It contradicts ${entry.status}: kept for a person.` },
          report,
          attempt,
        );
    }
  }

  /** What is wrong with a report whatever state its payment is in. */
  private troubleOf(report: StatusReport, attempt: LockedAttempt): Trouble | undefined {
    const { amount, evidence, status } = report;
    if (amount !== null && amount !== undefined && amount !== (attempt.paid_amount ?? attempt.amount))
      return { kind: 'AMOUNT_DIFFERS', message: "The amount is not the payment's." };
    if (namesOtherAccount(report, attempt))
      return { kind: 'STATEMENT_UNMATCHED', message: "The account is not the payment's." };
    if (evidence === 'NONE') return undefined;
    if (isDateImplausible(report, attempt))
      return { kind: 'DATE_IMPLAUSIBLE', message: 'It lies before the attempt or in the future.' };
    if (this.isTaken(report.externalReference, attempt))
      return { kind: 'EXTERNAL_REFERENCE_TAKEN', message: "That reference is another payment's." };
    const standing = this.applied.get(attempt.attempt_id)?.status ?? attempt.status;
    if (isDenied(report, standing))
      return { kind: 'CONTRADICTION', message: `It contradicts ${standing}: kept for a person.` };
    if (evidence === 'STATEMENT' && status === 'UNKNOWN')
      return { kind: 'STATEMENT_UNMATCHED', message: 'Nobody can tell from the line what became of it.' };
    if (!this.isSecondLine(report, attempt) && !this.isBookedAgain(report, attempt, standing))
      return undefined;
    const kind = evidence === 'STATEMENT' ? 'STATEMENT_UNMATCHED' : 'CONTRADICTION';
    return { kind, message: 'It is booked once more.' };
  }

  /** The institution's reference was brought by another payment: one booking cannot be both. */
  private isTaken(reference: string | null | undefined, attempt: LockedAttempt): boolean {
    const payments = reference ? this.situation.heard.references.get(reference) : undefined;
    return payments !== undefined && !payments.has(attempt.payment_id);
  }

  /** A line that says what another line has said before: each line has one report id, the same whenever it is read. */
  private isSecondLine({ status, evidence }: StatusReport, attempt: LockedAttempt): boolean {
    return evidence === 'STATEMENT' && this.situation.heard.lines.has(`${attempt.attempt_id} ${status}`);
  }

  /** Money that is said to have arrived under a reference of the institution's that the hub does not know, where it had arrived already:
   *  whoever says so, it is a second booking. That of what came back is the earlier half of one story where it was never told. */
  private isBookedAgain(
    { status, evidence, externalReference }: StatusReport,
    attempt: LockedAttempt,
    standing: PaymentStatus,
  ): boolean {
    if (status !== 'SETTLED' || !externalReference) return false;
    const entry = this.applied.get(attempt.attempt_id);
    const before = entry ? referenceOf(entry) : attempt.external_reference;
    if (externalReference === before) return false;
    // Of a line the booking's own number counts; elsewhere that of the order is as good.
    if (
      evidence !== 'STATEMENT' &&
      this.situation.heard.known.has(`${attempt.payment_id} ${externalReference}`)
    )
      return false;
    if (standing === 'SETTLED') return before !== null;
    return standing === 'RETURNED' && !(entry?.isSettlementUntold ?? attempt.is_settlement_untold);
  }

  private raise({ kind, message }: Trouble, report: StatusReport, attempt: LockedAttempt): Judged {
    this.entry(attempt).exceptions.push({ kind, report });
    return { outcome: 'EXCEPTION', message };
  }

  /** Of an attempt that nobody is known to have sent, the institution says that it never received it. */
  private isUnreceived({ status, reason, evidence }: StatusReport, entry: AppliedReport): boolean {
    if (evidence === 'NONE' || status !== 'UNKNOWN' || reason !== 'NOT_RECEIVED') return false;
    return entry.status === 'QUEUED' && this.situation.askedFirst.has(entry.attempt.attempt_id);
  }

  /** "Unknown, and the institution says it never received it" is where two people decide, not the machine. */
  private noteNotReceived(report: StatusReport, entry: AppliedReport): boolean {
    if (report.status !== 'UNKNOWN' || report.reason !== 'NOT_RECEIVED') return false;
    if (entry.attempt.is_decided || CLOSED.has(entry.status)) return false;
    entry.exceptions.push({ kind: 'NOT_RECEIVED', report });
    return true;
  }

  private entry(attempt: LockedAttempt): AppliedReport {
    let entry = this.applied.get(attempt.attempt_id);
    if (!entry) {
      const { status, evidence } = attempt;
      const { tries = 0, handedOutAt = null } = this.situation.tasks.get(attempt.attempt_id) ?? {};
      entry = { attempt, status, evidence, tries, handedOutAt, steps: [], repeats: [], exceptions: [] };
      this.applied.set(attempt.attempt_id, entry);
    }
    return entry;
  }
}

const CLOSED: ReadonlySet<string> = new Set(CLOSED_STATUSES);

const TAKEN: ReadonlySet<PaymentStatus> = new Set(['ACCEPTED', 'HELD', 'SETTLED', 'RETURNED']);

/** What the institution has taken, or paid, it says never to have received. */
function isDenied({ status, reason }: StatusReport, standing: PaymentStatus): boolean {
  return TAKEN.has(standing) && status === 'UNKNOWN' && reason === 'NOT_RECEIVED';
}

/** The institution's own, by which the payment is known. */
function referenceOf({ attempt, steps }: AppliedReport): string | null {
  return (
    steps.findLast(({ report }) => report.externalReference)?.report.externalReference ??
    attempt.external_reference
  );
}
