/** Status intake: what adapters report is judged by the state table and written down, a thousand reports in one set of
 *  statements. A repeat changes nothing; a contradiction is kept for a person; nothing that an institution says is lost. */
import { requireInstitution, type Caller } from '../access/index.js';
import { HubError } from '../values/index.js';
import { BY_KEYS, lockTasks } from '../work/index.js';
import { applyChanges } from './apply-changes.js';
import { findAttemptIds, findKnownReferences, lockAttempts, type LockedAttempt } from './attempt-store.js';
import { openExceptions } from './open-exception-store.js';
import type { PaymentDeps } from './payment-deps.js';
import { ReportIntake, type Receipt } from './report-intake.js';
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
  return deps.transact(async (db) => {
    const now = deps.clock();
    const { attempts, tasks } = await lockNamed(db, institution, reports);
    const heard = await findHeardOf(db, institution, reports, attempts);
    const isStranger = await findStrangers(db, reports);
    const intake = new ReportIntake({ attempts, tasks, heard, isStranger, now });
    const receipts = reports.map((report) => intake.take(report));
    await openExceptions(
      db,
      intake.unmatched.map((unmatched) => ({ about: null, institutionCode: institution, ...unmatched })),
    );
    await insertReceipts(db, institution, intake.receipts);
    await applyChanges(db, intake.applied, now);
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
