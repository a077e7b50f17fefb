/** Reading payments, attempts and replacements: each function is one statement for any number of keys. */
import type { Scope } from '../access/index.js';
import { sql } from '../database/index.js';
import type { PaymentStatus } from './payment-state.js';
import type { Db } from '../work/index.js';
import { rowVisible, scopeValues } from '../access/index.js';

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

const byId = sql<PaymentRow>(
  'payment.by-id',
  `SELECT ${PAYMENT_COLUMNS} FROM payment.payment p WHERE p.id = ANY($1::uuid[]) AND ${rowVisible('p', 2)}`,
  { plan: 'ONCE' },
);

/** Those of the payments that the scope reaches, in any order. */
export async function findPayments(
  db: Db,
  ids: readonly string[],
  scope: Scope,
): Promise<readonly PaymentRow[]> {
  return byId.all(db, [ids, ...scopeValues(scope)]);
}

const replacing = sql<PaymentRow>(
  'payment.replacing',
  `SELECT ${PAYMENT_COLUMNS} FROM payment.payment p WHERE p.replaces = ANY($1::uuid[])`,
);

/** The payments that replace these. */
export async function findReplacements(db: Db, ids: readonly string[]): Promise<readonly PaymentRow[]> {
  return replacing.all(db, [ids]);
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

const attemptsOf = sql<AttemptRow>(
  'payment.attempts-of',
  `SELECT id, payment_id, reference, institution_code, started_at, status, external_reference
   FROM payment.attempt WHERE payment_id = ANY($1::uuid[]) ORDER BY payment_id, id`,
  { plan: 'ONCE' },
);

export async function findAttempts(db: Db, paymentIds: readonly string[]): Promise<readonly AttemptRow[]> {
  return attemptsOf.all(db, [paymentIds]);
}

export interface BeneficiaryPage {
  readonly beneficiaryIds: readonly string[];
  readonly period: string | null;
  /** At most this many of each, and one more that says that others follow. */
  readonly first: number;
  readonly after: string | null;
}

const pageOf = sql<PaymentRow>(
  'payment.page-of-beneficiaries',
  `SELECT ${PAYMENT_COLUMNS} FROM unnest($1::uuid[]) AS b(id)
   CROSS JOIN LATERAL (
     SELECT * FROM payment.payment p
     WHERE p.beneficiary_id = b.id AND ($2::text IS NULL OR p.period = $2) AND ($4::uuid IS NULL OR p.id > $4)
       AND NOT p.is_excluded AND ${rowVisible('p', 5)}
     ORDER BY p.id LIMIT $3 + 1
   ) p`,
  { plan: 'ONCE' },
);

/** A page of payments of each beneficiary: those that the scope reaches. */
export async function listPaymentsOf(
  db: Db,
  page: BeneficiaryPage,
  scope: Scope,
): Promise<readonly PaymentRow[]> {
  return pageOf.all(db, [page.beneficiaryIds, page.period, page.first, page.after, ...scopeValues(scope)]);
}

const countOf = sql<{ beneficiary_id: string; count: number }>(
  'payment.count-of-beneficiaries',
  `SELECT p.beneficiary_id, count(*)::int AS count FROM payment.payment p
   WHERE p.beneficiary_id = ANY($1::uuid[]) AND ($2::text IS NULL OR p.period = $2) AND NOT p.is_excluded
     AND ${rowVisible('p', 3)} GROUP BY 1`,
  { plan: 'ONCE' },
);

export async function countPaymentsOf(
  db: Db,
  beneficiaryIds: readonly string[],
  period: string | null,
  scope: Scope,
): Promise<readonly { readonly beneficiary_id: string; readonly count: number }[]> {
  return countOf.all(db, [beneficiaryIds, period, ...scopeValues(scope)]);
}
