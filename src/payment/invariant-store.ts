/** What must always hold, as one statement each over everything that there is: it finds what does not. */
import { sql } from '../database/index.js';
import type { IdPrefix } from '../values/index.js';
import type { Db } from '../work/index.js';
import { DOUBT_KINDS } from './exception-kind.js';
import { IS_SAME_MONTH } from './money-in-doubt.js';
import { CLOSED_STATUSES, DECISION_MOVES, PAYMENT_MOVES, REPLACEABLE_STATUSES } from './payment-state.js';

/** At most this many violations are named; all are counted. */
export const EXAMPLES_MAX = 20;

export interface Violations {
  readonly count: number;
  /** What violates it, by id or number: never a person's data. */
  readonly examples: readonly string[];
}

export interface Invariant {
  readonly name: string;
  /** A sentence that holds while nothing is violated. */
  readonly rule: string;
  /** What the examples are ids of; undefined: they are numbers, shown as they are. */
  readonly idPrefix?: IdPrefix;
  readonly find: (db: Db) => Promise<Violations>;
}

/** Counts and samples the rows of a query whose column `example` names the culprit. */
export function violationsOf(
  name: string,
  query: string,
): (db: Db, values?: unknown[]) => Promise<Violations> {
  const statement = sql<Violations>(
    `payment.violated-${name}`,
    `WITH violated AS MATERIALIZED (${query})
     SELECT count(*)::int AS count,
       ARRAY(SELECT v.example::text FROM violated v ORDER BY v.example LIMIT ${EXAMPLES_MAX}) AS examples
     FROM violated`,
  );
  return async (db, values = []) => (await statement.first(db, values)) ?? { count: 0, examples: [] };
}

const CLOSED = [...CLOSED_STATUSES];
const REPLACEABLE = [...REPLACEABLE_STATUSES];
const MOVES = [
  ...Object.entries(PAYMENT_MOVES).flatMap(([from, tos]) => tos.map((to) => ({ from, to }))),
  ...DECISION_MOVES,
];
const DOUBTS = [...DOUBT_KINDS];

/** What makes an intent, of the payment `p`: whatever pays the same is one of them. Back payments come in parts. */
export const INTENT = 'p.citizen_id, p.period, p.programme_code, p.line, p.kind, p.part';

/** Every payment event that is committed, in order: those with a position, then those that still wait for one. */
const TOLD = `
  SELECT subject_id, status_from, status_to, 0 AS part, position AS place FROM event.log WHERE kind = 'payment'
  UNION ALL
  SELECT subject_id, status_from, status_to, 1, seq FROM event.inbox WHERE kind = 'payment'`;

function invariant(
  name: string,
  rule: string,
  idPrefix: IdPrefix | undefined,
  query: string,
  values: unknown[] = [],
): Invariant {
  const find = violationsOf(name, query);
  return { name, rule, idPrefix, find: (db) => find(db, values) };
}

/** In the order in which they are asked. */
export const INVARIANTS: readonly Invariant[] = [
  invariant(
    'ONE_LIVE_PAYMENT',
    'an intent has at most one live payment',
    'pay',
    `SELECT min(p.id::text) AS example FROM payment.payment p WHERE p.status <> ALL ($1::text[])
     GROUP BY ${INTENT} HAVING count(*) > 1`,
    [REPLACEABLE],
  ),
  invariant(
    'ONE_LIVE_ATTEMPT',
    'an intent has at most one live attempt',
    'pay',
    `SELECT min(p.id::text) AS example FROM payment.attempt a JOIN payment.payment p ON p.id = a.payment_id
     WHERE a.status <> ALL ($1::text[]) GROUP BY ${INTENT} HAVING count(*) > 1`,
    [REPLACEABLE],
  ),
  invariant(
    'ATTEMPT_AGREES',
    'a released payment stands where its live attempt stands, or its latest where none is live',
    'pay',
    `SELECT p.id AS example FROM payment.payment p
     LEFT JOIN (SELECT DISTINCT ON (payment_id) payment_id, status FROM payment.attempt
                ORDER BY payment_id, is_live DESC, id DESC) a ON a.payment_id = p.id
     WHERE CASE WHEN a.payment_id IS NULL THEN p.status NOT IN ('DRAFT','APPROVED','CANCELLED')
                ELSE p.status <> a.status END`,
  ),
  invariant(
    'TOTALS_CLOSE',
    'a batch’s totals are the sums of its payments, by institution and state',
    'bat',
    `SELECT DISTINCT batch_id AS example
     FROM (SELECT * FROM payment.batch_total WHERE count <> 0 OR amount <> 0) t
     FULL JOIN (SELECT batch_id, institution_code, status, count(*) AS count, sum(amount) AS amount
                FROM payment.payment WHERE NOT is_excluded GROUP BY 1, 2, 3) s
       USING (batch_id, institution_code, status)
     WHERE t.count IS DISTINCT FROM s.count OR t.amount IS DISTINCT FROM s.amount`,
  ),
  invariant(
    'APPROVED_ACCOUNTED',
    'what was approved is settled, rejected, returned, cancelled or open',
    'bat',
    `SELECT b.id AS example FROM payment.batch b
     LEFT JOIN (SELECT batch_id, sum(amount) AS amount FROM payment.batch_total GROUP BY 1) t ON t.batch_id = b.id
     WHERE b.approved_amount IS NOT NULL AND b.approved_amount <> coalesce(t.amount, 0)`,
  ),
  invariant(
    'FUNDING_ADDS_UP',
    'what came for a batch and what of it went back are the sums of its documents',
    'bat',
    `SELECT b.id AS example FROM payment.batch b
     LEFT JOIN (SELECT batch_id, sum(amount) FILTER (WHERE direction = 'FUND') AS funded,
                  sum(amount) FILTER (WHERE direction = 'RETURN') AS returned
                FROM payment.funding GROUP BY 1) f ON f.batch_id = b.id
     WHERE b.funded_amount <> coalesce(f.funded, 0) OR b.returned_amount <> coalesce(f.returned, 0)`,
  ),
  invariant(
    'RELEASE_FUNDED',
    'a batch was released only when its funding covered what was approved, but for what was reconstructed',
    'bat',
    `SELECT id AS example FROM payment.batch
     WHERE NOT is_reconstructed AND status IN ('RELEASED','COMPLETED') AND funded_amount < coalesce(approved_amount, 'infinity'::numeric)`,
  ),
  invariant(
    'MONEY_CLOSES',
    'money in is money out, open, returned to the Treasury or at hand: a batch never uses more than came for it',
    'bat',
    `SELECT b.id AS example FROM payment.batch b
     LEFT JOIN (SELECT batch_id, sum(amount) FILTER (WHERE status = 'SETTLED') AS out,
                  sum(amount) FILTER (WHERE status <> ALL ($1::text[])) AS open
                FROM payment.batch_total GROUP BY 1) t ON t.batch_id = b.id
     -- What people found to be paid after all may have gone back to the Treasury before: it was paid all the same.
     LEFT JOIN (SELECT batch_id, sum(amount) AS amount FROM payment.payment
                WHERE status = 'SETTLED' AND id IN (SELECT payment_id FROM payment.exception
                                                    WHERE resolution IN ('WAS_PAID','PAID_OTHER_AMOUNT'))
                GROUP BY 1) late ON late.batch_id = b.id
     -- What is not released yet waits for its money: it uses none.
     -- Nobody knows what came for a batch that the hub has forgotten.
     WHERE NOT b.is_reconstructed AND coalesce(late.amount, 0) + b.funded_amount - b.returned_amount - coalesce(t.out, 0)
       - CASE WHEN b.status IN ('RELEASED','COMPLETED') THEN coalesce(t.open, 0) ELSE 0 END < 0`,
    [CLOSED],
  ),
  invariant(
    'ORDER_DOCUMENTED',
    'an order that the Treasury carried out has its document, with its batch, direction and amount',
    'bat',
    `SELECT DISTINCT o.batch_id AS example FROM payment.funding_order o
     LEFT JOIN payment.funding f ON f.batch_id = o.batch_id AND f.document_number = o.document_number
       AND f.direction = o.kind AND f.amount = o.amount
     WHERE o.document_number IS NOT NULL AND f.batch_id IS NULL`,
  ),
  invariant(
    'STATE_TOLD',
    'a payment’s last event is its state',
    'pay',
    `SELECT p.id AS example FROM payment.payment p
     LEFT JOIN (SELECT DISTINCT ON (subject_id) subject_id, status_to FROM (${TOLD}) e
                ORDER BY subject_id, part DESC, place DESC) e ON e.subject_id = p.id
     WHERE e.status_to IS DISTINCT FROM p.status`,
  ),
  invariant(
    'EVENTS_CHAIN',
    'a payment’s events lead from state to state along the table of moves',
    'pay',
    `SELECT DISTINCT subject_id AS example
     FROM (SELECT *, lag(status_to) OVER (PARTITION BY subject_id ORDER BY part, place) AS before
           FROM (${TOLD}) e) e
     WHERE status_from IS DISTINCT FROM before OR CASE
       WHEN status_from IS NULL THEN status_to IS DISTINCT FROM 'DRAFT'
       ELSE NOT EXISTS (SELECT 1 FROM unnest($1::text[], $2::text[]) AS m(f, t)
                        WHERE m.f = status_from AND m.t = status_to) END`,
    [MOVES.map(({ from }) => from), MOVES.map(({ to }) => to)],
  ),
  invariant(
    'EVENT_HAS_PAYMENT',
    'a payment event is about a payment that there is',
    'pay',
    `SELECT DISTINCT subject_id AS example FROM (${TOLD}) e
     WHERE NOT EXISTS (SELECT 1 FROM payment.payment p WHERE p.id = e.subject_id)`,
  ),
  invariant(
    'LOG_CONTIGUOUS',
    'the log’s positions have no gap; named is the position after one',
    undefined,
    `SELECT position AS example
     FROM (SELECT position, lag(position, 1, i.last_position) OVER (ORDER BY position) AS before
           FROM event.log, event.identity i) l
     WHERE position <> before + 1`,
  ),
  invariant(
    'SENT_IN_DOUBT',
    'nothing is handed out to be sent while an institution’s word about money of that right and month waits for people',
    'att',
    // A word that was being written while the attempt was claimed is no earlier word.
    `SELECT DISTINCT a.id AS example FROM payment.exception x
     JOIN payment.payment o ON o.id = x.payment_id
     JOIN payment.payment p ON ${IS_SAME_MONTH}
     JOIN payment.attempt a ON a.payment_id = p.id AND a.id <> x.attempt_id
     LEFT JOIN work.task t ON t.id = a.id
     WHERE x.kind = ANY ($1::text[]) AND coalesce(a.handed_out_at, t.handed_out_at) > x.opened_at + interval '10 seconds'
       AND (x.resolution = 'NOTED' OR coalesce(a.handed_out_at, t.handed_out_at) < coalesce(x.resolved_at, 'infinity'))`,
    [DOUBTS],
  ),
  invariant(
    'SENT_ALTHOUGH_BOOKED',
    'a payment that an unexplained line of a statement may have made is approved with a reason only',
    'pay',
    `SELECT DISTINCT p.id AS example FROM payment.exception x
     JOIN payment.payment p ON split_part(p.institution_code, ':', 1) = x.institution_code AND p.amount = x.named_amount
       AND p.account_number = x.named_account AND p.id IS DISTINCT FROM x.payment_id
     JOIN payment.batch b ON b.id = p.batch_id AND b.accept_flags_reason IS NULL AND b.approved_at > x.opened_at
     WHERE x.kind = 'STATEMENT_UNMATCHED' AND x.resolved_at IS NULL AND x.named_account IS NOT NULL
       AND p.is_live AND x.named_at >= (p.period || '-01')::date`,
  ),
  invariant(
    'EXTERNAL_REFERENCE_ONCE',
    'of one institution’s references, at most one payment is settled',
    'att',
    `SELECT min(id::text) AS example FROM payment.attempt WHERE status = 'SETTLED' AND external_reference IS NOT NULL
     GROUP BY split_part(institution_code, ':', 1), external_reference HAVING count(DISTINCT payment_id) > 1`,
  ),
  invariant(
    'SUBMIT_ONCE',
    'only a queued attempt waits to be sent',
    'att',
    `SELECT t.id AS example FROM work.task t LEFT JOIN payment.attempt a ON a.id = t.id
     WHERE t.kind = 'PAYMENT' AND t.action = 'SUBMIT' AND a.status IS DISTINCT FROM 'QUEUED'`,
  ),
  invariant(
    'TASK_WHILE_OPEN',
    'an open attempt has its task, a closed one has none',
    'att',
    `SELECT coalesce(a.id, t.id) AS example
     FROM (SELECT id FROM payment.attempt WHERE status <> ALL ($1::text[])) a
     FULL JOIN (SELECT id FROM work.task WHERE kind = 'PAYMENT') t ON t.id = a.id
     WHERE a.id IS NULL OR t.id IS NULL`,
    [CLOSED],
  ),
];
