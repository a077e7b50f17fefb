/** Reading payments, attempts and replacements: each function is one statement for any number of keys. */
import type { PaymentStatus } from './payment-state.js';
import type { Db } from '../work/index.js';
import { rowVisible, sqlInScope, type InScope, type Scope } from '../access/index.js';

export interface PaymentRow {
  readonly id: string;
  readonly batch_id: string;
  readonly beneficiary_id: string;
  readonly account_id: string | null;
  readonly institution_code: string;
  readonly area_id: string;
  readonly receiver_name: string;
  readonly amount: bigint;
  readonly period: string;
  readonly kind: string;
  readonly status: PaymentStatus;
  readonly reason: string | null;
  readonly reason_text: string | null;
  readonly replaces: string | null;
  readonly updated_at: Date;
}

/** Of the payment `p`, what a `PaymentRow` has. */
export const PAYMENT_COLUMNS = `p.id, p.batch_id, p.beneficiary_id, p.account_id, p.institution_code, p.area_id, p.receiver_name, p.amount,
  p.period, p.kind, p.status, p.reason, p.reason_text, p.replaces, p.updated_at`;

const byId = sqlInScope<PaymentRow>(
  'payment.by-id',
  `SELECT ${PAYMENT_COLUMNS} FROM payment.payment p WHERE p.id = ANY($3::uuid[]) AND ${rowVisible('p', 1)}`,
  { plan: 'ONCE' },
);

/** Those of the payments that the scope reaches, in any order. */
export async function findPayments(
  db: Db,
  ids: readonly string[],
  scope: Scope,
): Promise<readonly InScope<PaymentRow>[]> {
  return byId.all(db, scope, [ids]);
}

const replacing = sqlInScope<PaymentRow>(
  'payment.replacing',
  `SELECT ${PAYMENT_COLUMNS} FROM payment.payment p WHERE p.replaces = ANY($3::uuid[]) AND ${rowVisible('p', 1)}`,
);

/** The payments that replace these: those that the scope reaches. */
export async function findReplacements(
  db: Db,
  ids: readonly string[],
  scope: Scope,
): Promise<readonly InScope<PaymentRow>[]> {
  return replacing.all(db, scope, [ids]);
}

export interface AttemptRow {
  readonly id: string;
  readonly payment_id: string;
  readonly reference: string;
  readonly institution_code: string;
  readonly started_at: Date;
  readonly status: PaymentStatus;
  readonly external_reference: string | null;
}

/** Of the attempt `a`, what an `AttemptRow` has. */
export const ATTEMPT_COLUMNS =
  'a.id, a.payment_id, a.reference, a.institution_code, a.started_at, a.status, a.external_reference';

const attemptsOf = sqlInScope<AttemptRow>(
  'payment.attempts-of',
  `SELECT ${ATTEMPT_COLUMNS} FROM payment.payment p JOIN payment.attempt a ON a.payment_id = p.id
   WHERE p.id = ANY($3::uuid[]) AND ${rowVisible('p', 1)} ORDER BY a.payment_id, a.id`,
  { plan: 'ONCE' },
);

/** Of the payments that the scope reaches. */
export async function findAttempts(
  db: Db,
  paymentIds: readonly string[],
  scope: Scope,
): Promise<readonly InScope<AttemptRow>[]> {
  return attemptsOf.all(db, scope, [paymentIds]);
}

export interface BeneficiaryPage {
  readonly beneficiaryIds: readonly string[];
  readonly period: string | null;
  /** At most this many of each, and one more that says that others follow. */
  readonly first: number;
  readonly after: string | null;
}

const pageOf = sqlInScope<PaymentRow>(
  'payment.page-of-beneficiaries',
  `SELECT ${PAYMENT_COLUMNS} FROM unnest($3::uuid[]) AS b(id)
   CROSS JOIN LATERAL (
     SELECT * FROM payment.payment p
     WHERE p.beneficiary_id = b.id AND ($4::text IS NULL OR p.period = $4) AND ($6::uuid IS NULL OR p.id > $6)
       AND NOT p.is_excluded AND ${rowVisible('p', 1)}
     ORDER BY p.id LIMIT $5 + 1
   ) p`,
  { plan: 'ONCE' },
);

/** A page of payments of each beneficiary: those that the scope reaches. */
export async function listPaymentsOf(
  db: Db,
  page: BeneficiaryPage,
  scope: Scope,
): Promise<readonly InScope<PaymentRow>[]> {
  return pageOf.all(db, scope, [page.beneficiaryIds, page.period, page.first, page.after]);
}

export interface PaymentCount {
  readonly beneficiary_id: string;
  readonly count: number;
}

const countOf = sqlInScope<PaymentCount>(
  'payment.count-of-beneficiaries',
  `SELECT p.beneficiary_id, count(*)::int AS count FROM payment.payment p
   WHERE p.beneficiary_id = ANY($3::uuid[]) AND ($4::text IS NULL OR p.period = $4) AND NOT p.is_excluded
     AND ${rowVisible('p', 1)} GROUP BY 1`,
  { plan: 'ONCE' },
);

export async function countPaymentsOf(
  db: Db,
  beneficiaryIds: readonly string[],
  period: string | null,
  scope: Scope,
): Promise<readonly InScope<PaymentCount>[]> {
  return countOf.all(db, scope, [beneficiaryIds, period]);
}
