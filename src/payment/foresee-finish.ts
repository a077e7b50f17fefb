/** When a batch will be through, institution by institution, and what of it waits for people. */
import { calendarDateOf, endOfPeriod, parsePeriod } from '../values/index.js';
import { isReachable } from '../work/index.js';
import type { BatchRow, StatusSum } from './batch-store.js';
import { estimateFinish, latestFinish, type Finish, type Load } from './estimate-finish.js';
import { countWaitingForPeople, findPaces, type PaceRow, type WaitingForPeople } from './pace-store.js';
import type { PaymentDeps } from './payment-deps.js';
import { CLOSED_STATUSES } from './payment-state.js';

export interface Foresight {
  readonly finishesAt: Date | null;
  readonly waitingForPeople: number;
  readonly byInstitution: readonly InstitutionForesight[];
}

export interface InstitutionForesight extends Finish {
  readonly code: string;
  /** Payments without a final state. */
  readonly open: number;
  /** Of these, payments that only people move on. */
  readonly waitingForPeople: number;
}

/** Progress is looked at up to ten times a second, and how institutions work is a scan of the log's end that changes little
 *  in one: it is read once a second for all who follow a batch. Counts are always as fresh as the look. */
const PACE_FOR_MS = 1_000;

const CLOSED: ReadonlySet<string> = new Set(CLOSED_STATUSES);
const CASH = 'CASH_SERVICE';

export interface Foreseer {
  /** @param totals of the batch, as of now */
  foresee(batch: BatchRow, totals: readonly StatusSum[], now: Date): Promise<Foresight>;
}

export function createForeseer({ db }: Pick<PaymentDeps, 'db'>): Foreseer {
  const known = new Map<string, { readonly until: number; readonly paces: Promise<readonly PaceRow[]> }>();
  const pacesOf = (batchId: string, now: number): Promise<readonly PaceRow[]> => {
    const found = known.get(batchId);
    if (found && now < found.until) return found.paces;
    for (const [id, { until }] of known) if (until <= now) known.delete(id);
    const paces = findPaces(db, batchId);
    known.set(batchId, { until: now + PACE_FOR_MS, paces });
    // What failed is asked again by the next look.
    paces.catch(() => known.delete(batchId));
    return paces;
  };
  return {
    foresee: async (batch, totals, now) => {
      const [paces, people] = await Promise.all([
        pacesOf(batch.id, now.getTime()),
        countWaitingForPeople(db, batch.id),
      ]);
      return foreseeBatch(batch, countOpen(totals, people), paces, now);
    },
  };
}

interface Open extends Load {
  readonly code: string;
  readonly people: number;
}

function foreseeBatch(
  batch: BatchRow,
  open: readonly Open[],
  paces: readonly PaceRow[],
  now: Date,
): Foresight {
  const paceOf = new Map(paces.map((pace) => [pace.code, pace]));
  const cashUntil = cashEnd(batch, now);
  const byInstitution = open.map(({ code, people, ...own }): InstitutionForesight => {
    const rail = paceOf.get(code)?.rail ?? code;
    // Banks behind one switch share its queue: which of them is served first is chance.
    const toSend = open
      .filter((other) => (paceOf.get(other.code)?.rail ?? other.code) === rail)
      .reduce((sum, other) => sum + other.toSend, 0);
    const load = own.toSend > 0 ? { ...own, toSend } : own;
    const finish = finishOf(batch, { code, people, ...load }, paceOf.get(code), { now, cashUntil });
    return { code, open: own.toSend + own.underWay + people, waitingForPeople: people, ...finish };
  });
  const moving = byInstitution.filter(({ open: all, waitingForPeople: people }) => all > people);
  const waitingForPeople = open.reduce((sum, { people }) => sum + people, 0);
  const isOver = moving.length + waitingForPeople === 0;
  return {
    finishesAt: isOver ? batch.completed_at : latestFinish(moving),
    waitingForPeople,
    byInstitution,
  };
}

function finishOf(
  { status, completed_at: completedAt }: BatchRow,
  { toSend, underWay, people }: Open,
  pace: PaceRow | undefined,
  when: { readonly now: Date; readonly cashUntil: Date },
): Finish {
  const nothing = { finishesAt: null, ratePerSecond: null, opensAt: null };
  if (status === 'COMPLETED') return { ...nothing, finishesAt: completedAt, unknown: null };
  if (status !== 'RELEASED' || pace === undefined) return { ...nothing, unknown: 'NOT_RELEASED' };
  const finish = estimateFinish({ toSend, underWay }, paceFrom(pace, when.now), when);
  if (toSend + underWay > 0 || people === 0) return finish;
  return { ...finish, finishesAt: null, unknown: 'NEEDS_PEOPLE' };
}

function paceFrom(row: PaceRow, now: Date) {
  const { rate_per_second_max: rate, native_batch_max: batch, sent, seconds } = row;
  return {
    isReachable: isReachable(row.last_seen_at, now),
    isCash: row.kind === CASH,
    serviceHours: row.service_hours,
    declaredPerSecond: rate === null ? null : rate * (batch ?? 1),
    observed: { sent, seconds },
    quietSeconds: row.quiet_seconds,
    queuedBefore: row.queued_before,
  };
}

/** By institution: what is to be sent, what is under way, what waits for people. A look may find an exception that the totals do
 *  not know yet, so nothing goes below zero. */
function countOpen(totals: readonly StatusSum[], people: readonly WaitingForPeople[]): readonly Open[] {
  const codes = [...new Set(totals.map(({ institution_code: code }) => code))].sort();
  return codes.map((code) => {
    const count = { toSend: 0, underWay: 0, people: 0 };
    for (const { institution_code, status, count: all } of totals) {
      if (institution_code !== code || CLOSED.has(status)) continue;
      const held = people.find((one) => one.institution_code === code && one.status === status)?.count ?? 0;
      const waiting = Math.min(all, held);
      count.people += waiting;
      count[status === 'QUEUED' ? 'toSend' : 'underWay'] += all - waiting;
    }
    return { code, ...count };
  });
}

/** Cash is handed out until the end of the month that is paid, or of the one in which the batch was released if that is later. */
function cashEnd({ period, released_at: releasedAt }: BatchRow, now: Date): Date {
  const released = calendarDateOf(releasedAt ?? now).slice(0, 7);
  return endOfPeriod(parsePeriod(released > period ? released : period));
}
