/** What a report about a check is worth: the first report of a check counts, whenever it comes; every other is told apart
 *  from it. Pure: the checks are locked by the caller. */
import { createHash } from 'node:crypto';

/** The most reports that one call may carry. */
export const CHECK_REPORTS_MAX = 1000;
const REPORT_ID_LENGTH_MAX = 128;

export interface CheckReport {
  readonly reportId: string;
  /** The check's id, which is the task's; undefined when the client's id is none of a task. */
  readonly taskId: string | undefined;
}

export interface ReportedCheck {
  readonly check_id: string;
  /** The report that counted. */
  readonly report_id: string | null;
}

export interface CheckReceipt {
  readonly reportId: string;
  readonly outcome: 'APPLIED' | 'DUPLICATE' | 'STALE' | 'EXCEPTION' | 'REFUSED';
  readonly message: string | null;
}

export interface JudgedReport<Report, Check> {
  readonly report: Report;
  readonly check: Check;
  /** Of the report's content: what the same report id must say again. */
  readonly hash: string;
}

export interface CheckIntake<Report, Check> {
  readonly reports: readonly Report[];
  /** The checks of the caller that the reports name. */
  readonly checks: readonly Check[];
  /** The report ids that counted before, with the hashes of their contents. */
  readonly known: ReadonlyMap<string, string>;
  /** What was said. When it was said is not part of it, so that an adapter which lost its memory may ask and report again. */
  readonly contentOf: (report: Report) => readonly unknown[];
  /** Why the report cannot be taken, whatever it is about. */
  readonly refusalOf: (report: Report) => string | undefined;
}

/** Receipts come in the order of the reports; `applied` has each check once. */
export function judgeCheckReports<Report extends CheckReport, Check extends ReportedCheck>(
  intake: CheckIntake<Report, Check>,
): { readonly receipts: CheckReceipt[]; readonly applied: JudgedReport<Report, Check>[] } {
  const checks = new Map(intake.checks.map((check) => [check.check_id, check]));
  const known = new Map(intake.known);
  const done = new Set(intake.checks.filter((check) => check.report_id !== null).map((c) => c.check_id));
  const applied: JudgedReport<Report, Check>[] = [];
  const receipts = intake.reports.map((report): CheckReceipt => {
    const say = (outcome: CheckReceipt['outcome'], message: string | null = null): CheckReceipt => ({
      reportId: report.reportId,
      outcome,
      message,
    });
    const refusal = idProblem(report.reportId) ?? intake.refusalOf(report);
    if (refusal !== undefined) return say('REFUSED', refusal);
    const check = checks.get(report.taskId ?? '');
    if (!check) return say('REFUSED', 'Not a task of this institution.');
    const hash = hashOf([report.taskId, ...intake.contentOf(report)]);
    const before = known.get(report.reportId);
    if (before === hash) return say('DUPLICATE');
    if (before !== undefined) return say('EXCEPTION', 'This report id came before with other content.');
    if (done.has(check.check_id)) return say('STALE', 'Another report answered this task before.');
    known.set(report.reportId, hash);
    done.add(check.check_id);
    applied.push({ report, check, hash });
    return say('APPLIED');
  });
  return { receipts, applied };
}

function idProblem(reportId: string): string | undefined {
  const isSound = reportId !== '' && reportId.length <= REPORT_ID_LENGTH_MAX;
  return isSound ? undefined : 'A report id has 1 to 128 characters.';
}

function hashOf(content: readonly unknown[]): string {
  const text = JSON.stringify(content.map((value) => value ?? null));
  return createHash('sha256').update(text).digest('base64url');
}
