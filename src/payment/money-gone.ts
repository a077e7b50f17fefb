/** Money of a batch that its totals call free and that is gone, or may be: nobody gives it back to the Treasury. */
import { IS_OPEN_DOUBT } from './money-in-doubt.js';

/** Of the batch `b`: what an institution may have paid although its payment is closed, what went out without being due and has not come
 *  back, less what was paid short. */
export const MONEY_GONE = `(SELECT coalesce(sum(gone.amount), 0)::bigint FROM (
    SELECT p.amount FROM payment.payment p
    WHERE p.batch_id = b.id AND NOT p.is_live AND p.id IN (SELECT x.payment_id FROM payment.exception x WHERE ${IS_OPEN_DOUBT})
    UNION ALL
    SELECT x.named_amount FROM payment.exception x JOIN payment.payment p ON p.id = x.payment_id
    WHERE x.kind = 'TO_RECOVER' AND x.resolution IS DISTINCT FROM 'RECOVERED' AND p.batch_id = b.id
    UNION ALL
    SELECT p.paid_amount - p.amount FROM payment.payment p
    WHERE p.batch_id = b.id AND p.paid_amount < p.amount AND p.status = 'SETTLED'
  ) gone)`;
