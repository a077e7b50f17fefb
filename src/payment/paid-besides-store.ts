/** Back payments of a difference that, as people find out later, was never short. */
import { sql } from '../database/index.js';
import { IS_SAME_MONTH } from './money-in-doubt.js';
import type { PaymentStatus } from './payment-state.js';
import type { Db } from '../work/index.js';

export interface PaidBesides {
  readonly amount: bigint;
  readonly status: PaymentStatus;
}

/** Those made since people wrote down that too little was paid: each took what was missing into account. */
const madeSince = sql<PaidBesides>(
  'payment.back-payments-since-paid-short',
  `SELECT coalesce(o.paid_amount, o.amount) AS amount, o.status FROM payment.payment p
   JOIN payment.payment o ON ${IS_SAME_MONTH} AND o.id <> p.id AND o.kind = 'ARREARS' AND o.is_live
   WHERE p.id = $1 AND p.paid_amount < p.amount
     AND o.created_at > (SELECT min(x.resolved_at) FROM payment.exception x
                         WHERE x.payment_id = p.id AND x.resolution = 'PAID_OTHER_AMOUNT')`,
);

/** The payments by which what is missing of a payment is paid besides; none where it was not paid short. */
export async function findPaidBesides(db: Db, paymentId: string): Promise<readonly PaidBesides[]> {
  return madeSince.all(db, [paymentId]);
}
