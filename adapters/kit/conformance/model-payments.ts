/** The hub's side of payments, as promised to adapter authors, small enough to be read at once: what the worker is held to. */
import type { PaymentTask } from '../adapter.js';
import type { PaymentStatusReport, ReportOutcome } from '../generated/hub-client.js';
import type { PaymentView, ReportView } from './conformance-hub.js';
import { ModelTasks } from './model-tasks.js';

interface Attempt {
  readonly task: PaymentTask;
  status: PaymentView['status'];
  reason: PaymentView['reason'];
  externalReference: string | undefined;
  reports: ReportView[];
  firstSentAt: string | undefined;
  /** Of each status, the booking that a statement said it by: another one is another booking. */
  readonly bookings: Map<string, string>;
}

const finals: readonly string[] = ['SETTLED', 'REJECTED', 'CANCELLED', 'RETURNED'];
const hubOnly: readonly string[] = ['DRAFT', 'APPROVED', 'QUEUED'];
/** How soon the model asks again about what is not final. */
const inquireAfterMs = 20;

export class ModelPayments {
  readonly #attempts = new Map<string, Attempt>();
  /** By report id, with the reference that it is about. */
  readonly #reports = new Map<string, { readonly content: string; readonly reference: string | undefined }>();
  readonly tasks = new ModelTasks((id, action) => {
    // The lease of a SUBMIT ended without a report: nobody knows whether it was sent.
    const attempt = this.#byId(id);
    if (action === 'SUBMIT' && attempt) attempt.status = 'UNKNOWN';
    return 'INQUIRE';
  });

  /** A reference that is known already: the hub was restored from before the payment, and has forgotten what was reported of it. */
  add(task: PaymentTask): void {
    for (const [id, { reference }] of this.#reports)
      if (reference === task.reference) this.#reports.delete(id);
    this.#attempts.set(task.reference, {
      task,
      status: 'QUEUED',
      reason: undefined,
      externalReference: undefined,
      reports: [],
      firstSentAt: undefined,
      bookings: new Map(),
    });
    this.tasks.add(task.id, 'SUBMIT');
  }

  view(reference: string): PaymentView {
    const attempt = this.#attempts.get(reference);
    if (!attempt) throw new Error(`no payment ${reference}`);
    const { status, reason, externalReference, reports, task } = attempt;
    const { submits, returns } = this.tasks.countsOf(task.id);
    return { status, reason, externalReference, reports: [...reports], submits, returns };
  }

  /** A claimed task as the API gives it. */
  wire(id: string, action: string, leasedUntil: string): object {
    const attempt = this.#byId(id);
    if (!attempt) throw new Error(`no attempt ${id}`);
    const { task } = attempt;
    const { externalReference, firstSentAt } = attempt;
    attempt.firstSentAt ??= new Date().toISOString();
    return {
      ...task,
      amount: Number(task.amount),
      externalReference,
      firstSentAt,
      action,
      leasedUntil,
      isInquiryOnly: false,
    };
  }

  report(report: PaymentStatusReport): ReportOutcome {
    const attempt = this.#find(report);
    if (hubOnly.includes(report.status)) return 'REFUSED';
    if (!attempt) return this.#judgeUnmatched(report);
    const outcome = this.#judge(attempt, report);
    const { status, evidence } = report;
    attempt.reports.push({
      reportId: report.reportId,
      status,
      evidence,
      reason: report.reason ?? undefined,
      amount: report.amount ?? undefined,
      account: report.account ?? undefined,
      outcome,
    });
    if (outcome === 'APPLIED') {
      attempt.status = status as PaymentView['status'];
      attempt.reason = report.reason ?? undefined;
      attempt.externalReference = report.externalReference ?? attempt.externalReference;
    }
    this.#schedule(attempt, report);
    return outcome;
  }

  /** Money on a statement that no payment explains is kept for a person, once. */
  #judgeUnmatched(report: PaymentStatusReport): ReportOutcome {
    if (report.evidence !== 'STATEMENT' || typeof report.amount !== 'number') return 'REFUSED';
    return this.#repeated(report) ?? 'EXCEPTION';
  }

  /** What was said is the content of a report; when it was said is not. */
  #repeated({ occurredAt: _occurredAt, ...report }: PaymentStatusReport): ReportOutcome | undefined {
    const content = JSON.stringify(report);
    const known = this.#reports.get(report.reportId);
    if (known !== undefined) return known.content === content ? 'DUPLICATE' : 'EXCEPTION';
    this.#reports.set(report.reportId, { content, reference: this.#find(report)?.task.reference });
    return undefined;
  }

  #judge(attempt: Attempt, report: PaymentStatusReport): ReportOutcome {
    const repeated = this.#repeated(report);
    if (repeated !== undefined) return repeated;
    if (report.evidence === 'STATEMENT') {
      const booking = attempt.bookings.get(report.status);
      if (report.status === 'UNKNOWN' || booking !== undefined) return 'EXCEPTION';
      attempt.bookings.set(report.status, report.reportId);
    }
    if (typeof report.amount === 'number' && BigInt(report.amount) !== attempt.task.amount)
      return 'EXCEPTION';
    if (namesOtherAccount(report, attempt.task)) return 'EXCEPTION';
    if (report.status === attempt.status) return 'DUPLICATE';
    if (report.status === 'RETURNED') return attempt.status === 'REJECTED' ? 'EXCEPTION' : 'APPLIED';
    if (finals.includes(attempt.status)) return finals.includes(report.status) ? 'EXCEPTION' : 'STALE';
    const isOwnWord = report.evidence === 'NONE';
    return isOwnWord && attempt.status !== 'QUEUED' && attempt.status !== 'UNKNOWN' ? 'STALE' : 'APPLIED';
  }

  #schedule(attempt: Attempt, report: PaymentStatusReport): void {
    const { id } = attempt.task;
    const isFinal = finals.includes(attempt.status);
    // A notification in between does not end the work of whoever holds the task, unless it is the last word.
    if (!isFinal && report.evidence === 'NOTIFICATION') return;
    this.tasks.remove(id);
    const isForPeople = report.status === 'UNKNOWN' && report.reason === 'NOT_RECEIVED';
    if (!isFinal && !isForPeople) this.tasks.add(id, 'INQUIRE', inquireAfterMs);
  }

  #find(report: Pick<PaymentStatusReport, 'reference' | 'externalReference'>): Attempt | undefined {
    if (typeof report.reference === 'string') return this.#attempts.get(report.reference);
    return [...this.#attempts.values()].find(
      (attempt) => attempt.externalReference === report.externalReference,
    );
  }

  #byId(id: string): Attempt | undefined {
    return [...this.#attempts.values()].find(({ task }) => task.id === id);
  }
}

/** Named in full, and not the one that was to be paid. */
function namesOtherAccount({ account }: PaymentStatusReport, { accountNumber }: PaymentTask): boolean {
  if (!account || accountNumber === undefined || !/^[0-9A-Za-z]+$/.test(account)) return false;
  return account !== accountNumber;
}
