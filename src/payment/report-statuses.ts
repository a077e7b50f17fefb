/** Status intake: what adapters report is judged by the state table and written down, a thousand reports in one set of
 *  statements. A repeat changes nothing; a contradiction is kept for a person; nothing that an institution says is lost. */
import { requireInstitution, type Caller } from '../access/index.js';
import { HubError } from '../values/index.js';
import { BY_KEYS, lockTasks, type Db, type Waking } from '../work/index.js';
import { applyChanges } from './apply-changes.js';
import { findAttemptIds, findKnownReferences, lockAttempts, type LockedAttempt } from './attempt-store.js';
import { openExceptions } from './open-exception-store.js';
import type { PaymentDeps } from './payment-deps.js';
import { beginRecovery } from './recovery/begin-recovery.js';
import { findAskedFirst, noteAnswers, noteUnreceived, submitUnreceived } from './recovery/open-work-store.js';
import { isRecovering } from './recovery/recovery-store.js';
import { areOwnReferences } from './reference-store.js';
import { ReportIntake, type IntakeSituation, type Receipt } from './report-intake.js';
import { findHeard, insertReceipts, type Heard } from './report-store.js';
import type { StatusReport } from './status-report.js';

export type { Receipt } from './report-intake.js';
export type { StatusReport } from './status-report.js';

/** The most reports that one call may carry. */
export const REPORTS_MAX = 1000;

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
  const { receipts, forgottenFrom } = await deps.transact(async (db, waking) => {
    const now = deps.clock();
    const { attempts, tasks } = await lockNamed(db, institution, reports);
    const intake = new ReportIntake({
      ...{ attempts, tasks },
      heard: await findHeardOf(db, institution, reports, attempts),
      ...(await findUnknown(db, reports, attempts)),
      askedFirst: await findAskedFirst(db, deps.recovery.mayAskFirst() ? idsOf(attempts) : []),
    });
    const taken = reports.map((report) => intake.take(report));
    await openExceptions(
      db,
      intake.unmatched.map((unmatched) => ({ about: null, institutionCode: institution, ...unmatched })),
    );
    await insertReceipts(db, institution, intake.receipts);
    await applyChanges(db, intake.applied, now);
    if (deps.recovery.isOn()) await noteAnswers(db, intake.answered);
    await sendUnreceived(db, waking, intake.unreceived);
    return { receipts: taken, forgottenFrom: intake.forgottenFrom };
  }, BY_KEYS);
  if (forgottenFrom) await beginRecovery(deps, { cause: 'REFERENCE_FORGOTTEN', lostFrom: forgottenFrom });
  return receipts;
}

const idsOf = (attempts: readonly LockedAttempt[]): string[] => attempts.map(({ attempt_id: id }) => id);

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

/** Of the references that are about no attempt of this institution: those that the hub knows none of, and those that it has made. */
async function findUnknown(
  db: PaymentDeps['db'],
  reports: readonly StatusReport[],
  attempts: readonly LockedAttempt[],
): Promise<Pick<IntakeSituation, 'isStranger' | 'isOwn'>> {
  const found = new Set(attempts.map((attempt) => attempt.reference));
  const named = reports.flatMap(({ reference }) => (reference && !found.has(reference) ? [reference] : []));
  const known = await findKnownReferences(db, named);
  const own = await areOwnReferences(
    db,
    named.filter((reference) => !known.has(reference)),
  );
  return {
    isStranger: (reference) => !known.has(reference),
    isOwn: (reference) => own.get(reference) === true,
  };
}

/** What an institution has never received may be sent, unless nothing is sent now. */
async function sendUnreceived(db: Db, waking: Waking, attemptIds: readonly string[]): Promise<void> {
  if (attemptIds.length === 0) return;
  await noteUnreceived(db, attemptIds);
  if (await isRecovering(db)) return;
  for (const institutionCode of await submitUnreceived(db, attemptIds))
    waking.items.push({ kind: 'PAYMENT', institutionCode });
}

async function findHeardOf(
  db: PaymentDeps['db'],
  institution: string,
  reports: readonly StatusReport[],
  attempts: readonly LockedAttempt[],
): Promise<Heard> {
  const hasLines = reports.some(({ evidence }) => evidence === 'STATEMENT');
  return findHeard(db, institution, {
    reportIds: reports.map(({ reportId }) => reportId),
    statedAttemptIds: hasLines ? attempts.map((attempt) => attempt.attempt_id) : [],
    externalReferences: reports.flatMap(({ externalReference }) => externalReference ?? []),
  });
}
