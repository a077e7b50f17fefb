/** Status intake: what adapters report is judged by the state table and written down, a thousand reports in one set of
 *  statements. A repeat changes nothing; a contradiction is kept for a person; nothing that an institution says is lost. */
import { requireInstitution, type Caller } from '../access/index.js';
import { HubError } from '../values/index.js';
import { BY_KEYS, lockTasks, type Task } from '../work/index.js';
import { applyChanges, type AppliedReport } from './apply-changes.js';
import { findAttemptIds, findKnownReferences, lockAttempts, type LockedAttempt } from './attempt-store.js';
import type { PaymentDeps } from './payment-deps.js';
import { judgeAfterDecision, judgeReport, type ReportableStatus } from './payment-state.js';
import {
  findReceipts,
  insertReceipts,
  openExceptions,
  type ExceptionKind,
  type NewReceipt,
} from './report-store.js';
import { detailOf, hashOf, namesOtherAccount, refusalOf, type StatusReport } from './status-report.js';

export type { StatusReport } from './status-report.js';

/** The most reports that one call may carry. */
export const REPORTS_MAX = 1000;

export interface Receipt {
  readonly reportId: string;
  readonly outcome: 'APPLIED' | 'DUPLICATE' | 'STALE' | 'EXCEPTION' | 'REFUSED';
  readonly message: string | null;
}

/** Receipts come in the order of the reports. Safe to repeat with the same report ids after any doubt.
 *  @throws HubError FORBIDDEN for whoever is no adapter, BAD_USER_INPUT past 1,000 reports: nothing is done then */
export async function reportStatuses(
  deps: PaymentDeps,
  caller: Caller,
  reports: readonly StatusReport[],
): Promise<readonly Receipt[]> {
  const institution = requireInstitution(caller);
  if (reports.length > REPORTS_MAX)
    throw new HubError('BAD_USER_INPUT', `At most ${REPORTS_MAX} reports in one call.`);
  return deps.transact(async (db) => {
    const { attempts, tasks } = await lockNamed(db, institution, reports);
    const known = await findReceipts(
      db,
      institution,
      reports.map((report) => report.reportId),
    );
    const intake = new Intake(attempts, tasks, known, await findStrangers(db, reports));
    const receipts = reports.map((report) => intake.take(report));
    await openExceptions(
      db,
      intake.unmatched.map(({ kind, report }) => ({
        ...{ paymentId: null, attemptId: null, institutionCode: institution, kind },
        detail: detailOf(report),
      })),
    );
    await insertReceipts(db, institution, intake.receipts);
    await applyChanges(db, intake.applied, deps.clock());
    return receipts;
  }, BY_KEYS);
}

/** Locks what the reports name: tasks first, then payments with their attempts, as everybody does. */
async function lockNamed(db: PaymentDeps['db'], institution: string, reports: readonly StatusReport[]) {
  const ids = await findAttemptIds(db, institution, {
    references: reports.flatMap((report) => report.reference ?? []),
    externalReferences: reports.flatMap((report) =>
      report.reference ? [] : (report.externalReference ?? []),
    ),
  });
  const tasks = new Map((await lockTasks(db, ids)).map((task) => [task.id, task]));
  return { attempts: await lockAttempts(db, ids), tasks };
}

/** References of statement lines that the hub gave to no institution at all. */
async function findStrangers(
  db: PaymentDeps['db'],
  reports: readonly StatusReport[],
): Promise<(reference: string) => boolean> {
  const named = reports.flatMap(({ evidence, reference }) =>
    evidence === 'STATEMENT' && reference ? [reference] : [],
  );
  const known = await findKnownReferences(db, named);
  return (reference) => !known.has(reference);
}

/** Judges the reports of one call one after the other, each seeing what those before it did. */
class Intake {
  readonly applied = new Map<string, AppliedReport>();
  readonly receipts: NewReceipt[] = [];
  /** Lines of statements that fit no payment. */
  readonly unmatched: { readonly kind: ExceptionKind; readonly report: StatusReport }[] = [];
  private readonly byReference = new Map<string, LockedAttempt>();
  private readonly byExternalReference = new Map<string, LockedAttempt | undefined>();

  constructor(
    attempts: readonly LockedAttempt[],
    private readonly tasks: ReadonlyMap<string, Task>,
    private readonly known: Map<string, string>,
    private readonly isStranger: (reference: string) => boolean,
  ) {
    for (const attempt of attempts) {
      this.byReference.set(attempt.reference, attempt);
      this.noteExternalReference(attempt);
    }
  }

  /** An institution that uses one reference for two payments names neither by it. */
  private noteExternalReference(attempt: LockedAttempt): void {
    const reference = attempt.external_reference;
    if (reference === null) return;
    const isAmbiguous = this.byExternalReference.has(reference);
    this.byExternalReference.set(reference, isAmbiguous ? undefined : attempt);
  }

  take(report: StatusReport): Receipt {
    const attempt = report.reference
      ? this.byReference.get(report.reference)
      : this.byExternalReference.get(report.externalReference ?? '');
    const refusal = refusalOf(report);
    if (refusal !== undefined) return { reportId: report.reportId, outcome: 'REFUSED', message: refusal };
    if (!attempt) return this.takeUnknown(report);
    const contentHash = hashOf(report);
    const before = this.known.get(report.reportId);
    if (before !== undefined) return this.repeat(report, attempt, before === contentHash);
    const { outcome, message } = this.judge(report, attempt);
    this.known.set(report.reportId, contentHash);
    this.receipts.push({
      reportId: report.reportId,
      contentHash,
      attemptId: attempt.attempt_id,
      outcome,
      message,
      externalReference: report.externalReference ?? null,
    });
    return { reportId: report.reportId, outcome, message };
  }

  /** Money on a statement that no payment explains is kept for a person, once. What is another institution's is refused. */
  private takeUnknown(report: StatusReport): Receipt {
    const { reportId, evidence, reference, amount } = report;
    const isLine = evidence === 'STATEMENT' && amount !== null && amount !== undefined;
    if (!isLine || (reference && !this.isStranger(reference)))
      return { reportId, outcome: 'REFUSED', message: 'Not a payment of this institution.' };
    const contentHash = hashOf(report);
    const before = this.known.get(reportId);
    if (before === contentHash) return { reportId, outcome: 'DUPLICATE', message: null };
    this.unmatched.push({ kind: before === undefined ? 'STATEMENT_UNMATCHED' : 'REPORT_ID_REUSED', report });
    const kept = { reportId, outcome: 'EXCEPTION', message: 'No payment fits this line.' } as const;
    if (before === undefined) {
      this.known.set(reportId, contentHash);
      this.receipts.push({ ...kept, contentHash, attemptId: null, externalReference: null });
    }
    return kept;
  }

  private repeat(report: StatusReport, attempt: LockedAttempt, isSame: boolean): Receipt {
    if (isSame) return { reportId: report.reportId, outcome: 'DUPLICATE', message: null };
    this.entry(attempt).exceptions.push({ kind: 'REPORT_ID_REUSED', report });
    return {
      reportId: report.reportId,
      outcome: 'EXCEPTION',
      message: 'This report id came before with other content.',
    };
  }

  private judge(
    report: StatusReport,
    attempt: LockedAttempt,
  ): Pick<Receipt, 'message'> & { outcome: Receipt['outcome'] } {
    const entry = this.entry(attempt);
    if (report.amount !== null && report.amount !== undefined && report.amount !== attempt.amount) {
      entry.exceptions.push({ kind: 'AMOUNT_DIFFERS', report });
      return { outcome: 'EXCEPTION', message: "The amount is not the payment's." };
    }
    if (namesOtherAccount(report, attempt)) {
      entry.exceptions.push({ kind: 'STATEMENT_UNMATCHED', report });
      return { outcome: 'EXCEPTION', message: "The account is not the payment's." };
    }
    const isNews = this.noteNotReceived(report, entry);
    const status = report.status as ReportableStatus;
    const verdict = attempt.is_decided
      ? judgeAfterDecision(status, report.evidence)
      : judgeReport(entry, status, report.evidence);
    switch (verdict.kind) {
      case 'APPLY':
        entry.steps.push(...verdict.path.map((to) => ({ to, report })));
        entry.status = report.status;
        entry.evidence = report.evidence;
        return { outcome: 'APPLIED', message: null };
      case 'SAME':
        entry.repeats.push(report);
        if (isBookedAgain(report, attempt)) {
          entry.exceptions.push({ kind: 'STATEMENT_UNMATCHED', report });
          return {
            outcome: 'EXCEPTION',
            message: 'It is booked under another reference of the institution too.',
          };
        }
        if (entry.evidence === 'NONE') entry.evidence = report.evidence;
        return isNews
          ? { outcome: 'APPLIED', message: null }
          : { outcome: 'STALE', message: 'The payment is there already.' };
      case 'STALE':
        return { outcome: 'STALE', message: 'The payment is past that.' };
      case 'CONTRADICTION':
        entry.exceptions.push({ kind: 'CONTRADICTION', report });
        return { outcome: 'EXCEPTION', message: `It contradicts ${entry.status}: kept for a person.` };
    }
  }

  /** "Unknown, and the institution says it never received it" is where two people decide, not the machine. */
  private noteNotReceived(report: StatusReport, entry: AppliedReport): boolean {
    if (report.status !== 'UNKNOWN' || report.reason !== 'NOT_RECEIVED') return false;
    if (entry.attempt.is_decided) return false;
    entry.exceptions.push({ kind: 'NOT_RECEIVED', report });
    return true;
  }

  private entry(attempt: LockedAttempt): AppliedReport {
    let entry = this.applied.get(attempt.attempt_id);
    if (!entry) {
      const { status, evidence } = attempt;
      const { tries = 0, handedOutAt = null } = this.tasks.get(attempt.attempt_id) ?? {};
      entry = { attempt, status, evidence, tries, handedOutAt, steps: [], repeats: [], exceptions: [] };
      this.applied.set(attempt.attempt_id, entry);
    }
    return entry;
  }
}

/** A second booking of what is settled: the same payment, on a statement, under another of the institution's references. */
function isBookedAgain(
  { evidence, status, externalReference }: StatusReport,
  attempt: LockedAttempt,
): boolean {
  const before = attempt.external_reference;
  if (evidence !== 'STATEMENT' || status !== 'SETTLED' || !externalReference || before === null) return false;
  return externalReference !== before;
}
