/** The other payments and attempts of a right and month: what a decision about one of them must not overlook. */
import { sql } from '../database/index.js';
import { IS_SAME_MONTH } from './money-in-doubt.js';
import type { PaymentStatus } from './payment-state.js';
import type { Db } from '../work/index.js';

const attemptsOf = sql<{ id: string }>(
  'payment.attempts-of-intent',
  `SELECT a.id FROM payment.payment p
   JOIN payment.payment o ON ${IS_SAME_MONTH}
   JOIN payment.attempt a ON a.payment_id = o.id
   WHERE p.id = $1`,
);

/** Every attempt to pay the right and month that a payment is for, its own included. */
export async function findAttemptsOfIntent(db: Db, paymentId: string): Promise<readonly string[]> {
  return (await attemptsOf.all(db, [paymentId])).map((row) => row.id);
}

export interface UnsentPayment {
  readonly id: string;
  readonly batch_id: string;
  readonly status: Extract<PaymentStatus, 'DRAFT' | 'APPROVED'>;
}

const unsentOf = sql<UnsentPayment>(
  'payment.unsent-of-intent',
  `SELECT o.id, o.batch_id, o.status FROM payment.payment p
   JOIN payment.payment o ON ${IS_SAME_MONTH} AND o.id <> p.id
   WHERE p.id = $1 AND o.status IN ('DRAFT','APPROVED') ORDER BY o.id FOR UPDATE OF o`,
);

/** Payments of the same right and month that are in no institution's hands, held until the transaction ends. */
export async function lockUnsentOfIntent(db: Db, paymentId: string): Promise<readonly UnsentPayment[]> {
  return unsentOf.all(db, [paymentId]);
}

const unsent = sql<UnsentPayment>(
  'payment.lock-unsent',
  `SELECT id, batch_id, status FROM payment.payment WHERE id = $1 AND status IN ('DRAFT','APPROVED') FOR UPDATE`,
);

/** The payment, held until the transaction ends, if it is in no institution's hands. */
export async function lockUnsent(db: Db, paymentId: string): Promise<UnsentPayment | undefined> {
  return unsent.first(db, [paymentId]);
}

const pay = sql('payment.write-paid-amount', 'UPDATE payment.payment SET paid_amount = $2 WHERE id = $1');

/** What was paid in all, where two people say that it was another amount than the payment's; null: it was that amount. */
export async function writePaidAmount(db: Db, paymentId: string, amount: bigint | null): Promise<void> {
  await pay.run(db, [paymentId, amount]);
}
