/** Holds the log of events against the payments: no gap, every move told once, in the order of the states, and totals that
 *  close. */
import { DECISION_MOVES, PAYMENT_MOVES, type PaymentStatus } from '../../src/payment/payment-state.js';
import { formatId } from '../../src/values/index.js';
import type { RunningHub } from './running-hub.js';

export interface EventFaults {
  /** Positions that are missing between the first and the last. */
  readonly gaps: number;
  /** Events that were committed and have no position. */
  readonly waiting: number;
  /** Moves that the state table does not know, or that do not begin where the one before ended. */
  readonly brokenChains: readonly string[];
  /** Payments whose last event is not their state. */
  readonly untold: readonly string[];
  /** Batches whose totals are not the sums of their payments. */
  readonly openTotals: readonly string[];
}

interface EventRow {
  readonly id: string;
  readonly subject_id: string;
  readonly status_from: PaymentStatus | null;
  readonly status_to: PaymentStatus;
}

const PAYMENT_EVENTS = `
  SELECT id, subject_id, status_from, status_to FROM event.log WHERE kind = 'payment' ORDER BY position`;

const TOTALS = `
  WITH kept AS (
    SELECT batch_id, institution_code, status, count, amount FROM payment.batch_total WHERE count <> 0 OR amount <> 0
  ), summed AS (
    SELECT batch_id, institution_code, status, count(*)::int AS count, sum(amount)::bigint AS amount
    FROM payment.payment WHERE NOT is_excluded GROUP BY 1, 2, 3
  )
  SELECT coalesce(k.batch_id, s.batch_id)::text AS batch, coalesce(k.status, s.status) AS status, k.count AS kept,
    s.count AS summed
  FROM kept k FULL JOIN summed s USING (batch_id, institution_code, status)
  WHERE k.count IS DISTINCT FROM s.count OR k.amount IS DISTINCT FROM s.amount`;

export async function findEventFaults(hub: RunningHub): Promise<EventFaults> {
  const [span] = await hub.rows<{ gaps: number; waiting: number }>(`
    SELECT (coalesce(max(position) - min(position) + 1, 0) - count(*))::int AS gaps,
      (SELECT count(*)::int FROM event.inbox) AS waiting FROM event.log`);
  const events = await hub.rows<EventRow>(PAYMENT_EVENTS);
  const totals = await hub.rows<{ batch: string; status: string; kept: number; summed: number }>(TOTALS);
  const states = await hub.rows<{ id: string; status: string }>('SELECT id, status FROM payment.payment');
  const { last, brokenChains } = follow(events);
  return {
    ...span!,
    brokenChains,
    untold: states
      .filter(({ id, status }) => last.get(id) !== status)
      .map(({ id, status }) => `${id} ${status}`),
    openTotals: totals.map(({ batch, status, kept, summed }) => `${batch} ${status}: ${kept}, not ${summed}`),
  };
}

/** No fault at all, to compare with. */
export const NO_EVENT_FAULTS: EventFaults = {
  gaps: 0,
  waiting: 0,
  brokenChains: [],
  untold: [],
  openTotals: [],
};

/** What a client that reads every payment event must have seen, in order. */
export async function listPaymentEventIds(hub: RunningHub): Promise<readonly string[]> {
  return (await hub.rows<EventRow>(PAYMENT_EVENTS)).map(({ id }) => formatId('evt', id));
}

function follow(events: readonly EventRow[]): { last: Map<string, string>; brokenChains: string[] } {
  const last = new Map<string, PaymentStatus>();
  const brokenChains: string[] = [];
  for (const { subject_id: subject, status_from: from, status_to: to } of events) {
    const before = last.get(subject) ?? null;
    const isDecided = DECISION_MOVES.some((move) => move.from === from && move.to === to);
    const isMove = from === null || isDecided || PAYMENT_MOVES[from].includes(to);
    if (from !== before || !isMove) brokenChains.push(`${subject}: after ${before} came ${from} → ${to}`);
    last.set(subject, to);
  }
  return { last, brokenChains };
}
