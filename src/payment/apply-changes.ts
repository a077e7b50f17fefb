/** Writes what judged reports, or leases that ran out, did to payments: rows, totals, events, tasks and exceptions, each in
 *  one statement for all of them. The rows are locked by the caller. */
import { appendEvents } from '../event/index.js';
import { finishTasks, rescheduleTasks } from '../work/index.js';
import type { LockedAttempt } from './attempt-store.js';
import { openRecoveriesFor } from './deceased-store.js';
import { CASH_INSTITUTION, inquiryDelayMs, type InquirySituation } from './payment-policy.js';
import { CLOSED_STATUSES, type PaymentStatus, type ReportEvidence } from './payment-state.js';
import { completeClosedBatches } from './release-batch.js';
import type { ExceptionKind } from './exception-kind.js';
import { openExceptions } from './open-exception-store.js';
import {
  moveTotals,
  noteUntoldSettlements,
  updateAttempts,
  type AttemptChange,
  type MovedTotal,
  type UntoldSettlement,
} from './report-store.js';
import type { StatusReport } from './status-report.js';
import type { Db } from '../work/index.js';

type Fact = Pick<
  StatusReport,
  'reason' | 'reasonText' | 'externalReference' | 'occurredAt' | 'evidence' | 'status'
>;

/** Everything that happened to one attempt in one transaction. */
export interface AppliedReport {
  readonly attempt: LockedAttempt;
  /** Where it stands now. */
  status: PaymentStatus;
  evidence: ReportEvidence;
  /** What becomes of `is_settlement_untold`. */
  isSettlementUntold?: boolean;
  /** How often its task was handed out, and when first. */
  readonly tries: number;
  readonly handedOutAt: Date | null;
  /** The moves, in order. */
  readonly steps: { readonly to: PaymentStatus; readonly report: Fact }[];
  /** Reports that said what was known: nothing moves, the next inquiry comes later. */
  readonly repeats: Fact[];
  readonly exceptions: { readonly kind: ExceptionKind; readonly report: StatusReport }[];
}

/** One move of an attempt that no report brought.
 *  @param handedOutAt when it was first handed out, if its task still says so */
export function movedOnce(
  attempt: LockedAttempt,
  report: Fact,
  handedOutAt: Date | null = null,
): AppliedReport {
  const { status, evidence } = report;
  return {
    ...{ attempt, status, evidence, tries: 0, handedOutAt },
    steps: [{ to: status, report }],
    ...{ repeats: [], exceptions: [] },
  };
}

const CLOSED: ReadonlySet<string> = new Set(CLOSED_STATUSES);

/** Totals come last: everybody who pays from a batch counts in the same few rows, and holds them until the commit. */
export async function applyChanges(
  db: Db,
  applied: ReadonlyMap<string, AppliedReport>,
  now: Date,
): Promise<void> {
  const all = [...applied.values()];
  const moved = all.filter((entry) => entry.steps.length > 0);
  // The same state on better evidence moves nothing, and counts for what may outrank it later.
  const confirmed = all.filter(
    (entry) => entry.steps.length === 0 && entry.evidence !== entry.attempt.evidence,
  );
  await updateAttempts(db, [...moved, ...confirmed].map(changeOf));
  await noteUntoldSettlements(db, untoldOf(all));
  await appendEvents(db, moved.filter((entry) => entry.steps.length > 1).flatMap(eventsOf));
  await openExceptions(
    db,
    all.flatMap(({ attempt, exceptions }) =>
      exceptions.map((exception) => ({
        ...exception,
        about: attempt,
        institutionCode: attempt.institution_code,
      })),
    ),
  );
  const settled = moved.filter((entry) => entry.status === 'SETTLED');
  await openRecoveriesFor(
    db,
    settled.map((entry) => entry.attempt),
  );
  await settleTasks(db, all);
  await completeClosedBatches(db, closingOf(moved, await moveTotals(db, moved.map(totalMoveOf))), now);
}

/** Batches of which nothing may be open any more: something was closed, and no total that was counted down has anything left. The
 *  locks on those totals last until the commit, so whoever closes the last payments sees that they are. */
function closingOf(moved: readonly AppliedReport[], totals: readonly MovedTotal[]): readonly string[] {
  const closing = new Set(
    moved.filter((entry) => CLOSED.has(entry.status)).map((entry) => entry.attempt.batch_id),
  );
  for (const { batch_id: batchId, status, count } of totals)
    if (!CLOSED.has(status) && count > 0) closing.delete(batchId);
  return [...closing];
}

function changeOf({ attempt, status, evidence, handedOutAt, steps }: AppliedReport): AttemptChange {
  const last = steps.at(-1)?.report;
  return {
    attemptId: attempt.attempt_id,
    paymentId: attempt.payment_id,
    ...{ status, evidence, handedOutAt },
    externalReference:
      steps.findLast((step) => step.report.externalReference)?.report.externalReference ?? null,
    reason: (last ?? attempt).reason ?? null,
    reasonText: last ? (last.reasonText ?? null) : attempt.reason_text,
    told: last && steps.length === 1 ? { from: attempt.status, occurredAt: last.occurredAt } : null,
  };
}

function untoldOf(all: readonly AppliedReport[]): readonly UntoldSettlement[] {
  return all.flatMap(({ attempt, isSettlementUntold: isUntold = attempt.is_settlement_untold }) =>
    isUntold === attempt.is_settlement_untold ? [] : [{ attemptId: attempt.attempt_id, isUntold }],
  );
}

function totalMoveOf({ attempt, status }: AppliedReport) {
  return {
    batchId: attempt.batch_id,
    institutionCode: attempt.institution_code,
    from: attempt.status,
    to: status,
    amount: attempt.amount,
  };
}

/** Of an attempt that took several steps at once, such as one that came back before it was said to have arrived. */
function eventsOf({ attempt, steps }: AppliedReport) {
  return steps.map(({ to, report }, at) => ({
    kind: 'payment' as const,
    subjectId: attempt.payment_id,
    beneficiaryId: attempt.beneficiary_id,
    citizenId: attempt.citizen_id,
    accountId: attempt.account_id ?? undefined,
    batchId: attempt.batch_id,
    institutionCode: attempt.institution_code,
    areaId: attempt.area_id,
    statusFrom: steps[at - 1]?.to ?? attempt.status,
    statusTo: to,
    reason: report.reason ?? undefined,
    occurredAt: report.occurredAt,
    data: { amount: Number(attempt.amount), period: attempt.period },
  }));
}

/** What is closed needs no adapter any more; what is open is asked about later, the longer the more often it was asked. */
async function settleTasks(db: Db, all: readonly AppliedReport[]): Promise<void> {
  const touched = all.filter((entry) => entry.steps.length > 0 || entry.repeats.length > 0);
  const [closed, open] = [
    touched.filter((entry) => CLOSED.has(entry.status)),
    touched.filter((entry) => !CLOSED.has(entry.status)),
  ];
  if (closed.length > 0)
    await finishTasks(
      db,
      closed.map((entry) => entry.attempt.attempt_id),
    );
  if (open.length === 0) return;
  await rescheduleTasks(
    db,
    open.map((entry) => ({
      id: entry.attempt.attempt_id,
      action: 'INQUIRE' as const,
      afterMs: inquiryDelayMs(situationOf(entry), entry.tries),
    })),
  );
}

function situationOf({ attempt, status, exceptions }: AppliedReport): InquirySituation {
  if (status !== 'UNKNOWN')
    return attempt.institution_code === CASH_INSTITUTION ? 'WAITING_AT_COUNTER' : 'OPEN';
  return exceptions.some((exception) => exception.kind === 'NOT_RECEIVED') ? 'NOT_RECEIVED' : 'UNKNOWN';
}
