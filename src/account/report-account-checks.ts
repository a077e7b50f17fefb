/** Institutions' answers about accounts: verdicts with their events, a thousand in one set of statements. A repeat
 *  changes nothing. */
import { requireInstitution, type Caller } from '../access/index.js';
import { appendEvents } from '../event/index.js';
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
import type { AccountDeps } from './account-deps.js';
import { judgeAccount, type AccountAnswer, type AccountVerdict } from './account-verdict.js';
import { closeChecks, findKnownReports, lockChecks, type LockedAccountCheck } from './check-store.js';
import { decisionFor, findDecisions, type DecisionRow } from './decision-store.js';
import { verificationEvent } from './verification-event.js';

export interface AccountCheckReport extends AccountAnswer {
  readonly reportId: string;
  readonly taskId: string | undefined;
  readonly checkedAt: Date;
}

type Judged = JudgedReport<AccountCheckReport, LockedAccountCheck>;
type Outcome = Judged & { readonly verdict: AccountVerdict; readonly checkedAt: Date };

const RETURNED_NAME_LENGTH_MAX = 200;

/** Receipts come in the order of the reports. Safe to repeat with the same report ids after any doubt; a report counts
 *  after its lease has ended too, once.
 *  @throws HubError FORBIDDEN for whoever is no adapter, BAD_USER_INPUT past 1,000 reports: nothing is done then */
export async function reportAccountChecks(
  deps: AccountDeps,
  caller: Caller,
  reports: readonly AccountCheckReport[],
): Promise<readonly CheckReceipt[]> {
  const institution = requireInstitution(caller);
  if (reports.length > CHECK_REPORTS_MAX)
    throw new HubError('BAD_USER_INPUT', `At most ${CHECK_REPORTS_MAX} reports in one call.`);
  deps.noteSeen(institution);
  const taskIds = reports.flatMap((report) => report.taskId ?? []);
  const reportIds = reports.map((report) => report.reportId);
  return deps.transact(async (db) => {
    await lockTasks(db, taskIds);
    const { receipts, applied } = judgeCheckReports({
      reports,
      checks: await lockChecks(db, taskIds, institution),
      known: await findKnownReports(db, reportIds, institution),
      contentOf: ({ accountState, returnedName, institutionMatch, personalIdMatches }) => [
        ...[accountState, returnedName, institutionMatch, personalIdMatches],
      ],
      refusalOf: ({ returnedName }) =>
        (returnedName?.length ?? 0) > RETURNED_NAME_LENGTH_MAX
          ? 'A name has at most 200 characters.'
          : undefined,
    });
    const decisions = await findDecisions(
      db,
      applied.map(({ check }) => check.account_id),
    );
    const outcomes = applied.map((judged) => outcomeOf(judged, decisions, deps.clock()));
    await closeChecks(db, outcomes.map(rowOf));
    await appendEvents(db, outcomes.map(eventOf));
    await finishTasks(
      db,
      outcomes.map(({ check }) => check.check_id),
    );
    return receipts;
  }, BY_KEYS);
}

function outcomeOf(judged: Judged, decisions: readonly DecisionRow[], now: Date): Outcome {
  const { report, check } = judged;
  const names = { ...check, returned_name: nameOf(report) };
  const decision = decisionFor(decisions, names);
  const verdict = judgeAccount(report, {
    status: check.status,
    nameMatch: check.name_match,
    personName: check.person_name,
    ...(decision ? { decision } : {}),
  });
  // A clock that runs ahead must not keep a verdict fresh for longer.
  return { ...judged, verdict, checkedAt: report.checkedAt > now ? now : report.checkedAt };
}

function nameOf({ returnedName }: AccountCheckReport): string | null {
  const name = returnedName?.trim() ?? '';
  return name === '' ? null : name;
}

function rowOf({ report, check, hash, verdict, checkedAt }: Outcome) {
  return {
    checkId: check.check_id,
    accountId: check.account_id,
    accountState: report.accountState,
    returnedName: nameOf(report),
    institutionMatch: report.institutionMatch ?? null,
    ...verdict,
    checkedAt,
    reportId: report.reportId,
    hash,
  };
}

/** Every answer is an event, also one that changes nothing: whoever asked waits for it. */
function eventOf({ report, check, verdict, checkedAt }: Outcome) {
  const tellsNothing = report.accountState === 'UNAVAILABLE' && verdict.status !== 'UNAVAILABLE';
  return verificationEvent(
    { ...check, ...verdict },
    {
      statusFrom: check.status,
      reason: tellsNothing ? 'UNAVAILABLE' : null,
      occurredAt: checkedAt,
    },
  );
}
