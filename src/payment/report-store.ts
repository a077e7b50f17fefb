/** The writing of reports: receipts, and what they change in attempts, payments, totals and exceptions. Each function is one
 *  statement, whether there is one report or a thousand. */
import { sql, WriteConflict } from '../database/index.js';
import { INTO_EVENT_INBOX } from '../event/index.js';
import type { PaymentStatus, ReportEvidence } from './payment-state.js';
import type { Db } from '../work/index.js';

/** What was heard before that the reports of one call are held against. */
export interface Heard {
  /** Which of the report ids the institution has used, and for what content. */
  readonly receipts: Map<string, string>;
  /** What lines of statements have said of the attempts: `<attempt id> <status>`. */
  readonly lines: Set<string>;
  /** The institution’s own references, with the payments that they are of. */
  readonly references: Map<string, Set<string>>;
  /** The same, with the payments for which the institution has named them, whether that was believed or not. */
  readonly claims: Map<string, Set<string>>;
  /** References that were named without anything being wrong: `<payment id> <reference>`. */
  readonly known: Set<string>;
}

export interface HeardKeys {
  readonly reportIds: readonly string[];
  /** Attempts that a line of a statement is about. */
  readonly statedAttemptIds: readonly string[];
  readonly externalReferences: readonly string[];
}

const heard = sql<{ what: 'RECEIPT' | 'LINE' | 'REFERENCE' | 'KNOWN' | 'CLAIM'; key: string; value: string }>(
  'payment.find-heard',
  `SELECT 'RECEIPT' AS what, report_id AS key, content_hash AS value FROM payment.status_report
   WHERE institution_code = $1 AND report_id = ANY($2::text[])
   UNION ALL
   SELECT 'LINE', attempt_id::text, statement_status FROM payment.status_report
   WHERE attempt_id = ANY($3::uuid[]) AND statement_status IS NOT NULL
   UNION ALL
   SELECT CASE WHEN a.external_reference = r.external_reference THEN 'REFERENCE'
       WHEN r.outcome = 'EXCEPTION' THEN 'CLAIM' ELSE 'KNOWN' END, r.external_reference, a.payment_id::text
   FROM payment.status_report r JOIN payment.attempt a ON a.id = r.attempt_id
   WHERE r.external_reference = ANY($4::text[]) AND r.institution_code = $1`,
);

/** One statement, whatever the reports are about. */
export async function findHeard(db: Db, institution: string, keys: HeardKeys): Promise<Heard> {
  const { reportIds, statedAttemptIds, externalReferences } = keys;
  const rows = await heard.all(db, [institution, reportIds, statedAttemptIds, externalReferences]);
  const found: Heard = {
    ...{ receipts: new Map(), lines: new Set(), references: new Map(), claims: new Map(), known: new Set() },
  };
  for (const { what, key, value } of rows) {
    if (what === 'RECEIPT') found.receipts.set(key, value);
    else if (what === 'LINE') found.lines.add(`${key} ${value}`);
    else {
      noteReference(found, key, value, what === 'REFERENCE');
      if (what === 'KNOWN') found.known.add(`${value} ${key}`);
    }
  }
  return found;
}

/** @param isBelieved the payment has it from now on */
export function noteReference(
  { references, claims }: Heard,
  reference: string,
  paymentId: string,
  isBelieved: boolean,
): void {
  for (const noted of isBelieved ? [references, claims] : [claims])
    noted.set(reference, (noted.get(reference) ?? new Set()).add(paymentId));
}

export interface NewReceipt {
  readonly reportId: string;
  readonly contentHash: string;
  /** Null: a line of a statement that fits no payment. */
  readonly attemptId: string | null;
  readonly outcome: string;
  readonly message: string | null;
  /** The institution's own reference of the payment. */
  readonly externalReference: string | null;
  /** What a line of a statement says; null where it was said otherwise. */
  readonly statementStatus: string | null;
}

const insertKnown = sql(
  'payment.insert-receipts',
  `INSERT INTO payment.status_report (institution_code, report_id, content_hash, attempt_id, outcome, message,
     external_reference, statement_status)
   SELECT $1, * FROM unnest($2::text[], $3::text[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[])
   ON CONFLICT DO NOTHING`,
);

/** @throws WriteConflict where another call has written one of these reports since this one looked for them */
export async function insertReceipts(
  db: Db,
  institution: string,
  receipts: readonly NewReceipt[],
): Promise<void> {
  if (receipts.length === 0) return;
  const written = await insertKnown.run(db, [
    institution,
    receipts.map((receipt) => receipt.reportId),
    receipts.map((receipt) => receipt.contentHash),
    receipts.map((receipt) => receipt.attemptId),
    receipts.map((receipt) => receipt.outcome),
    receipts.map((receipt) => receipt.message),
    receipts.map((receipt) => receipt.externalReference),
    receipts.map((receipt) => receipt.statementStatus),
  ]);
  if (written < receipts.length) throw new WriteConflict('A report came twice at once.');
}

/** Where an attempt and its payment stand after all reports of one transaction. */
export interface AttemptChange {
  readonly attemptId: string;
  readonly paymentId: string;
  readonly status: PaymentStatus;
  readonly evidence: ReportEvidence;
  readonly externalReference: string | null;
  /** When it was handed out first, if its task still says so. */
  readonly handedOutAt: Date | null;
  readonly reason: string | null;
  readonly reasonText: string | null;
  /** The event that says all of it; null: nothing moved, or in several steps, which are told one by one. */
  readonly told: { readonly from: PaymentStatus; readonly occurredAt: Date } | null;
}

/** The keys are asked for twice so that the rows are read in one walk along the index, and not by a search for each. */
const updateBoth = sql(
  'payment.apply-changes',
  `WITH change AS (
    SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::timestamptz[],
                         $9::text[], $10::timestamptz[])
      AS c(attempt_id, payment_id, status, evidence, external_reference, reason, reason_text, handed_out_at,
           status_from, occurred_at)
  ), attempted AS (
    UPDATE payment.attempt a SET status = c.status, evidence = c.evidence, updated_at = now(),
      external_reference = coalesce(c.external_reference, a.external_reference),
      handed_out_at = coalesce(a.handed_out_at, c.handed_out_at)
    FROM change c WHERE a.id = c.attempt_id AND a.id = ANY($1::uuid[])
  ), moved AS (
    UPDATE payment.payment p SET status = c.status, reason = c.reason, reason_text = c.reason_text, updated_at = now()
    FROM change c WHERE p.id = c.payment_id AND p.id = ANY($2::uuid[])
    RETURNING p.id, p.beneficiary_id, p.citizen_id, p.account_id, p.batch_id, p.institution_code, p.area_id, c.status_from,
      p.status, p.reason, c.occurred_at, p.amount, p.period
  )
  ${INTO_EVENT_INBOX}
  SELECT 'payment', id, beneficiary_id, citizen_id, account_id, batch_id, institution_code, area_id, status_from, status, reason,
    occurred_at, jsonb_build_object('amount', amount, 'period', period)
  FROM moved WHERE status_from IS NOT NULL`,
);

/** Writes where attempts and payments stand now, and tells it. The rows are locked by the caller; no payment is named twice,
 *  since of its attempts at most one is live. */
export async function updateAttempts(db: Db, changes: readonly AttemptChange[]): Promise<void> {
  if (changes.length === 0) return;
  const told = await updateBoth.run(db, [
    changes.map((change) => change.attemptId),
    changes.map((change) => change.paymentId),
    changes.map((change) => change.status),
    changes.map((change) => change.evidence),
    changes.map((change) => change.externalReference),
    changes.map((change) => change.reason),
    changes.map((change) => change.reasonText),
    changes.map((change) => change.handedOutAt),
    changes.map((change) => change.told?.from ?? null),
    changes.map((change) => change.told?.occurredAt ?? null),
  ]);
  if (told !== changes.filter((change) => change.told !== null).length)
    throw new Error('A payment would have changed without its event.');
}

export interface UntoldSettlement {
  readonly attemptId: string;
  readonly isUntold: boolean;
}

const noteUntold = sql(
  'payment.note-untold-settlements',
  `UPDATE payment.attempt a SET is_settlement_untold = n.is_untold
   FROM unnest($1::uuid[], $2::boolean[]) AS n(id, is_untold) WHERE a.id = n.id`,
);

/** Attempts that came back before it was said that they had arrived: the word that says so late is no second booking. */
export async function noteUntoldSettlements(db: Db, notes: readonly UntoldSettlement[]): Promise<void> {
  if (notes.length === 0) return;
  await noteUntold.run(db, [notes.map(({ attemptId }) => attemptId), notes.map(({ isUntold }) => isUntold)]);
}

/** One payment's way from one state to another, for the totals. */
export interface TotalMove {
  readonly batchId: string;
  readonly institutionCode: string;
  readonly from: PaymentStatus;
  readonly to: PaymentStatus;
  readonly amount: bigint;
}

/** A total as it stands after a move; locked until the transaction ends. */
export interface MovedTotal {
  readonly batch_id: string;
  readonly status: PaymentStatus;
  readonly count: number;
}

const moveSums = sql<MovedTotal>(
  'payment.move-totals',
  `WITH change AS (
    SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::int[], $5::bigint[])
      AS c(batch_id, institution_code, status, count, amount)
  ), locked AS MATERIALIZED (
    SELECT 1 FROM payment.batch_total t JOIN change USING (batch_id, institution_code, status)
    ORDER BY t.batch_id, t.institution_code, t.status FOR UPDATE OF t
  )
  UPDATE payment.batch_total t SET count = t.count + c.count, amount = t.amount + c.amount
  FROM change c, (SELECT count(*) FROM locked) l
  WHERE t.batch_id = c.batch_id AND t.institution_code = c.institution_code AND t.status = c.status
  RETURNING t.batch_id, t.status, t.count`,
);

/** Moves the totals of many payments. Rows are locked in key order, so that two reports at once cannot deadlock. */
export async function moveTotals(db: Db, moves: readonly TotalMove[]): Promise<readonly MovedTotal[]> {
  const sums = sumByKey(moves).filter((sum) => sum.count !== 0 || sum.amount !== 0n);
  if (sums.length === 0) return [];
  const moved = await moveSums.all(db, [
    sums.map((sum) => sum.batchId),
    sums.map((sum) => sum.institutionCode),
    sums.map((sum) => sum.status),
    sums.map((sum) => sum.count),
    sums.map((sum) => sum.amount),
  ]);
  if (moved.length !== sums.length) throw new Error('A payment would have moved without its total.');
  return moved;
}

interface TotalChange {
  readonly batchId: string;
  readonly institutionCode: string;
  readonly status: PaymentStatus;
  count: number;
  amount: bigint;
}

function sumByKey(moves: readonly TotalMove[]): readonly TotalChange[] {
  const sums = new Map<string, TotalChange>();
  const add = (
    { batchId, institutionCode }: TotalMove,
    status: PaymentStatus,
    count: number,
    amount: bigint,
  ): void => {
    const key = `${batchId} ${institutionCode} ${status}`;
    const sum = sums.get(key) ?? { batchId, institutionCode, status, count: 0, amount: 0n };
    sum.count += count;
    sum.amount += amount;
    sums.set(key, sum);
  };
  for (const move of moves) {
    add(move, move.from, -1, -move.amount);
    add(move, move.to, 1, move.amount);
  }
  return [...sums.values()];
}
