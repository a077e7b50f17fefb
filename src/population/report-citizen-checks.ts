/** The register's answers: verdicts with their events, a thousand in one set of statements. A repeat changes nothing. */
import type { Caller } from '../access/index.js';
import { appendEvents, type NewEvent } from '../event/index.js';
import { HubError } from '../values/index.js';
import {
  BY_KEYS,
  CHECK_REPORTS_MAX,
  finishTasks,
  judgeCheckReports,
  lockTasks,
  type CheckReceipt,
  type JudgedReport,
} from '../work/index.js';
import {
  closeChecks,
  findKnownReports,
  lockChecks,
  type CitizenAnswer,
  type LockedCitizenCheck,
} from './check-store.js';
import { replacesVerdict, type CitizenField, type CitizenVerdict } from './citizen-verdict.js';
import { requireRegister } from './claim-citizen-checks.js';
import { REGISTER, type PopulationDeps } from './population-deps.js';

export interface CitizenCheckReport {
  readonly reportId: string;
  readonly taskId: string | undefined;
  readonly verdict: CitizenVerdict;
  /** Which fields disagreed, where the register says so. */
  readonly mismatches?: readonly CitizenField[] | null;
  readonly checkedAt: Date;
}

type Judged = JudgedReport<CitizenCheckReport, LockedCitizenCheck>;

/** Receipts come in the order of the reports. Safe to repeat with the same report ids after any doubt; a report counts
 *  after its lease has ended too, once.
 *  @throws HubError FORBIDDEN for whoever is not the population database's adapter, BAD_USER_INPUT past 1,000 reports: nothing is done then */
export async function reportCitizenChecks(
  deps: PopulationDeps,
  caller: Caller,
  reports: readonly CitizenCheckReport[],
): Promise<readonly CheckReceipt[]> {
  requireRegister(deps, caller);
  if (reports.length > CHECK_REPORTS_MAX)
    throw new HubError('BAD_USER_INPUT', `At most ${CHECK_REPORTS_MAX} reports in one call.`);
  const taskIds = reports.flatMap((report) => report.taskId ?? []);
  return deps.transact(async (db) => {
    await lockTasks(db, taskIds);
    const { receipts, applied } = judgeCheckReports({
      reports,
      checks: await lockChecks(db, taskIds),
      known: await findKnownReports(
        db,
        reports.map((report) => report.reportId),
      ),
      contentOf: ({ verdict, mismatches }) => [verdict, ...[...(mismatches ?? [])].sort()],
      refusalOf: ({ verdict }) => (verdict === 'UNCHECKED' ? 'UNCHECKED is no answer.' : undefined),
    });
    const now = deps.clock();
    await closeChecks(
      db,
      applied.map((judged) => answerOf(judged, now)),
    );
    await appendEvents(
      db,
      applied.map((judged) => eventOf(judged, now)),
    );
    await finishTasks(
      db,
      applied.map(({ check }) => check.check_id),
    );
    return receipts;
  }, BY_KEYS);
}

function answerOf({ report, check, hash }: Judged, now: Date): CitizenAnswer {
  return {
    checkId: check.check_id,
    citizenId: check.citizen_id,
    verdict: report.verdict,
    mismatches: report.verdict === 'MISMATCH' ? [...new Set(report.mismatches ?? [])] : [],
    checkedAt: notAfter(report.checkedAt, now),
    reportId: report.reportId,
    hash,
    isVerdict: replacesVerdict(check.verdict, report.verdict),
  };
}

/** Every answer is an event, also one that changes nothing: whoever asked waits for it. */
function eventOf({ report, check }: Judged, now: Date): NewEvent {
  const verdict = replacesVerdict(check.verdict, report.verdict) ? report.verdict : check.verdict;
  return {
    kind: 'verification',
    subjectId: check.citizen_id,
    beneficiaryId: check.beneficiary_id,
    citizenId: check.citizen_id,
    institutionCode: REGISTER,
    areaId: check.area_id,
    statusFrom: check.verdict,
    statusTo: verdict,
    reason: verdict === report.verdict ? null : report.verdict,
    occurredAt: notAfter(report.checkedAt, now),
    data: { citizenVerdict: verdict },
  };
}

/** A clock that runs ahead must not keep a verdict fresh for longer. */
function notAfter(instant: Date, now: Date): Date {
  return instant > now ? now : instant;
}
